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

func contributorsAt(ctx context.Context, tx *db.Tx, of id.Meeting) (list []Contributor, err error) {
	err = tx.Select(ctx, &list, `SELECT id, meeting, party, name, email, sent_at FROM contributors WHERE meeting = $1 ORDER BY id`, of)
	for i := range list {
		list[i].SentAt = list[i].SentAt.UTC()
	}
	return list, err
}

func contributorByID(ctx context.Context, tx *db.Tx, one string) (c Contributor, found bool, err error) {
	return c.got(tx.Get(ctx, &c, `SELECT id, meeting, party, name, email, sent_at FROM contributors WHERE id = $1`, one))
}

// contributorBehind finds whose a secret is, by its hash.
func contributorBehind(ctx context.Context, tx *db.Tx, hash string) (c Contributor, found bool, err error) {
	return c.got(tx.Get(ctx, &c, `
		SELECT c.id, c.meeting, c.party, c.name, c.email, c.sent_at FROM contributor_secrets s JOIN contributors c ON c.id = s.contributor
		WHERE s.hash = $1`, hash))
}

// got is what a look for one contributor found.
func (c *Contributor) got(err error) (Contributor, bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return Contributor{}, false, nil
	}
	c.SentAt = c.SentAt.UTC()
	return *c, err == nil, err
}

// upsertContributor keeps one, under the id they have if they are kept already, and
// tells which. With another address, their secrets are deleted.
func upsertContributor(ctx context.Context, tx *db.Tx, c Contributor) (one string, err error) {
	const same = `meeting = :meeting AND party = :party AND name = :name`
	for _, change := range []string{
		`DELETE FROM contributor_secrets WHERE contributor IN (SELECT k.id FROM contributors k WHERE ` + same + ` AND email <> :email)`,
		`INSERT INTO contributors (id, meeting, party, name, email, sent_at) VALUES (:id, :meeting, :party, :name, :email, :sent_at)
			ON CONFLICT (meeting, party, name) DO UPDATE SET email = excluded.email, sent_at = excluded.sent_at`,
	} {
		if _, err := tx.Named(ctx, change, c); err != nil {
			return "", fmt.Errorf("contributor to %s: %w", c.Meeting, err)
		}
	}
	return one, tx.Get(ctx, &one, `SELECT id FROM contributors WHERE meeting = $1 AND party = $2 AND name = $3`, c.Meeting, c.Party, c.Name)
}

func deleteContributor(ctx context.Context, tx *db.Tx, of id.Meeting, one string) (int64, error) {
	done, err := tx.Exec(ctx, `DELETE FROM contributors WHERE meeting = $1 AND id = $2`, of, one)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func insertSecret(ctx context.Context, tx *db.Tx, hash, one string) error {
	_, err := tx.Exec(ctx, `INSERT INTO contributor_secrets (hash, contributor) VALUES ($1, $2)`, hash, one)
	return err
}

// deleteContributors forgets those of meetings before a day, and of those that are
// cancelled.
func deleteContributors(ctx context.Context, tx *db.Tx, before when.Date) error {
	_, err := tx.Exec(ctx, `DELETE FROM contributors WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1 OR m.state = 'cancelled')`, before)
	return err
}
