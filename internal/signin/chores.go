package signin

import (
	"context"
	"database/sql"
	"errors"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/people"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"signin.mail":   {Title: i18n.Key("signin.job_mail"), About: forWhom},
	"signin.retain": {Title: i18n.Key("signin.job_retain")},
	"people.left": {Title: i18n.Key("signin.job_left"), About: func(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
		var person id.Person
		if j.Into(&person) != nil {
			return jobs.About{}, nil
		}
		return people.Addressee(ctx, tx, person)
	}},
}

// forWhom is the address that was typed, as long as the wish is kept.
func forWhom(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var l letter
	if j.Into(&l) != nil {
		return jobs.About{}, nil
	}
	r, err := requestByID(ctx, tx, l.Request)
	if errors.Is(err, sql.ErrNoRows) {
		return jobs.About{}, nil
	}
	return jobs.About{Email: r.Email}, err
}
