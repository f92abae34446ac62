package registration

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
)

// inherit gives the kept one what the gone one sent and answered for, and the forms
// they left, their place in directories and their calendar links where the kept one
// has none. In a directory they were seen with another address and another phone: the
// kept one's are not shown before they say so themselves.
func inherit(ctx context.Context, tx *db.Tx, m people.Merged) error {
	for _, change := range []string{
		`UPDATE registrations SET person = $1 WHERE person = $2`,
		`UPDATE registrations SET approved_by = $1 WHERE approved_by = $2`,
		`UPDATE former_seats SET successor = $1 WHERE successor = $2`,
		`UPDATE registration_drafts SET person = $1 WHERE person = $2
			AND programme NOT IN (SELECT k.programme FROM registration_drafts k WHERE k.person = $1)`,
		`UPDATE directory_entries SET person = $1, show_email = FALSE, show_phone = FALSE WHERE person = $2
			AND programme NOT IN (SELECT k.programme FROM directory_entries k WHERE k.person = $1)`,
		`UPDATE calendar_links SET person = $1 WHERE person = $2
			AND org NOT IN (SELECT k.org FROM calendar_links k WHERE k.person = $1)`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("inherit from %s: %w", m.Gone, err)
		}
	}
	for _, wipe := range []string{
		`DELETE FROM registration_drafts WHERE person = $1`,
		`DELETE FROM directory_entries WHERE person = $1`,
		`DELETE FROM calendar_links WHERE person = $1`,
	} {
		if _, err := tx.Exec(ctx, wipe, m.Gone); err != nil {
			return fmt.Errorf("inherit from %s: %w", m.Gone, err)
		}
	}
	return nil
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
