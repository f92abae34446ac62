package attendance

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

func tasksOf(ctx context.Context, tx *db.Tx, of id.Meeting) (list []task, err error) {
	return list, tx.Select(ctx, &list, `
		SELECT id, meeting, clock, what, party, name, note FROM run_sheet_rows WHERE meeting = $1 ORDER BY clock, id`, of)
}

func insertTask(ctx context.Context, tx *db.Tx, t task) error {
	_, err := tx.Named(ctx, `
		INSERT INTO run_sheet_rows (id, meeting, clock, what, party, name, note)
		VALUES (:id, :meeting, :clock, :what, :party, :name, :note)`, t)
	if err != nil {
		return fmt.Errorf("run-sheet of %s: %w", t.Meeting, err)
	}
	return nil
}

func deleteTask(ctx context.Context, tx *db.Tx, of id.Meeting, one string) (int64, error) {
	done, err := tx.Exec(ctx, `DELETE FROM run_sheet_rows WHERE meeting = $1 AND id = $2`, of, one)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// contactOf is whom to call; nobody when that is not said.
func contactOf(ctx context.Context, tx *db.Tx, of id.Meeting) (c dayContact, err error) {
	err = tx.Get(ctx, &c, `SELECT meeting, name, phone, note FROM run_sheet_contacts WHERE meeting = $1`, of)
	if errors.Is(err, sql.ErrNoRows) {
		return dayContact{Meeting: of}, nil
	}
	return c, err
}

func upsertContact(ctx context.Context, tx *db.Tx, c dayContact) error {
	_, err := tx.Named(ctx, `
		INSERT INTO run_sheet_contacts (meeting, name, phone, note) VALUES (:meeting, :name, :phone, :note)
		ON CONFLICT (meeting) DO UPDATE SET name = excluded.name, phone = excluded.phone, note = excluded.note`, c)
	return err
}

// deletePlans deletes the run-sheets of meetings before a day.
func deletePlans(ctx context.Context, tx *db.Tx, before when.Date) error {
	for _, wipe := range []string{
		`DELETE FROM run_sheet_rows WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1)`,
		`DELETE FROM run_sheet_contacts WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1)`,
	} {
		if _, err := tx.Exec(ctx, wipe, before); err != nil {
			return err
		}
	}
	return nil
}
