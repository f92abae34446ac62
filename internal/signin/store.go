package signin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

const requestColumns = `id, email, browser_hash, link_hash, code_hash, wrong, next, lang, asked_at, used_at, joined_at`

func insertRequest(ctx context.Context, tx *db.Tx, r request) error {
	_, err := tx.Named(ctx, `
		INSERT INTO sign_ins (id, email, browser_hash, link_hash, code_hash, next, lang, asked_at)
		VALUES (:id, :email, :browser_hash, :link_hash, :code_hash, :next, :lang, :asked_at)`, r)
	if err != nil {
		return fmt.Errorf("insert sign-in %s: %w", r.ID, err)
	}
	return nil
}

func getRequest(ctx context.Context, tx *db.Tx, where string, arg any) (r request, err error) {
	err = tx.Get(ctx, &r, `SELECT `+requestColumns+` FROM sign_ins WHERE `+where, arg)
	r.AskedAt = r.AskedAt.UTC()
	return r, err
}

func requestByID(ctx context.Context, tx *db.Tx, one string) (request, error) {
	return getRequest(ctx, tx, `id = $1`, one)
}

func requestByLink(ctx context.Context, tx *db.Tx, linkHash string) (request, error) {
	return getRequest(ctx, tx, `link_hash = $1`, linkHash)
}

func latestRequest(ctx context.Context, tx *db.Tx, browserHash string) (request, error) {
	return getRequest(ctx, tx, `browser_hash = $1 ORDER BY asked_at DESC, id DESC LIMIT 1`, browserHash)
}

func latestUsed(ctx context.Context, tx *db.Tx, browserHash string) (request, error) {
	return getRequest(ctx, tx, `browser_hash = $1 AND used_at IS NOT NULL ORDER BY used_at DESC, asked_at DESC, id DESC LIMIT 1`, browserHash)
}

func countRequests(ctx context.Context, tx *db.Tx, email, browserHash string, since time.Time) (n count, err error) {
	return n, tx.Get(ctx, &n, `
		SELECT count(*) AS "all", COALESCE(sum(CASE WHEN browser_hash = $2 THEN 1 ELSE 0 END), 0) AS own
		FROM sign_ins WHERE email = $1 AND asked_at > $3`, email, browserHash, since)
}

// countEarlier counts the wishes for an address before another one.
func countEarlier(ctx context.Context, tx *db.Tx, r request, since time.Time) (n int, err error) {
	return n, tx.Get(ctx, &n, `SELECT count(*) FROM sign_ins WHERE email = $1 AND asked_at > $2 AND (asked_at < $3 OR asked_at = $3 AND id < $4)`,
		r.Email, since, r.AskedAt, r.ID)
}

func countWrong(ctx context.Context, tx *db.Tx, email, browserHash string, since time.Time) (n count, err error) {
	return n, tx.Get(ctx, &n, `
		SELECT COALESCE(sum(wrong), 0) AS "all", COALESCE(sum(CASE WHEN browser_hash = $2 THEN wrong ELSE 0 END), 0) AS own
		FROM sign_ins WHERE email = $1 AND asked_at > $3`, email, browserHash, since)
}

// isKnown tells whether an address was proved in a browser after a moment.
func isKnown(ctx context.Context, tx *db.Tx, email, browserHash string, since time.Time) (known bool, err error) {
	return known, tx.Get(ctx, &known, `
		SELECT EXISTS (SELECT 1 FROM sign_ins WHERE browser_hash = $1 AND email = $2 AND used_at > $3)`, browserHash, email, since)
}

func addWrong(ctx context.Context, tx *db.Tx, one string) error {
	_, err := tx.Exec(ctx, `UPDATE sign_ins SET wrong = wrong + 1 WHERE id = $1`, one)
	return err
}

