package registration

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
)

// inherit gives the kept one what the gone one sent, and the forms they left where
// the kept one has none.
func inherit(ctx context.Context, tx *db.Tx, m people.Merged) error {
	for _, change := range []string{
		`UPDATE registrations SET person = $1 WHERE person = $2`,
		`UPDATE registrations SET approved_by = $1 WHERE approved_by = $2`,
		`UPDATE former_seats SET successor = $1 WHERE successor = $2`,
		`UPDATE registration_drafts SET person = $1 WHERE person = $2
			AND programme NOT IN (SELECT k.programme FROM registration_drafts k WHERE k.person = $1)`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("inherit from %s: %w", m.Gone, err)
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM registration_drafts WHERE person = $1`, m.Gone)
	return err
}

// moveSeats gives seats to another person. None of them has one at those meetings.
func moveSeats(ctx context.Context, tx *db.Tx, seats []id.Seat, to id.Person) error {
	if len(seats) == 0 {
		return nil
	}
	if _, err := tx.ExecIn(ctx, `UPDATE seats SET person = ? WHERE id IN (?)`, to, seats); err != nil {
		return fmt.Errorf("move seats to %s: %w", to, err)
	}
	return nil
}
