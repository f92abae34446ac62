package programme

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
)

// Merged makes the kept person the contact of the programmes whose contact was
// somebody who turned out to be them, see people.Merge. It may be called any number
// of times. For the secretariat and jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	for _, change := range []string{
		`DELETE FROM programme_contacts WHERE person = $2 AND programme IN (SELECT k.programme FROM programme_contacts k WHERE k.person = $1)`,
		`UPDATE programme_contacts SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("contacts merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
