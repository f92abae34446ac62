package signin

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
)

// request is one wish to sign in.
type request struct {
	ID          string
	Email       string
	BrowserHash string `db:"browser_hash"`
	LinkHash    string `db:"link_hash"`
	CodeHash    string `db:"code_hash"`
	Wrong       int64  // codes typed that were not it
	Next        string
	Lang        string
	AskedAt     time.Time  `db:"asked_at"`
	UsedAt      *time.Time `db:"used_at"`
	JoinedAt    *time.Time `db:"joined_at"`
}

// letter is the payload of "signin.mail". It holds the secrets until the mail is
// on its way; they are worth nothing without the cookie of the browser that
// asked, which is kept nowhere.
type letter struct{ Request, Link, Code string }

// count is how often something was done about an address: in one browser, and in
// all of them.
type count struct{ Own, All int64 }

// tooMuch tells whether a browser must wait.
func (n count) tooMuch(ctx context.Context, tx *db.Tx, email, browserHash string, each, all int64) (bool, error) {
	if n.Own >= each || n.All < all {
		return n.Own >= each, nil
	}
	known, err := isKnown(ctx, tx, email, browserHash, tx.Now.Add(-knownFor))
	return !known, err
}

// ask notes that the browser with a secret cookie wants to prove an address
// (as people.ParseEmail gives it), and queues the mail. Six wishes of one browser
// for one address within a window make five mails; nobody is told.
func ask(ctx context.Context, tx *db.Tx, email, browser, next string) error {
	if err := mayOpen(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.SignIns, email); err != nil {
		return err
	}
	n, err := countRequests(ctx, tx, email, hash(browser), tx.Now.Add(-window))
	if err != nil {
		return err
	}
	if wait, err := n.tooMuch(ctx, tx, email, hash(browser), mailsEach, mailsAll); wait || err != nil {
		return err
	}
	code, err := sixDigits()
	if err != nil {
		return err
	}
	link := secret()
	r := request{
		ID: tx.NewID(), Email: email, BrowserHash: hash(browser), LinkHash: hash(link), CodeHash: hash(browser, code),
		Next: next, Lang: i18n.Lang(ctx), AskedAt: tx.Now,
	}
	if err := insertRequest(ctx, tx, r); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "signin.mail", letter{r.ID, link, code})
}
