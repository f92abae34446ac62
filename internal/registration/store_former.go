package registration

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// former is a seat that was given up.
type former struct {
	Seat
	Left      time.Time `db:"left_at"`
	Successor id.Person // who came instead; empty when nobody did
}

// staysOf is how long an organisation's people had, or have, their seats at some
// meetings.
func staysOf(ctx context.Context, tx *db.Tx, at []id.Meeting, org id.Org) (map[id.Meeting][]stay, error) {
	var rows, gone []stay
	if err := tx.SelectIn(ctx, &rows, `SELECT meeting, created_at FROM seats WHERE meeting IN (?) AND org = ?`, at, org); err != nil {
		return nil, fmt.Errorf("seats of %s: %w", org, err)
	}
	if err := tx.SelectIn(ctx, &gone, `SELECT meeting, created_at, left_at FROM former_seats WHERE meeting IN (?) AND org = ?`, at, org); err != nil {
		return nil, fmt.Errorf("former seats of %s: %w", org, err)
	}
	all := map[id.Meeting][]stay{}
	for _, s := range append(rows, gone...) {
		all[s.Meeting] = append(all[s.Meeting], s)
	}
	return all, nil
}

// leave moves seats among the former ones, and tells how many were still there.
func leave(ctx context.Context, tx *db.Tx, list []former) (n int64, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	ids := make([]id.Seat, len(list))
	for i, f := range list {
		ids[i] = f.ID
	}
	done, err := tx.ExecIn(ctx, `DELETE FROM seats WHERE id IN (?)`, ids)
	if err != nil {
		return 0, fmt.Errorf("leave seats: %w", err)
	}
	if n, err = done.RowsAffected(); err != nil {
		return n, err
	}
	_, err = tx.Named(ctx, `
		INSERT INTO former_seats (id, registration, programme, meeting, org, person, created_at, left_at, successor)
		VALUES (:id, :registration, :programme, :meeting, :org, :person, :created_at, :left_at, :successor)`, list)
	if err != nil {
		return n, fmt.Errorf("keep former seats: %w", err)
	}
	return n, markRegistrations(ctx, tx, list)
}
