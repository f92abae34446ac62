package evaluation

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

// summaryOf finds a meeting's summary; one of version 0 when there is none.
func summaryOf(ctx context.Context, tx *db.Tx, m id.Meeting) (s Summary, err error) {
	err = tx.Get(ctx, &s, `SELECT meeting, body, version, sent_at, sent_to FROM meeting_summaries WHERE meeting = $1`, m)
	if errors.Is(err, sql.ErrNoRows) {
		return Summary{Meeting: m}, nil
	}
	if s.SentAt != nil {
		at := s.SentAt.UTC()
		s.SentAt = &at
	}
	return s, err
}

func saveSummary(ctx context.Context, tx *db.Tx, s Summary) error {
	_, err := tx.Named(ctx, `
		INSERT INTO meeting_summaries (meeting, body, version, sent_at, sent_to) VALUES (:meeting, :body, :version, :sent_at, :sent_to)
		ON CONFLICT (meeting) DO UPDATE SET body = excluded.body, version = excluded.version, sent_at = excluded.sent_at, sent_to = excluded.sent_to`, s)
	if err != nil {
		return fmt.Errorf("summary of %s: %w", s.Meeting, err)
	}
	return nil
}

// deleteSummaries deletes those of meetings before a day.
func deleteSummaries(ctx context.Context, tx *db.Tx, before when.Date) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_summaries WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1)`, before)
	return err
}
