package registration

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// calendarLink is a secret address that a calendar subscribes to.
type calendarLink struct {
	Person     id.Person
	Org        id.Org    // whose people it shows; empty: the person's own seats
	SecretHash string    `db:"secret_hash"`
	At         time.Time `db:"created_at"` // UTC
}

func linksWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (list []calendarLink, err error) {
	err = tx.Select(ctx, &list, `SELECT person, org, secret_hash, created_at FROM calendar_links WHERE `+where+` ORDER BY person, org`, args...)
	if err != nil {
		return nil, fmt.Errorf("calendar links: %w", err)
	}
	for i := range list {
		list[i].At = list[i].At.UTC()
	}
	return list, nil
}

// putLink keeps a link in place of the one there was.
func putLink(ctx context.Context, tx *db.Tx, l calendarLink) error {
	_, err := tx.Named(ctx, `
		INSERT INTO calendar_links (person, org, secret_hash, created_at) VALUES (:person, :org, :secret_hash, :created_at)
		ON CONFLICT (person, org) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at`, l)
	if err != nil {
		return fmt.Errorf("keep calendar link: %w", err)
	}
	return nil
}

// dropLink tells whether there was one.
func dropLink(ctx context.Context, tx *db.Tx, who id.Person, org id.Org) (bool, error) {
	done, err := tx.Exec(ctx, `DELETE FROM calendar_links WHERE person = $1 AND org = $2`, who, org)
	if err != nil {
		return false, fmt.Errorf("drop calendar link: %w", err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func seatsOfOrg(ctx context.Context, tx *db.Tx, org id.Org) ([]Seat, error) {
	return seatsWhere(ctx, tx, `org = $1`, org)
}
