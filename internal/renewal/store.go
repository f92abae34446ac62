package renewal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

const roundColumns = `programme, previous, fallback, due, person, opened_at, closed_at`

func roundOf(ctx context.Context, tx *db.Tx, p id.Programme) (r Round, found bool, err error) {
	err = tx.Get(ctx, &r, `SELECT `+roundColumns+` FROM renewal_rounds WHERE programme = $1`, p)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r.utc(), err == nil, err
}

func (r Round) utc() Round {
	r.OpenedAt = r.OpenedAt.UTC()
	if r.ClosedAt != nil {
		at := r.ClosedAt.UTC()
		r.ClosedAt = &at
	}
	return r
}

// openRounds are those that are not closed, the first due first.
func openRounds(ctx context.Context, tx *db.Tx) (list []Round, err error) {
	err = tx.Select(ctx, &list, `SELECT `+roundColumns+` FROM renewal_rounds WHERE closed_at IS NULL ORDER BY due, programme`)
	for i := range list {
		list[i] = list[i].utc()
	}
	return list, err
}

func insertRound(ctx context.Context, tx *db.Tx, r Round) error {
	_, err := tx.Named(ctx, `
		INSERT INTO renewal_rounds (programme, previous, fallback, due, person, opened_at, closed_at)
		VALUES (:programme, :previous, :fallback, :due, :person, :opened_at, :closed_at)`, r)
	if err != nil {
		return fmt.Errorf("insert round of %s: %w", r.Programme, err)
	}
	return nil
}

func closeRound(ctx context.Context, tx *db.Tx, p id.Programme, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE renewal_rounds SET closed_at = $1 WHERE programme = $2`, at, p)
	return err
}

const answerColumns = `programme, org, state, reason, note, person, answered_at`

func answerOf(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (a Answer, found bool, err error) {
	err = tx.Get(ctx, &a, `SELECT `+answerColumns+` FROM renewals WHERE programme = $1 AND org = $2`, p, org)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return a.utc(), err == nil, err
}

func (a Answer) utc() Answer {
	if a.AnsweredAt != nil {
		at := a.AnsweredAt.UTC()
		a.AnsweredAt = &at
	}
	return a
}

func answersOf(ctx context.Context, tx *db.Tx, p id.Programme) (list []Answer, err error) {
	err = tx.Select(ctx, &list, `SELECT `+answerColumns+` FROM renewals WHERE programme = $1 ORDER BY org`, p)
	for i := range list {
		list[i] = list[i].utc()
	}
	return list, err
}

func insertAnswer(ctx context.Context, tx *db.Tx, a Answer) error {
	_, err := tx.Named(ctx, `
		INSERT INTO renewals (programme, org, state, reason, note, person, answered_at)
		VALUES (:programme, :org, :state, :reason, :note, :person, :answered_at)`, a)
	if err != nil {
		return fmt.Errorf("insert answer of %s in %s: %w", a.Org, a.Programme, err)
	}
	return nil
}

func updateAnswer(ctx context.Context, tx *db.Tx, a Answer) error {
	_, err := tx.Named(ctx, `
		UPDATE renewals SET state = :state, reason = :reason, note = :note, person = :person, answered_at = :answered_at
		WHERE programme = :programme AND org = :org`, a)
	return err
}

// silentIn are the open rounds in which an organisation has said nothing.
func silentIn(ctx context.Context, tx *db.Tx, org id.Org) (list []Round, err error) {
	err = tx.Select(ctx, &list, `
		SELECT `+roundColumns+` FROM renewal_rounds
		WHERE closed_at IS NULL AND programme IN (SELECT a.programme FROM renewals a WHERE a.org = $1 AND a.state = 'asked')
		ORDER BY due, programme`, org)
	for i := range list {
		list[i] = list[i].utc()
	}
	return list, err
}

// noteReminder keeps that an organisation was reminded on a day; first tells
// whether it was not before.
func noteReminder(ctx context.Context, tx *db.Tx, a Answer, day when.Date) (first bool, err error) {
	done, err := tx.Exec(ctx, `
		UPDATE renewals SET reminded = $1 WHERE programme = $2 AND org = $3 AND (reminded IS NULL OR reminded < $1)`, day, a.Programme, a.Org)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// forgetNotes takes what people wrote out of the rounds that were closed before a
// day; the reasons stay, for they are nobody's.
func forgetNotes(ctx context.Context, tx *db.Tx, before when.Date) error {
	if _, err := tx.Exec(ctx, `UPDATE renewal_rounds SET person = '' WHERE person <> '' AND closed_at IS NOT NULL AND due < $1`, before); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE renewals SET note = '', person = '' WHERE (note <> '' OR person <> '')
		AND programme IN (SELECT r.programme FROM renewal_rounds r WHERE r.closed_at IS NOT NULL AND r.due < $1)`, before)
	return err
}

// stuckSeasons are those where somebody could not be registered by themselves.
func stuckSeasons(ctx context.Context, tx *db.Tx) (list []id.Programme, err error) {
	return list, tx.Select(ctx, &list, `SELECT DISTINCT programme FROM renewals WHERE state = 'stuck' ORDER BY programme`)
}
