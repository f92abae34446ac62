package attendance

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/when"
)

// askedAt is nothing where nothing was said.
func askedAt(ctx context.Context, tx *db.Tx, m id.Meeting) (a Asked, err error) {
	err = tx.Get(ctx, &a, `SELECT food, access FROM needs_asked WHERE meeting = $1`, m)
	if errors.Is(err, sql.ErrNoRows) {
		return Asked{}, nil
	}
	return a, err
}

func upsertAsked(ctx context.Context, tx *db.Tx, m id.Meeting, a Asked) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO needs_asked (meeting, food, access) VALUES ($1, $2, $3)
		ON CONFLICT (meeting) DO UPDATE SET food = excluded.food, access = excluded.access`, m, a.Food, a.Access)
	return err
}

// narrowNeeds deletes what is not asked for any longer.
func narrowNeeds(ctx context.Context, tx *db.Tx, m id.Meeting, a Asked) error {
	const here = `seat IN (SELECT s.id FROM seats s WHERE s.meeting = $1)`
	wipes := []string{`DELETE FROM seat_needs WHERE food = '' AND food_note = '' AND access = '' AND access_note = '' AND ` + here}
	if !a.Access {
		wipes = append([]string{`UPDATE seat_needs SET access = '', access_note = '' WHERE ` + here}, wipes...)
	}
	if !a.Food {
		wipes = append([]string{`UPDATE seat_needs SET food = '', food_note = '' WHERE ` + here}, wipes...)
	}
	for _, wipe := range wipes {
		if _, err := tx.Exec(ctx, wipe, m); err != nil {
			return err
		}
	}
	return nil
}

func upsertNeeds(ctx context.Context, tx *db.Tx, r wishRow) error {
	_, err := tx.Named(ctx, `
		INSERT INTO seat_needs (seat, food, food_note, access, access_note, named, day, consented_at)
		VALUES (:seat, :food, :food_note, :access, :access_note, :named, :day, :consented_at)
		ON CONFLICT (seat) DO UPDATE SET food = excluded.food, food_note = excluded.food_note, access = excluded.access,
			access_note = excluded.access_note, named = excluded.named, day = excluded.day, consented_at = excluded.consented_at`, r)
	if err != nil {
		return fmt.Errorf("needs of a seat: %w", err)
	}
	return nil
}

func deleteNeeds(ctx context.Context, tx *db.Tx, seat id.Seat) error {
	_, err := tx.Exec(ctx, `DELETE FROM seat_needs WHERE seat = $1`, seat)
	return err
}

// needsOfSeat is what is kept of one seat; found tells whether anything is.
func needsOfSeat(ctx context.Context, tx *db.Tx, seat id.Seat) (r wishRow, found bool, err error) {
	err = tx.Get(ctx, &r, `SELECT seat, food, food_note, access, access_note, named, day, consented_at FROM seat_needs WHERE seat = $1`, seat)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	r.At = r.At.UTC()
	return r, err == nil, err
}

// wishesAt lists what is kept about a meeting, in no order: of those who answered
// when its day was from a day on.
func wishesAt(ctx context.Context, tx *db.Tx, m id.Meeting, from when.Date) (rows []wishRow, err error) {
	err = tx.Select(ctx, &rows, `
		SELECT n.seat, n.food, n.food_note, n.access, n.access_note, n.named, n.day, n.consented_at
		FROM seats s JOIN seat_needs n ON n.seat = s.id WHERE s.meeting = $1 AND n.day >= $2`, m, from)
	for i := range rows {
		rows[i].At = rows[i].At.UTC()
	}
	return rows, err
}

// deleteNeedsBefore deletes the needs of meetings before a day, also where it was
// before that day when they were said, and of those that are cancelled.
func deleteNeedsBefore(ctx context.Context, tx *db.Tx, day when.Date) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM seat_needs WHERE day < $1 OR seat IN (
			SELECT s.id FROM seats s JOIN meetings m ON m.id = s.meeting WHERE m.day < $1 OR m.state = 'cancelled')`, day)
	return err
}

// bothAt lists the meetings where two people who are one both have a seat.
func bothAt(ctx context.Context, tx *db.Tx, m people.Merged) (meetings []string, err error) {
	err = tx.Select(ctx, &meetings, `
		SELECT g.meeting FROM seats g JOIN seats k ON k.meeting = g.meeting WHERE g.person = $1 AND k.person = $2`, m.Gone, m.Kept)
	return meetings, err
}

// handNeeds moves what was said from the gone one's seats to the kept one's, where
// nothing was said.
func handNeeds(ctx context.Context, tx *db.Tx, m people.Merged) error {
	_, err := tx.Exec(ctx, `
		UPDATE seat_needs SET seat = (
			SELECT k.id FROM seats g JOIN seats k ON k.meeting = g.meeting AND k.person = $2 WHERE g.id = seat_needs.seat)
		WHERE seat IN (
			SELECT g.id FROM seats g JOIN seats k ON k.meeting = g.meeting AND k.person = $2
			WHERE g.person = $1 AND k.id NOT IN (SELECT n.seat FROM seat_needs n))`, m.Gone, m.Kept)
	if err != nil {
		return fmt.Errorf("needs merged into %s: %w", m.Kept, err)
	}
	return nil
}
