package message

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// row is a message as it is kept.
type row struct {
	Message
	Group string `db:"audience"` // JSON
	Left  string `db:"counts"`   // JSON or empty
}

const messageColumns = `id, programme, author, kind, audience, meeting, subject, body, state, held, send_at, ended_at, counts, version, created_at`

func (r row) open() (m Message, err error) {
	m = r.Message
	m.CreatedAt = m.CreatedAt.UTC()
	for _, at := range []*time.Time{m.SendAt, m.EndedAt} {
		if at != nil {
			*at = at.UTC()
		}
	}
	if err := json.Unmarshal([]byte(r.Group), &m.Audience); err != nil {
		return m, fmt.Errorf("audience of message %s: %w", m.ID, err)
	}
	if r.Left != "" {
		err = json.Unmarshal([]byte(r.Left), &m.Counts)
	}
	return m, err
}

func rowOf(m Message) (row, error) {
	group, err := json.Marshal(m.Audience)
	return row{Message: m, Group: string(group)}, err
}

// byID finds a message; problem.NotFound when there is none.
func byID(ctx context.Context, tx *db.Tx, which id.Message) (Message, error) {
	var r row
	err := tx.Get(ctx, &r, `SELECT `+messageColumns+` FROM messages WHERE id = $1`, which)
	if errors.Is(err, sql.ErrNoRows) {
		return Message{}, problem.New(problem.NotFound, "web.not_found")
	}
	if err != nil {
		return Message{}, fmt.Errorf("message %s: %w", which, err)
	}
	return r.open()
}

func opened(rows []row) ([]Message, error) {
	list := make([]Message, len(rows))
	for i, r := range rows {
		m, err := r.open()
		if err != nil {
			return nil, err
		}
		list[i] = m
	}
	return list, nil
}

// messagesByID are those of the ids that are messages.
func messagesByID(ctx context.Context, tx *db.Tx, ids []string) ([]Message, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []row
	if err := tx.SelectIn(ctx, &rows, `SELECT `+messageColumns+` FROM messages WHERE id IN (?)`, ids); err != nil {
		return nil, fmt.Errorf("messages by id: %w", err)
	}
	return opened(rows)
}

// messagesBefore is the latest first, from below an id; all for none.
func messagesBefore(ctx context.Context, tx *db.Tx, before id.Message, limit int) ([]Message, error) {
	var rows []row
	var err error
	if before == "" {
		err = tx.Select(ctx, &rows, `SELECT `+messageColumns+` FROM messages ORDER BY id DESC LIMIT $1`, limit)
	} else {
		err = tx.Select(ctx, &rows, `SELECT `+messageColumns+` FROM messages WHERE id < $1 ORDER BY id DESC LIMIT $2`, before, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	return opened(rows)
}

func insertMessage(ctx context.Context, tx *db.Tx, m Message) error {
	r, err := rowOf(m)
	if err != nil {
		return err
	}
	_, err = tx.Named(ctx, `
		INSERT INTO messages (`+messageColumns+`)
		VALUES (:id, :programme, :author, :kind, :audience, :meeting, :subject, :body, :state, :held, :send_at, :ended_at, :counts, :version, :created_at)`, r)
	if err != nil {
		return fmt.Errorf("insert message %s: %w", m.ID, err)
	}
	return nil
}

// updateMessage saves all but what never changes, and raises the version.
func updateMessage(ctx context.Context, tx *db.Tx, m Message) error {
	r, err := rowOf(m)
	if err != nil {
		return err
	}
	_, err = tx.Named(ctx, `
		UPDATE messages SET kind = :kind, audience = :audience, meeting = :meeting, subject = :subject, body = :body,
			state = :state, held = :held, send_at = :send_at, ended_at = :ended_at, version = :version + 1
		WHERE id = :id`, r)
	if err != nil {
		return fmt.Errorf("update message %s: %w", m.ID, err)
	}
	return nil
}

func deleteMessage(ctx context.Context, tx *db.Tx, which id.Message) error {
	_, err := tx.Exec(ctx, `DELETE FROM messages WHERE id = $1`, which)
	return err
}

// endedBefore are messages whose recipients have been kept long enough.
func endedBefore(ctx context.Context, tx *db.Tx, moment time.Time) (ids []id.Message, err error) {
	err = tx.Select(ctx, &ids, `SELECT id FROM messages WHERE counts = '' AND ended_at < $1 ORDER BY id LIMIT 100`, moment)
	return ids, err
}

// openBefore lists messages that began before a moment and have not ended.
func openBefore(ctx context.Context, tx *db.Tx, moment time.Time) (ids []id.Message, err error) {
	err = tx.Select(ctx, &ids, `SELECT id FROM messages WHERE state IN ('sending', 'paused') AND send_at < $1 ORDER BY id LIMIT 100`, moment)
	return ids, err
}

// stopForgotten ends a message as of the moment it began: nobody has done anything
// about it since.
func stopForgotten(ctx context.Context, tx *db.Tx, which id.Message) error {
	_, err := tx.Exec(ctx, `
		UPDATE messages SET state = 'stopped', ended_at = send_at, version = version + 1 WHERE id = $1 AND state IN ('sending', 'paused')`, which)
	return err
}

// keepCounts replaces a list of recipients by how many there were in each state.
func keepCounts(ctx context.Context, tx *db.Tx, which id.Message, n Counts) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE messages SET counts = $1 WHERE id = $2`, string(text), which); err != nil {
		return fmt.Errorf("counts of message %s: %w", which, err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM message_doors WHERE message = $1`, which); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM message_recipients WHERE message = $1`, which)
	return err
}
