package meeting

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/when"
)

// Stamp is another one after every change of any meeting, its agenda not
// included: none is ever deleted, and each change raises a sequence.
func Stamp(ctx context.Context, tx *db.Tx) (int64, error) { return stamp(ctx, tx) }

// Coming is every planned meeting from a day on, by day; those of drafts too, so
// show only what belongs to a programme that may be shown.
func Coming(ctx context.Context, tx *db.Tx, from when.Date) ([]Meeting, error) {
	return coming(ctx, tx, from)
}
