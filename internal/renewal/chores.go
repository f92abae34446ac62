package renewal

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"renewal.ask":      {Title: i18n.Key("renewal.job_ask"), About: whichQuestion},
	"renewal.remind":   {Title: i18n.Key("renewal.job_remind"), About: whichQuestion},
	"renewal.stuck":    {Title: i18n.Key("renewal.job_stuck"), About: whichQuestion},
	"renewal.end":      {Title: i18n.Key("renewal.job_end"), About: whichRound},
	"renewal.continue": {Title: i18n.Key("renewal.job_continue"), About: whichContinuation},
	"renewal.daily":    {Title: i18n.Key("renewal.job_daily")},
}

func whichQuestion(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var q question
	if j.Into(&q) != nil {
		return about, nil
	}
	if about, err = people.Addressee(ctx, tx, q.To); err != nil {
		return about, err
	}
	about.What, about.Href, err = called(ctx, tx, q.Programme)
	return about, err
}

func whichContinuation(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var g goingOn
	if j.Into(&g) != nil {
		return about, nil
	}
	orgs, err := people.Orgs(ctx, tx, []id.Org{g.Org})
	if err != nil {
		return about, err
	}
	about.Whom = orgs[g.Org].Name
	about.What, about.Href, err = called(ctx, tx, g.Programme)
	return about, err
}

func whichRound(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var p id.Programme
	if j.Into(&p) == nil {
		about.What, about.Href, err = called(ctx, tx, p)
	}
	return about, err
}

func called(ctx context.Context, tx *db.Tx, one id.Programme) (name, href string, err error) {
	found, err := programme.ByIDs(ctx, tx, []id.Programme{one})
	return found[one].Name, StaffPath(one), err
}
