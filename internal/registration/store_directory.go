package registration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// seatsIn is how many seats somebody has in a programme.
func seatsIn(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT count(*) FROM seats WHERE person = $1 AND programme = $2`, who, p)
	return n, err
}

func saveEntry(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.Named(ctx, `
		INSERT INTO directory_entries (programme, person, show_email, show_phone, ask, said_at)
		VALUES (:programme, :person, :show_email, :show_phone, :ask, :said_at)
		ON CONFLICT (programme, person) DO UPDATE
		SET show_email = excluded.show_email, show_phone = excluded.show_phone, ask = excluded.ask, said_at = excluded.said_at`, e)
	if err != nil {
		return fmt.Errorf("save directory entry in %s: %w", e.Programme, err)
	}
	return nil
}

// entryOf is what somebody has said; ok is false when they have not.
func entryOf(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (e Entry, ok bool, err error) {
	err = tx.Get(ctx, &e, `SELECT programme, person, show_email, show_phone, ask, said_at FROM directory_entries WHERE programme = $1 AND person = $2`, p, who)
	if errors.Is(err, sql.ErrNoRows) {
		return e, false, nil
	}
	return e, err == nil, err
}

func deleteEntry(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (gone bool, err error) {
	done, err := tx.Exec(ctx, `DELETE FROM directory_entries WHERE programme = $1 AND person = $2`, p, who)
	if err != nil {
		return false, fmt.Errorf("delete directory entry in %s: %w", p, err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// listedIn is the directory of a programme, by name: those who said yes, work
// where they did, and have a seat there still.
func listedIn(ctx context.Context, tx *db.Tx, p id.Programme) (list []Listed, err error) {
	err = tx.Select(ctx, &list, `
		SELECT p.id AS person, p.name, p.title, p.org, e.ask, p.sort_key,
			CASE WHEN e.show_email THEN p.email ELSE '' END AS email, CASE WHEN e.show_phone THEN p.phone ELSE '' END AS phone
		FROM directory_entries e JOIN persons p ON p.id = e.person
		WHERE e.programme = $1 AND p.state = 'active'
			AND EXISTS (SELECT 1 FROM seats s WHERE s.person = e.person AND s.programme = e.programme AND s.org = p.org)
		ORDER BY p.sort_key, p.id`, p)
	if err != nil {
		return nil, fmt.Errorf("directory of %s: %w", p, err)
	}
	return list, nil
}

// deleteStrayEntries forgets what those said who have left.
func deleteStrayEntries(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM directory_entries WHERE person IN (SELECT id FROM persons WHERE state <> 'active')
			OR NOT EXISTS (
				SELECT 1 FROM seats s JOIN persons p ON p.id = s.person AND p.org = s.org
				WHERE s.person = directory_entries.person AND s.programme = directory_entries.programme)`)
	return err
}
