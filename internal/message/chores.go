package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"message.start":   {Title: i18n.Key("message.job_start"), About: whichStart},
	"message.deliver": {Title: i18n.Key("message.job_deliver"), About: whichRecipient},
	"message.test":    {Title: i18n.Key("message.job_test"), About: whichTest},
	"message.retain":  {Title: i18n.Key("message.job_retain")},
}

func whichStart(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var s start
	if j.Into(&s) == nil {
		about.What, err = called(ctx, tx, s.Message)
	}
	return about, err
}

func whichRecipient(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var o one
	if j.Into(&o) != nil {
		return about, nil
	}
	r, err := recipient(ctx, tx, o.Message, o.N)
	if problem.Is(err, problem.NotFound) {
		return about, nil
	}
	if err != nil {
		return about, err
	}
	if about, err = people.Addressee(ctx, tx, r.Person); err != nil {
		return about, err
	}
	about.Email = r.Email
	about.What, err = called(ctx, tx, o.Message)
	return about, err
}

func whichTest(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var t test
	if j.Into(&t) != nil {
		return about, nil
	}
	if about, err = people.Addressee(ctx, tx, t.To); err != nil {
		return about, err
	}
	about.What, err = called(ctx, tx, t.Message)
	return about, err
}

func called(ctx context.Context, tx *db.Tx, which id.Message) (string, error) {
	found, err := Objects(ctx, tx, []string{string(which)})
	return found[string(which)].Text, err
}
