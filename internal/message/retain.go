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
	if err := deleteNewsDoors(ctx, tx, tx.Now.Add(-keepLog)); err != nil {
		return err
	}
	if err := endForgotten(ctx, tx, tx.Now.Add(-keepLog)); err != nil {
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

// endForgotten calls back the rest of messages that somebody paused, or that never
// came to an end, and that began before a moment: the list of who was to get them is
// not kept longer than others.
func endForgotten(ctx context.Context, tx *db.Tx, moment time.Time) error {
	open, err := openBefore(ctx, tx, moment)
	if err != nil || len(open) == 0 {
		return err
	}
	keys := make([]string, len(open))
	for i, one := range open {
		keys[i] = string(one)
	}
	if err := tx.Lock(ctx, db.Messages, keys...); err != nil {
		return err
	}
	for _, one := range open {
		if err := skipQueued(ctx, tx, one); err != nil {
			return err
		}
		if err := stopForgotten(ctx, tx, one); err != nil {
			return err
		}
	}
	return nil
}

// mendReachable finds those who have got a mail since the last one came back: those
// unreachable, who are reachable again, and those of whom a mail came back once, so
// that the next one that does is the first again.
func mendReachable(ctx context.Context, tx *db.Tx) error {
	gone, err := people.AllUnreachable(ctx, tx)
	if err != nil {
		return err
	}
	last, err := people.LastReturns(ctx, tx)
	if err != nil {
		return err
	}
	for who, u := range gone {
		if r, ok := last[who]; !ok || r.Email != u.Email || r.At.Before(u.Since) {
			last[who] = people.Return{Email: u.Email, At: u.Since}
		}
	}
	for who, r := range last {
		ok, err := lastArrived(ctx, tx, who, r.Email, r.At, tx.Now.Add(-quiet))
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