// use marks a request, and then the browser's others for the address, as used.
// It tells whether this one was still free.
func use(ctx context.Context, tx *db.Tx, r request) (bool, error) {
	first, err := changed(tx.Exec(ctx, `UPDATE sign_ins SET used_at = $1 WHERE id = $2 AND used_at IS NULL`, tx.Now, r.ID))
	if err != nil || first == 0 {
		return false, err
	}
	_, err = tx.Exec(ctx, `UPDATE sign_ins SET used_at = $1 WHERE browser_hash = $2 AND email = $3 AND used_at IS NULL`,
		tx.Now, r.BrowserHash, r.Email)
	return true, err
}

func setJoined(ctx context.Context, tx *db.Tx, one string) error {
	_, err := tx.Exec(ctx, `UPDATE sign_ins SET joined_at = $1 WHERE id = $2`, tx.Now, one)
	return err
}

// deleteRequests forgets wishes that led to nothing, and later those that proved
// an address, of which until then no more is kept than isKnown asks for.
func deleteRequests(ctx context.Context, tx *db.Tx, before, provedBefore time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM sign_ins WHERE asked_at < $1 AND (used_at IS NULL OR used_at < $2)`, before, provedBefore)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE sign_ins SET next = '' WHERE asked_at < $1 AND next <> ''`, before)
	return err
}

const sessionColumns = `id, token_hash, person, browser, opened_at, seen_at`

func insertSession(ctx context.Context, tx *db.Tx, s Session) error {
	_, err := tx.Named(ctx, `
		INSERT INTO sessions (id, token_hash, person, browser, opened_at, seen_at)
		VALUES (:id, :token_hash, :person, :browser, :opened_at, :seen_at)`, s)
	if err != nil {
		return fmt.Errorf("insert session %s: %w", s.ID, err)
	}
	return nil
}

func sessionByHash(ctx context.Context, tx *db.Tx, tokenHash string) (s Session, err error) {
	err = tx.Get(ctx, &s, `SELECT `+sessionColumns+` FROM sessions WHERE token_hash = $1`, tokenHash)
	return s.utc(), err
}

func sessionsOf(ctx context.Context, tx *db.Tx, person id.Person) (list []Session, err error) {
	err = tx.Select(ctx, &list, `SELECT `+sessionColumns+` FROM sessions WHERE person = $1 ORDER BY seen_at DESC, id`, person)
	for i := range list {
		list[i] = list[i].utc()
	}
	return list, err
}

func (s Session) utc() Session {
	s.OpenedAt, s.SeenAt = s.OpenedAt.UTC(), s.SeenAt.UTC()
	return s
}

// touch moves a session's last use on. Of several requests at once one does.
func touch(ctx context.Context, tx *db.Tx, s Session) error {
	_, err := tx.Exec(ctx, `UPDATE sessions SET seen_at = $1 WHERE id = $2 AND seen_at <= $3`, tx.Now, s.ID, tx.Now.Add(-seenEvery))
	return err
}

// deleteSession tells whose it was; nobody's when there is none.
func deleteSession(ctx context.Context, tx *db.Tx, tokenHash string) (person id.Person, err error) {
	err = tx.Get(ctx, &person, `DELETE FROM sessions WHERE token_hash = $1 RETURNING person`, tokenHash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return person, err
}

func deleteSessions(ctx context.Context, tx *db.Tx, person id.Person) (int64, error) {
	return changed(tx.Exec(ctx, `DELETE FROM sessions WHERE person = $1`, person))
}

func deleteOwn(ctx context.Context, tx *db.Tx, session string, person id.Person) (bool, error) {
	n, err := changed(tx.Exec(ctx, `DELETE FROM sessions WHERE id = $1 AND person = $2`, session, person))
	return n == 1, err
}

func deleteOldSessions(ctx context.Context, tx *db.Tx, seenBefore, openedBefore time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM sessions WHERE seen_at < $1 OR opened_at < $2`, seenBefore, openedBefore)
	return err
}

func changed(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
