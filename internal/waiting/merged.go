package waiting

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Merged makes the kept person's the waits that somebody asked for who turned out to
// be them, see people.Merge. Those who wait are found by their addresses, and those
// of the gone one lead to the kept one. It may be called any number of times. For
// jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "waiting.staff_only")
	}
	if _, err := tx.Exec(ctx, `UPDATE waits SET person = $1 WHERE person = $2`, m.Kept, m.Gone); err != nil {
		return fmt.Errorf("waits merged into %s: %w", m.Kept, err)
	}
	return nil
}
