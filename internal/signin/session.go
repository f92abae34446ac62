package signin

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Session is one browser in which a person is signed in.
type Session struct {
	ID        string
	TokenHash string `db:"token_hash"`
	Person    id.Person
	Browser   string    // "Firefox, Windows"; empty when not known
	OpenedAt  time.Time `db:"opened_at"` // UTC
	SeenAt    time.Time `db:"seen_at"`   // UTC; at most five minutes behind
}

// Open begins a session and returns the secret for its cookie, see Cookie. For
// the program itself only: it has made sure who the person is.
func Open(ctx context.Context, tx *db.Tx, person id.Person) (token string, err error) {
	return open(ctx, tx, person, "")
}

func open(ctx context.Context, tx *db.Tx, person id.Person, browser string) (string, error) {
	if err := mayOpen(tx.Actor); err != nil {
		return "", err
	}
	token := secret()
	s := Session{tx.NewID(), hash(token), person, browser, tx.Now, tx.Now}
	if err := insertSession(ctx, tx, s); err != nil {
		return "", err
	}
	return token, tx.Audit(ctx, "signin.opened", string(person), nil)
}

// Close ends the session of a cookie; it may have ended already. Whoever holds
// the secret may.
func Close(ctx context.Context, tx *db.Tx, token string) error {
	if token == "" {
		return nil
	}
	person, err := deleteSession(ctx, tx, hash(token))
	if err != nil || person == "" {
		return err
	}
	return tx.Audit(ctx, "signin.closed", string(person), nil)
}

// CloseAll ends all of a person's sessions: signing out everywhere, and when the
// person has left.
func CloseAll(ctx context.Context, tx *db.Tx, person id.Person) error {
	if err := mayEnd(tx.Actor, person); err != nil {
		return err
	}
	n, err := deleteSessions(ctx, tx, person)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit(ctx, "signin.closed_all", string(person), n)
}

// Revoke ends one of the actor's own sessions. Another person's is not found.
func Revoke(ctx context.Context, tx *db.Tx, session string) error {
	if err := mayEnd(tx.Actor, tx.Actor.Person); err != nil {
		return err
	}
	found, err := deleteOwn(ctx, tx, session, tx.Actor.Person)
	if err != nil {
		return err
	}
	if !found {
		return problem.New(problem.NotFound, "web.not_found")
	}
	return tx.Audit(ctx, "signin.closed", string(tx.Actor.Person), nil)
}

// Sessions are the actor's own that still count, the latest used first.
func Sessions(ctx context.Context, tx *db.Tx) (own []Session, err error) {
	if err := mayEnd(tx.Actor, tx.Actor.Person); err != nil {
		return nil, err
	}
	all, err := sessionsOf(ctx, tx, tx.Actor.Person)
	for _, s := range all {
		if s.holds(tx.Actor, tx.Now) {
			own = append(own, s)
		}
	}
	return own, err
}

// name is the browser in words.
func (s Session) name(ctx context.Context) string {
	if s.Browser == "" {
		return i18n.T(ctx, "signin.unknown_browser")
	}
	return s.Browser
}
