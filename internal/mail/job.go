package mail

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/jobs"
)

// Job is the handler of a job that is one mail: find loads what its payload P is
// about, and write words it. There is none to send when it is to nobody.
func Job[P, L any](post Post, find func(context.Context, *db.Tx, P) (L, error), write func(context.Context, Post, L) (Message, error)) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var payload P
		if err := j.Into(&payload); err != nil {
			return err
		}
		var l L
		err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			l, err = find(ctx, tx, payload)
			return err
		})
		if err != nil {
			return err
		}
		m, err := write(ctx, post, l)
		if err != nil || m.To == "" {
			return err
		}
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}
