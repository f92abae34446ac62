package interest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

const columns = `id, programme, email, person, lang, asked_at, confirmed_at, meeting_told_at, season_told_at`

// interestsWhere lists interests; where is one of this package's own texts.
func interestsWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (list []interest, err error) {
	if err = tx.Select(ctx, &list, `SELECT `+columns+` FROM interests WHERE `+where+` ORDER BY id`, args...); err != nil {
		return nil, fmt.Errorf("interests: %w", err)
	}
	for i := range list {
		list[i].AskedAt = list[i].AskedAt.UTC()
	}
	return list, nil
}

// byEmail finds what an address has asked for about a programme.
func byEmail(ctx context.Context, tx *db.Tx, p id.Programme, email string) (n interest, known bool, err error) {
	list, err := interestsWhere(ctx, tx, `programme = $1 AND email = $2`, p, email)
	if err != nil || len(list) == 0 {
		return n, false, err
	}
	return list[0], true, nil
}

// one finds an interest, or problem.NotFound.
func one(list []interest, err error) (interest, error) {
	if err == nil && len(list) == 0 {
		err = problem.New(problem.NotFound, "interest.no_such_link")
	}
	if err != nil {
		return interest{}, err
	}
	return list[0], nil
}

func byID(ctx context.Context, tx *db.Tx, which string) (interest, error) {
	return one(interestsWhere(ctx, tx, `id = $1`, which))
}

func bySecret(ctx context.Context, tx *db.Tx, secret string) (interest, error) {
	return one(interestsWhere(ctx, tx, `id IN (SELECT interest FROM interest_doors WHERE door = $1)`, hash(secret)))
}

// programmesIn are those that somebody waits to be told about.
func programmesIn(ctx context.Context, tx *db.Tx) (list []id.Programme, err error) {
	err = tx.Select(ctx, &list, `
		SELECT DISTINCT programme FROM interests
		WHERE confirmed_at IS NOT NULL AND (meeting_told_at IS NULL OR season_told_at IS NULL) ORDER BY programme`)
	return list, err
}

// save keeps what somebody asks for now. A yes in a mail meanwhile stands.
func save(ctx context.Context, tx *db.Tx, n interest) error {
	_, err := tx.Named(ctx, `
		INSERT INTO interests (`+columns+`)
		VALUES (:id, :programme, :email, :person, :lang, :asked_at, :confirmed_at, :meeting_told_at, :season_told_at)
		ON CONFLICT (id) DO UPDATE SET person = excluded.person, lang = excluded.lang, asked_at = excluded.asked_at,
			confirmed_at = COALESCE(interests.confirmed_at, excluded.confirmed_at)`, n)
	if err != nil {
		return fmt.Errorf("save interest %s: %w", n.ID, err)
	}
	return nil
}

// confirm tells whether it was not confirmed, and is still wanted.
func confirm(ctx context.Context, tx *db.Tx, n interest) (bool, error) {
	return changed(tx.Exec(ctx, `UPDATE interests SET confirmed_at = $1 WHERE id = $2 AND confirmed_at IS NULL`, tx.Now, n.ID))
}

// saveTold keeps what they have been told, and tells whether they still want it.
func saveTold(ctx context.Context, tx *db.Tx, n interest) (bool, error) {
	return changed(tx.Exec(ctx, `UPDATE interests SET meeting_told_at = $1, season_told_at = $2 WHERE id = $3`, n.MeetingTold, n.SeasonTold, n.ID))
}

func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, fmt.Errorf("interests: %w", err)
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

func insertDoor(ctx context.Context, tx *db.Tx, n interest, door string) error {
	_, err := tx.Exec(ctx, `INSERT INTO interest_doors (door, interest, sent_at) VALUES ($1, $2, $3)`, door, n.ID, tx.Now)
	return err
}

// isDoor tells whether there is one, also when what it led to is gone.
func isDoor(ctx context.Context, tx *db.Tx, door string) (bool, error) {
	var n int64
	err := tx.Get(ctx, &n, `SELECT count(*) FROM interest_doors WHERE door = $1`, door)
	return n > 0, err
}

func deleteOne(ctx context.Context, tx *db.Tx, which string) error {
	_, err := tx.Exec(ctx, `DELETE FROM interests WHERE id = $1`, which)
	return err
}

// deleteOf tells whether there was one.
func deleteOf(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (bool, error) {
	return changed(tx.Exec(ctx, `DELETE FROM interests WHERE programme = $1 AND person = $2`, p, who))
}

// askedSince is how many mails an address was sent that ask for a yes.
func askedSince(ctx context.Context, tx *db.Tx, email string, since time.Time) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT count(*) FROM interests WHERE email = $1 AND asked_at > $2 AND confirmed_at IS NULL`, email, since.UTC())
	return n, err
}

func countIn(ctx context.Context, tx *db.Tx, p id.Programme) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT count(*) FROM interests WHERE programme = $1 AND confirmed_at IS NOT NULL AND season_told_at IS NULL`, p)
	return n, err
}

func wants(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (bool, error) {
	var found string
	err := tx.Get(ctx, &found, `SELECT id FROM interests WHERE programme = $1 AND person = $2 AND confirmed_at IS NOT NULL LIMIT 1`, p, who)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Retain deletes addresses that were never confirmed, that have been told all, that
// are old, and that are of people who have left; and links that are old.
func Retain(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM interests WHERE asked_at < $1 OR season_told_at < $2 OR confirmed_at IS NULL AND asked_at < $3`,
		tx.Now.Add(-atMost), tx.Now.Add(-afterTold), tx.Now.Add(-unconfirmed))
	if err != nil {
		return err
	}
	if err := forgetLeft(ctx, tx); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM interest_doors WHERE sent_at < $1 AND interest NOT IN (SELECT id FROM interests)`, tx.Now.Add(-atMost))
	return err
}

// forgetLeft deletes what people wanted who have left since.
func forgetLeft(ctx context.Context, tx *db.Tx) error {
	list, err := interestsWhere(ctx, tx, `person <> ''`)
	if err != nil {
		return err
	}
	var who []id.Person
	for _, n := range list {
		who = append(who, n.Person)
	}
	known, err := people.Persons(ctx, tx, who)
	if err != nil {
		return err
	}
	for _, n := range list {
		if !gone(known[n.Person]) {
			continue
		}
		if err := deleteOne(ctx, tx, n.ID); err != nil {
			return err
		}
	}
	return nil
}

// Merged makes the kept person's what somebody asked for who turned out to be them, see
// people.Merge. It may be called any number of times. For jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "interest.staff_only")
	}
	for _, change := range []string{
		`DELETE FROM interests WHERE person = $2 AND programme IN (SELECT k.programme FROM interests k WHERE k.person = $1)`,
		`UPDATE interests SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("interests merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
