package registration

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// MakeLink gives the reader a new secret for the calendar of their own meetings,
// or, for a contact person, of all that their organisation's people come to. One
// they had before is dead at once. The secret is told here only, and kept as a
// hash; whoever has it may read the calendar without signing in.
//
// It takes no one-time key: what is remembered for it would hold the secret, and
// twice only makes another.
func MakeLink(ctx context.Context, tx *db.Tx, org id.Org) (secret string, err error) {
	if err := mayLink(tx.Actor, org); err != nil {
		return "", err
	}
	secret = rand.Text() // 130 bits
	if err := putLink(ctx, tx, calendarLink{tx.Actor.Person, org, secretHash(secret), tx.Now}); err != nil {
		return "", err
	}
	return secret, tx.Audit(ctx, "registration.link_made", string(tx.Actor.Person), map[string]any{"org": org})
}

// CloseLink takes the reader's link away, so that calendars with it get nothing
// more. Closing what is not there changes nothing.
func CloseLink(ctx context.Context, tx *db.Tx, org id.Org) error {
	if err := mayLink(tx.Actor, org); err != nil {
		return err
	}
	there, err := dropLink(ctx, tx, tx.Actor.Person, org)
	if err != nil || !there {
		return err
	}
	return tx.Audit(ctx, "registration.link_closed", string(tx.Actor.Person), map[string]any{"org": org})
}

// closeForeignLinks takes away the links of those who are no longer active, or no
// longer a contact person of the organisation. They show nothing from that moment;
// this keeps them from coming back to life with a new role.
func closeForeignLinks(ctx context.Context, tx *db.Tx) error {
	links, err := linksWhere(ctx, tx, `1 = 1`)
	if err != nil {
		return err
	}
	for _, l := range links {
		_, known, err := reader(ctx, tx, l)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if _, err := dropLink(ctx, tx, l.Person, l.Org); err != nil {
			return err
		}
	}
	return nil
}

// reader is whose link it is, while they may see what it shows.
func reader(ctx context.Context, tx *db.Tx, l calendarLink) (who people.Identity, known bool, err error) {
	if who, known, err = people.Identify(ctx, tx, l.Person); err != nil || !known {
		return who, false, err
	}
	actor := access.Actor{Person: who.ID, Org: who.Org, Grants: who.Grants}
	return who, mayLink(actor, l.Org) == nil, nil
}

// linkBySecret finds a link by what stands in its address. Whatever is wrong, it
// is not found, and says no more.
func linkBySecret(ctx context.Context, tx *db.Tx, secret string) (l calendarLink, who people.Identity, err error) {
	none := problem.New(problem.NotFound, "web.not_found")
	links, err := linksWhere(ctx, tx, `secret_hash = $1`, secretHash(secret))
	if err != nil {
		return l, who, err
	}
	if len(links) == 0 {
		return l, who, none
	}
	who, known, err := reader(ctx, tx, links[0])
	if err == nil && !known {
		err = none
	}
	return links[0], who, err
}

// secretHash is what is kept of a secret. It is long and random, so that nobody
// finds it by trying and it needs no salt.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte("calendar " + strings.ToUpper(secret)))
	return hex.EncodeToString(sum[:])
}
