package renewal

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
)

// Merged makes the kept person's the rounds that two people opened who are one, and
// what they answered in them, see people.Merge. It may be called any number of times.
// For the secretariat and jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayRun(tx.Actor); err != nil {
		return err
	}
	for _, change := range []string{
		`UPDATE renewal_rounds SET person = $1 WHERE person = $2`,
		`UPDATE renewals SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("renewals merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
