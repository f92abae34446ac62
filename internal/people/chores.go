package people

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/problem"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"people.asked": {Title: i18n.Key("people.job_asked"), About: func(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
		var a asked
		if j.Into(&a) != nil {
			return jobs.About{}, nil
		}
		about, err := Addressee(ctx, tx, a.To)
		if err != nil {
			return about, err
		}
		who, err := Addressee(ctx, tx, a.Person)
		about.What = who.Whom
		return about, err
	}},
	"people.answered": {Title: i18n.Key("people.job_answered"), About: func(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
		var a answered
		if j.Into(&a) != nil {
			return jobs.About{}, nil
		}
		return Addressee(ctx, tx, a.Person)
	}},
	"people.merged": {Title: i18n.Key("people.job_merged"), About: func(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
		var m Merged
		if j.Into(&m) != nil {
			return jobs.About{}, nil
		}
		return Addressee(ctx, tx, m.Kept)
	}},
	"people.handed_over": {Title: i18n.Key("people.job_handed_over"), About: handoverChore},
	"people.retain":      {Title: i18n.Key("people.job_retain_imports")},
}

// Addressee is whom a mail goes to, for the list of those that did not arrive.
// Nobody when they are gone.
func Addressee(ctx context.Context, tx *db.Tx, one id.Person) (jobs.About, error) {
	p, err := PersonByID(ctx, tx, one)
	if problem.Is(err, problem.NotFound) {
		return jobs.About{}, nil
	}
	return jobs.About{Whom: p.Name, Email: p.Email, Href: staffPath(p.Org)}, err
}
