package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/when"
)

// Retain deletes the ideas of programmes whose season ended two years ago, and
// takes the names off those of people who have left. For the nightly job.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := mayClear(tx.Actor); err != nil {
		return err
	}
	old, err := outlived(ctx, tx, when.On(tx.Now.AddDate(-keepYears, 0, 0)))
	if err != nil {
		return err
	}
	if err := remove(ctx, tx, old); err != nil {
		return err
	}
	return forgetLeavers(ctx, tx)
}

// Merged lets ideas be the kept person's instead of the one they turned out to be,
// see people.Merge. It may be called any number of times. For the secretariat and
// jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	return inherit(ctx, tx, m.Kept, m.Gone)
}
