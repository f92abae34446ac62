package attendance

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
)

// MergedNeeds lets what was said with the gone one's seat, of two people who are one,
// go with the kept one's seat at the same meeting, unless something was said with that
// as well. It comes before the seats are united: what is said is deleted with its
// seat. It may be called any number of times. For the secretariat and jobs.
func MergedNeeds(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayReadAll(tx.Actor); err != nil {
		return err
	}
	at, err := bothAt(ctx, tx, m)
	if err != nil || len(at) == 0 {
		return err
	}
	if err := tx.Lock(ctx, db.Seats, at...); err != nil { // nobody answers, or takes it back, meanwhile
		return err
	}
	return handNeeds(ctx, tx, m)
}

// Merged makes the kept person's what was marked of two people who are one, see
// people.Merge, and what the gone one marked of others. At a meeting where both keep
// a seat, because it had begun, each keeps their marks. It may be called any number
// of times, after the seats have moved. For the secretariat and jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayReadAll(tx.Actor); err != nil {
		return err
	}
	for _, change := range []string{
		`UPDATE attendance_marks SET person = $1 WHERE person = $2 AND meeting NOT IN (SELECT s.meeting FROM seats s WHERE s.person = $2)`,
		`UPDATE attendance_marks SET marked_by = $1 WHERE marked_by = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("marks merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
