package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/jobs"
	"faelled/internal/mail"
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"message.start": func(ctx context.Context, d *db.DB, j jobs.Job) error {
			var s start
			if err := j.Into(&s); err != nil {
				return err
			}
			return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return begin(ctx, tx, s) })
		},
		"message.deliver": deliver(post),
		"message.test":    mail.Job(post, testOf, testMail),
		"message.retain":  func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}
