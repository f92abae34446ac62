package signin

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/web"
)

// Identify says who a request comes from: the zero Viewer without a cookie, for
// a session that has ended, and for a person who is no longer active. It asks
// the database two short questions in one Read, and writes at most every five
// minutes.
func Identify(d *db.DB, secure bool) func(ctx context.Context, r *http.Request) (web.Viewer, error) {
	return func(ctx context.Context, r *http.Request) (v web.Viewer, err error) {
		token := tokenOf(r, secure)
		if token == "" {
			return v, nil
		}
		var seen func(context.Context, *db.Tx) error
		err = d.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
			s, err := sessionByHash(ctx, tx, hash(token))
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			who, active, err := people.Identify(ctx, tx, s.Person)
			if err != nil || !active {
				return err
			}
			actor := access.Actor{Person: who.ID, Org: who.Org, Grants: who.Grants}
			if !s.holds(actor, tx.Now) {
				return nil
			}
			v = web.Viewer{Actor: actor, Name: who.Name, OrgName: who.OrgName, Lang: who.Lang}
			if tx.Now.Sub(s.SeenAt) >= seenEvery {
				seen = func(ctx context.Context, tx *db.Tx) error { return touch(ctx, tx, s) }
			}
			return nil
		})
		if err == nil && seen != nil {
			err = d.Write(ctx, access.System(""), seen)
		}
		return v, err
	}
}

// Names of our cookies. With the prefix browsers take them only over https, for
// this host and all its paths (ASVS V3.3.3).
const (
	sessionCookie = "faelled"
	browserCookie = "faelled-log-ind"
	knownCookie   = "faelled-kendt"
	hostOnly      = "__Host-"
)

// Cookie carries the secret of a session. The server decides when it ends.
func Cookie(token string, secure bool) *http.Cookie {
	return cookie(sessionCookie, token, int(lifeOfOther.Seconds()), secure)
}

// cookie is one that scripts do not see and other sites do not send along, but
// for a link that is followed. Seconds below 0 remove it.
func cookie(name, value string, seconds int, secure bool) *http.Cookie {
	if secure {
		name = hostOnly + name
	}
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
}

// tokenOf is the secret of the request's session; empty without one.
func tokenOf(r *http.Request, secure bool) string { return cookieOf(r, sessionCookie, secure) }

func cookieOf(r *http.Request, name string, secure bool) string {
	if secure {
		name = hostOnly + name
	}
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) > 512 {
		return ""
	}
	return c.Value
}
