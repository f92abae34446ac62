package registration

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

type draftRow struct {
	Person    id.Person
	Programme id.Programme
	Key       string
	Sent      int64
	Data      string    // JSON of typed
	UpdatedAt time.Time `db:"updated_at"`
}

// loadDraft: sql.ErrNoRows when there is none.
func loadDraft(ctx context.Context, tx *db.Tx, who id.Person, p id.Programme) (d draft, err error) {
	var r draftRow
	err = tx.Get(ctx, &r, `
		SELECT person, programme, key, sent, data, updated_at FROM registration_drafts WHERE person = $1 AND programme = $2`, who, p)
	if err != nil {
		return draft{}, err
	}
	d.Key, d.Sent = r.Key, r.Sent
	if err := json.Unmarshal([]byte(r.Data), &d.typed); err != nil {
		return draft{}, fmt.Errorf("draft of %s: %w", p, err)
	}
	return d, nil
}

// unsent is a form that waits to be sent.
type unsent struct {
	typed
	Programme id.Programme
	UpdatedAt time.Time
}

// unsentDrafts is the latest first.
func unsentDrafts(ctx context.Context, tx *db.Tx, who id.Person) ([]unsent, error) {
	var rows []draftRow
	if err := tx.Select(ctx, &rows, `
		SELECT person, programme, key, sent, data, updated_at FROM registration_drafts
		WHERE person = $1 AND sent = 0 ORDER BY updated_at DESC, programme`, who); err != nil {
		return nil, fmt.Errorf("drafts of %s: %w", who, err)
	}
	list := make([]unsent, len(rows))
	for i, r := range rows {
		list[i].Programme, list[i].UpdatedAt = r.Programme, r.UpdatedAt
		if err := json.Unmarshal([]byte(r.Data), &list[i].typed); err != nil {
			return nil, fmt.Errorf("draft of %s: %w", r.Programme, err)
		}
	}
	return list, nil
}

func saveDraft(ctx context.Context, tx *db.Tx, r draftRow) error {
	_, err := tx.Named(ctx, `
		INSERT INTO registration_drafts (person, programme, key, sent, data, updated_at)
		VALUES (:person, :programme, :key, :sent, :data, :updated_at)
		ON CONFLICT (person, programme) DO UPDATE
		SET key = excluded.key, sent = excluded.sent, data = excluded.data, updated_at = excluded.updated_at`, r)
	if err != nil {
		return fmt.Errorf("save draft: %w", err)
	}
	return nil
}

// markSent remembers what came of the form; the form stays as it was sent.
func markSent(ctx context.Context, tx *db.Tx, p id.Programme, key string, number int64) error {
	_, err := tx.Exec(ctx, `UPDATE registration_drafts SET sent = $1, updated_at = $2 WHERE person = $3 AND programme = $4 AND key = $5`,
		number, tx.Now, tx.Actor.Person, p, key)
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, who id.Person, p id.Programme) error {
	_, err := tx.Exec(ctx, `DELETE FROM registration_drafts WHERE person = $1 AND programme = $2`, who, p)
	return err
}

func deleteDrafts(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM registration_drafts WHERE updated_at < $1`, before)
	return err
}
