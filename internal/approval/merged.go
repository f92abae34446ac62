package approval

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
)

// Merged makes the kept person's what two people asked for and decided who are one,
// see people.Merge. The guests of a request are found by their addresses, and those
// of the gone one lead to the kept one. It may be called any number of times. For
// jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayAsk(tx.Actor, ""); err != nil {
		return err
	}
	for _, change := range []string{
		`UPDATE approvals SET person = $1 WHERE person = $2`,
		`UPDATE approvals SET decided_by = $1 WHERE decided_by = $2`,
		`UPDATE approval_links SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("approvals merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
