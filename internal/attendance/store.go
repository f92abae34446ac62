package attendance

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// markRow is a mark as it is kept.
type markRow struct {
	Meeting id.Meeting
	Mark
	Org      id.Org
	By       id.Person `db:"marked_by"`
	Received time.Time `db:"received_at"`
}

// insertMarks keeps those that are not kept yet, and tells how many they were.
func insertMarks(ctx context.Context, tx *db.Tx, rows []markRow) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	done, err := tx.Named(ctx, `
		INSERT INTO attendance_marks (meeting, id, person, org, state, at, device, marked_by, received_at)
		VALUES (:meeting, :id, :person, :org, :state, :at, :device, :marked_by, :received_at)
		ON CONFLICT (meeting, id) DO NOTHING`, rows)
	if err != nil {
		return 0, fmt.Errorf("marks at %s: %w", rows[0].Meeting, err)
	}
	return done.RowsAffected()
}

// marksAt lists the marks of some meetings, in no order.
func marksAt(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (rows []markRow, err error) {
	if len(meetings) == 0 {
		return nil, nil
	}
	err = tx.SelectIn(ctx, &rows, `
		SELECT meeting, id, person, org, state, at, device, marked_by, received_at FROM attendance_marks WHERE meeting IN (?)`, meetings)
	for i := range rows {
		rows[i].At, rows[i].Received = rows[i].At.UTC(), rows[i].Received.UTC()
	}
	return rows, err
}

// marksSince lists the marks of those with a seat at a meeting about whom anything
// came in since a moment, in no order.
func marksSince(ctx context.Context, tx *db.Tx, m id.Meeting, since time.Time) (marks []Mark, err error) {
	err = tx.Select(ctx, &marks, `
		SELECT a.id, a.person, a.state, a.at, a.device FROM attendance_marks a
		WHERE a.meeting = $1 AND a.person IN (SELECT s.person FROM seats s WHERE s.meeting = $1)
			AND a.person IN (SELECT n.person FROM attendance_marks n WHERE n.meeting = $1 AND n.received_at >= $2)`, m, since)
	for i := range marks {
		marks[i].At = marks[i].At.UTC()
	}
	return marks, err
}

func deleteMarks(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM attendance_marks WHERE at < $1`, before)
	return err
}
