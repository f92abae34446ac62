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

// seatedEntry is what somebody said, and an organisation that they have a seat for in
// the programme; none when they have no seat there any more.
type seatedEntry struct {
	Entry
	Org id.Org
}

// seatedEntries are those of one programme, or of all when p is empty.
func seatedEntries(ctx context.Context, tx *db.Tx, p id.Programme) (list []seatedEntry, err error) {
	err = tx.Select(ctx, &list, `
		SELECT DISTINCT e.programme, e.person, e.show_email, e.show_phone, e.ask, COALESCE(s.org, '') AS org
		FROM directory_entries e LEFT JOIN seats s ON s.person = e.person AND s.programme = e.programme
		WHERE e.programme = $1 OR $1 = ''`, p)
	if err != nil {
		return nil, fmt.Errorf("directory of %s: %w", p, err)
	}
	return list, nil
}
