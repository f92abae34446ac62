package message

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/people"
)

// keepLog is how long it is kept who got a message.
const keepLog = 365 * 24 * time.Hour

// quiet is how long nothing must have come back before a mail counts as arrived: a
// report may take days, since servers try for days.
const quiet = 4 * 24 * time.Hour

// Retain forgets who got messages a year after they ended, and keeps only how many
// there were; and lets those be reachable again whose mail has arrived. For the
// nightly job.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := mayKeep(tx.Actor); err != nil {
		return err
	}
	ended, err := endedBefore(ctx, tx, tx.Now.Add(-keepLog))
	if err != nil {
		return err
	}
	counts, err := countRecipients(ctx, tx, ended)
	if err != nil {
		return err
	}
	for _, one := range ended {
		n := counts[one]
		if n == nil {
			n = Counts{}
		}
		if err := keepCounts(ctx, tx, one, n); err != nil {
			return err
		}
	}
	if err := mendReachable(ctx, tx); err != nil {
		return err
	}
	return people.ForgetReturns(ctx, tx)
}

// mendReachable finds those unreachable who have got a mail since the last one came
// back.
func mendReachable(ctx context.Context, tx *db.Tx) error {
	gone, err := people.AllUnreachable(ctx, tx)
	if err != nil || len(gone) == 0 {
		return err
	}
	last, err := people.LastReturns(ctx, tx)
	if err != nil {
		return err
	}
	for who, u := range gone {
		after := u.Since
		if last[who].After(after) {
			after = last[who]
		}
		ok, err := lastArrived(ctx, tx, who, u.Email, after, tx.Now.Add(-quiet))
		if err != nil {
			return err
		}
		if ok {
			if err := people.MailArrived(ctx, tx, who); err != nil {
				return err
			}
		}
	}
	return nil
}
