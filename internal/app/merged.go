package app

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/approval"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/evaluation"
	"faelled/internal/idea"
	"faelled/internal/interest"
	"faelled/internal/jobs"
	"faelled/internal/message"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/waiting"
)

// heirs move what two people had who turned out to be one, each room its own. All
// bear being called again.
var heirs = []func(context.Context, *db.DB, access.Actor, people.Merged) error{
	inOne(programme.Merged),
	inOne(attendance.MergedNeeds), // before the seats: it goes with them
	registration.Merged,
	inOne(attendance.Merged), // after the seats
	inOne(approval.Merged),
	inOne(waiting.Merged),
	inOne(renewal.Merged),
	inOne(message.Merged),
	inOne(evaluation.Merged),
	inOne(idea.Merged),
	inOne(interest.Merged),
}

// inOne does what needs but one transaction.
func inOne(merged func(context.Context, *db.Tx, people.Merged) error) func(context.Context, *db.DB, access.Actor, people.Merged) error {
	return func(ctx context.Context, d *db.DB, who access.Actor, m people.Merged) error {
		return d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) error { return merged(ctx, tx, m) })
	}
}

// inherit is the job that lets all rooms know.
func inherit(ctx context.Context, d *db.DB, j jobs.Job) error {
	var m people.Merged
	if err := j.Into(&m); err != nil {
		return err
	}
	for _, heir := range heirs {
		if err := heir(ctx, d, j.Actor(), m); err != nil {
			return err
		}
	}
	return nil
}
