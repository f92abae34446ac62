package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"billing.issue":  {Title: i18n.Key("billing.job_issue"), About: whichInvoice},
	"billing.render": {Title: i18n.Key("billing.job_render"), About: whichInvoice},
}

func whichInvoice(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var one string
	if j.Into(&one) != nil {
		return jobs.About{}, nil
	}
	names, err := Objects(ctx, tx, []string{one})
	return jobs.About{What: names[one].Text}, err
}
