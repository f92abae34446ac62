package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"idea.tell":   mail.Job(post, tellingOf, tellMail),
		"idea.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"idea.tell":   {Title: i18n.Key("idea.job_tell"), About: whose},
	"idea.retain": {Title: i18n.Key("idea.job_retain")},
}

func whose(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var one id.Idea
	if j.Into(&one) != nil {
		return jobs.About{}, nil
	}
	i, err := byID(ctx, tx, one)
	if problem.Is(err, problem.NotFound) || err == nil && i.Person == "" {
		return jobs.About{}, nil
	}
	if err != nil {
		return jobs.About{}, err
	}
	about, err := people.Addressee(ctx, tx, i.Person)
	about.What = i.Title
	return about, err
}
