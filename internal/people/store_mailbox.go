package people

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

func insertReturn(ctx context.Context, tx *db.Tx, r Return) error {
	_, err := tx.Named(ctx, `
		INSERT INTO mail_returns (person, email, at, hard, status) VALUES (:person, :email, :at, :hard, :status)
		ON CONFLICT (person, at) DO NOTHING`, r)
	if err != nil {
		return fmt.Errorf("mail returned: %w", err)
	}
	return nil
}

func returnsOf(ctx context.Context, tx *db.Tx, who id.Person, email string) (list []Return, err error) {
	err = tx.Select(ctx, &list, `
		SELECT person, email, at, hard, status FROM mail_returns WHERE person = $1 AND email = $2 ORDER BY at`, who, email)
	for i := range list {
		list[i].At = list[i].At.UTC()
	}
	return list, err
}

// insertUnreachable tells whether the person was reachable until now: one who was
// not keeps the day it began, unless it is another address.
func insertUnreachable(ctx context.Context, tx *db.Tx, u Unreachable) (fresh bool, err error) {
	if _, err := tx.Exec(ctx, `DELETE FROM unreachable WHERE person = $1 AND email <> $2`, u.Person, u.Email); err != nil {
		return false, err
	}
	fresh, err = one(tx.Named(ctx, `
		INSERT INTO unreachable (person, email, since, status, tried_at) VALUES (:person, :email, :since, :status, :tried_at)
		ON CONFLICT (person) DO NOTHING`, u))
	if err != nil || fresh {
		return fresh, err
	}
	_, err = tx.Exec(ctx, `UPDATE unreachable SET status = $1, tried_at = $2 WHERE person = $3`, u.Status, u.TriedAt, u.Person)
	return false, err
}

// forgetReturns tells whether the person was unreachable.
func forgetReturns(ctx context.Context, tx *db.Tx, who id.Person) (bool, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM mail_returns WHERE person = $1`, who); err != nil {
		return false, err
	}
	return one(tx.Exec(ctx, `DELETE FROM unreachable WHERE person = $1`, who))
}

func touchUnreachable(ctx context.Context, tx *db.Tx, who id.Person) error {
	_, err := tx.Exec(ctx, `UPDATE unreachable SET tried_at = $1 WHERE person = $2`, tx.Now, who)
	return err
}

func unreachable(ctx context.Context, tx *db.Tx) (map[id.Person]Unreachable, error) {
	var rows []Unreachable
	if err := tx.Select(ctx, &rows, `
		SELECT u.person, u.email, u.since, u.status, u.tried_at FROM unreachable u
		JOIN persons p ON p.id = u.person AND p.email = u.email AND p.state = 'active'`); err != nil {
		return nil, fmt.Errorf("unreachable persons: %w", err)
	}
	found := make(map[id.Person]Unreachable, len(rows))
	for _, u := range rows {
		u.Since, u.TriedAt = u.Since.UTC(), u.TriedAt.UTC()
		found[u.Person] = u
	}
	return found, nil
}

func lastReturns(ctx context.Context, tx *db.Tx) (map[id.Person]Return, error) {
	var rows []Return
	if err := tx.Select(ctx, &rows, `SELECT person, email, at, hard, status FROM mail_returns ORDER BY at`); err != nil {
		return nil, err
	}
	last := map[id.Person]Return{}
	for _, r := range rows {
		r.At = r.At.UTC()
		last[r.Person] = r
	}
	return last, nil
}

func deleteReturns(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM mail_returns WHERE at < $1`, before)
	return err
}

// deleteStrayUnreachable forgets addresses that are nobody's any more.
func deleteStrayUnreachable(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM unreachable WHERE NOT EXISTS (
			SELECT 1 FROM persons p WHERE p.id = unreachable.person AND p.email = unreachable.email AND p.state <> 'ended')`)
	return err
}

func contactsOf(ctx context.Context, tx *db.Tx, orgs []id.Org) (list []Person, err error) {
	return list, tx.SelectIn(ctx, &list, `
		SELECT `+personColumns+` FROM persons
		WHERE state = 'active' AND org IN (?) AND id IN (SELECT person FROM roles WHERE role = 'contact' AND scope = 'org:' || persons.org)
		ORDER BY sort_key, id`, orgs)
}
