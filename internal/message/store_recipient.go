package message

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// recipientRow is a recipient as it is kept.
type recipientRow struct {
	Recipient
	Said string `db:"fields"` // JSON
}

const recipientColumns = `message, n, person, org, name, email, search, fields, state, why, at, token`

func (r recipientRow) open() (Recipient, error) {
	r.At = r.At.UTC()
	err := json.Unmarshal([]byte(r.Said), &r.Fields)
	return r.Recipient, err
}

// insertAtOnce is how many rows an insert has: SQLite looks for each parameter among
// all of the statement, so that ten inserts of fifty rows take a fifth of the time of
// one of five hundred.
const insertAtOnce = 50

func insertRecipients(ctx context.Context, tx *db.Tx, list []Recipient) error {
	rows := make([]recipientRow, len(list))
	for i, r := range list {
		said, err := json.Marshal(r.Fields)
		if err != nil {
			return err
		}
		rows[i] = recipientRow{r, string(said)}
	}
	for some := range slices.Chunk(rows, insertAtOnce) {
		if _, err := tx.Named(ctx, `
			INSERT INTO message_recipients (`+recipientColumns+`)
			VALUES (:message, :n, :person, :org, :name, :email, :search, :fields, :state, :why, :at, :token)`, some); err != nil {
			return fmt.Errorf("insert recipients: %w", err)
		}
	}
	return nil
}

// recipient finds one; problem.NotFound when there is none.
func recipient(ctx context.Context, tx *db.Tx, which id.Message, n int64) (Recipient, error) {
	return recipientWhere(ctx, tx, `message = $1 AND n = $2`, which, n)
}

// recipientByToken finds the one whose mail has a Message-ID.
func recipientByToken(ctx context.Context, tx *db.Tx, token string) (Recipient, error) {
	return recipientWhere(ctx, tx, `token = $1`, token)
}

// recipientByDoor finds the one whose mail leads to an address, by its fingerprint.
func recipientByDoor(ctx context.Context, tx *db.Tx, door string) (Recipient, error) {
	r, err := recipientWhere(ctx, tx, `door = $1`, door)
	if problem.Is(err, problem.NotFound) { // in a copy that was sent before
		return recipientWhere(ctx, tx, `(message, n) IN (SELECT message, n FROM message_doors WHERE door = $1)`, door)
	}
	return r, err
}

func recipientWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (Recipient, error) {
	var r recipientRow
	err := tx.Get(ctx, &r, `SELECT `+recipientColumns+` FROM message_recipients WHERE `+where, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return Recipient{}, problem.New(problem.NotFound, "web.not_found")
	}
	if err != nil {
		return Recipient{}, fmt.Errorf("recipient: %w", err)
	}
	return r.open()
}

// tryRecipient marks that the mail server has all but the final dot. It is the
// fence: of two who try, and of one who tries and one who calls back, it lets one
// through.
func tryRecipient(ctx context.Context, tx *db.Tx, o one, door *string) (bool, error) {
	if door != nil {
		if _, err := tx.Exec(ctx, `
			INSERT INTO message_doors (door, message, n)
			SELECT door, message, n FROM message_recipients WHERE message = $1 AND n = $2 AND state = 'queued' AND door IS NOT NULL
			ON CONFLICT DO NOTHING`, o.Message, o.N); err != nil {
			return false, err
		}
	}
	return changed(tx.Exec(ctx, `
		UPDATE message_recipients SET state = 'trying', at = $1, door = COALESCE($2, door)
		WHERE message = $3 AND n = $4 AND state = 'queued'
		AND EXISTS (SELECT 1 FROM messages WHERE id = $3 AND state = 'sending')`, tx.Now, door, o.Message, o.N))
}

// settleRecipient says how it went, when it is still in one of some states.
func settleRecipient(ctx context.Context, tx *db.Tx, o one, to Arrival, why string, from ...Arrival) (bool, error) {
	return changed(tx.ExecIn(ctx, `
		UPDATE message_recipients SET state = ?, why = ?, at = ? WHERE message = ? AND n = ? AND state IN (?)`,
		to, why, tx.Now, o.Message, o.N, from))
}

func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

// endWhenDone ends a message for which nobody waits.
func endWhenDone(ctx context.Context, tx *db.Tx, which id.Message) error {
	_, err := tx.Exec(ctx, `
		UPDATE messages SET state = 'sent', ended_at = $1, version = version + 1 WHERE id = $2 AND state = 'sending'
		AND NOT EXISTS (SELECT 1 FROM message_recipients WHERE message = $2 AND state IN ('queued', 'trying'))`, tx.Now, which)
	return err
}

func skipQueued(ctx context.Context, tx *db.Tx, which id.Message) error {
	_, err := tx.Exec(ctx, `
		UPDATE message_recipients SET state = 'skipped', why = $1, at = $2 WHERE message = $3 AND state = 'queued'`, whyCalledBack, tx.Now, which)
	return err
}

func requeueUnsure(ctx context.Context, tx *db.Tx, which id.Message) (int64, error) {
	done, err := tx.Exec(ctx, `
		UPDATE message_recipients SET state = 'queued', at = $1 WHERE message = $2 AND state = 'unsure'`, tx.Now, which)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func queuedOf(ctx context.Context, tx *db.Tx, which id.Message) (list []int64, err error) {
	return list, tx.Select(ctx, &list, `SELECT n FROM message_recipients WHERE message = $1 AND state = 'queued' ORDER BY n`, which)
}

// countRecipients counts those of some messages by state.
func countRecipients(ctx context.Context, tx *db.Tx, which []id.Message) (map[id.Message]Counts, error) {
	found := map[id.Message]Counts{}
	if len(which) == 0 {
		return found, nil
	}
	var rows []struct {
		Message id.Message
		State   Arrival
		N       int64
	}
	if err := tx.SelectIn(ctx, &rows, `
		SELECT message, state, count(*) AS n FROM message_recipients WHERE message IN (?) GROUP BY message, state`, which); err != nil {
		return nil, fmt.Errorf("count recipients: %w", err)
	}
	for _, r := range rows {
		if found[r.Message] == nil {
			found[r.Message] = Counts{}
		}
		found[r.Message][r.State] = r.N
	}
	return found, nil
}

// recipientsAfter is a page of the log, by name; state may be empty.
func recipientsAfter(ctx context.Context, tx *db.Tx, which id.Message, state Arrival, after int64, limit int) ([]Recipient, error) {
	var rows []recipientRow
	var err error
	if state == "" {
		err = tx.Select(ctx, &rows, `
			SELECT `+recipientColumns+` FROM message_recipients WHERE message = $1 AND n > $2 ORDER BY n LIMIT $3`, which, after, limit)
	} else {
		err = tx.Select(ctx, &rows, `
			SELECT `+recipientColumns+` FROM message_recipients WHERE message = $1 AND state = $2 AND n > $3 ORDER BY n LIMIT $4`, which, state, after, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("recipients of %s: %w", which, err)
	}
	list := make([]Recipient, len(rows))
	for i, r := range rows {
		if list[i], err = r.open(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// arrivedSince is when a mail was last taken for each person, since a moment and
// until another one.
func lastArrived(ctx context.Context, tx *db.Tx, who id.Person, email string, after, until time.Time) (bool, error) {
	var n int
	err := tx.Get(ctx, &n, `
		SELECT count(*) FROM message_recipients WHERE person = $1 AND at > $2 AND at < $3 AND email = $4 AND state = 'sent'`, who, after, until, email)
	return n > 0, err
}
