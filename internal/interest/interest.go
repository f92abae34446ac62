package interest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// interest is one address that wants to be told about one programme.
type interest struct {
	ID          string // a later meeting has a later id
	Programme   id.Programme
	Email       string
	Person      id.Person // empty for those who are not signed in
	Lang        string
	AskedAt     time.Time  `db:"asked_at"` // UTC, the latest time
	ConfirmedAt *time.Time `db:"confirmed_at"`
	MeetingTold *time.Time `db:"meeting_told_at"`
	SeasonTold  *time.Time `db:"season_told_at"`
}

// letter is the payload of the mails. It holds the secret until the mail is on its
// way; only its hash is kept.
type letter struct {
	Interest, Secret string
	Season           id.Programme `json:",omitempty"` // the next one, when it is that they are told
}

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// newDoor is a secret for a link in a mail. Those in earlier mails work on.
func newDoor(ctx context.Context, tx *db.Tx, n interest) (secret string, err error) {
	secret = rand.Text()
	return secret, insertDoor(ctx, tx, n, hash(secret))
}

// Want has the reader told about a programme. Twice is once.
func Want(ctx context.Context, tx *db.Tx, p programme.Programme) error {
	if err := maySay(tx.Actor, p); err != nil {
		return err
	}
	me, err := people.PersonByID(ctx, tx, tx.Actor.Person)
	if err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.SignIns, me.Email); err != nil {
		return err
	}
	n, known, err := byEmail(ctx, tx, p.ID, me.Email)
	if err != nil || known && n.ConfirmedAt != nil && n.Person == me.ID {
		return err
	}
	if !known {
		n = interest{ID: tx.NewID(), Programme: p.ID, Email: me.Email, AskedAt: tx.Now}
	}
	n.Person, n.Lang, n.ConfirmedAt = me.ID, i18n.Lang(ctx), &tx.Now
	return errors.Join(save(ctx, tx, n), tx.Audit(ctx, "interest.wanted", string(p.ID), nil))
}

// Unwant takes Want back. Twice is once.
func Unwant(ctx context.Context, tx *db.Tx, p programme.Programme) error {
	if err := maySay(tx.Actor, p); err != nil {
		return err
	}
	gone, err := deleteOf(ctx, tx, p.ID, tx.Actor.Person)
	if err != nil || !gone {
		return err
	}
	return tx.Audit(ctx, "interest.ended", string(p.ID), nil)
}

// Ask has somebody asked by mail whether they want to be told. The answer is the same
// whoever they are: who wants what is nobody else's business. An address gets few
// mails a day, see mayMail. Faults are under mail.
func Ask(ctx context.Context, tx *db.Tx, p programme.Programme, email string) error {
	if err := mayRead(p); err != nil {
		return err
	}
	mail, ok := people.ParseEmail(email)
	if !ok {
		return problem.Fields{{Name: "mail", Key: "interest.bad_mail"}}.Err()
	}
	if err := tx.Lock(ctx, db.SignIns, mail); err != nil {
		return err
	}
	n, known, err := byEmail(ctx, tx, p.ID, mail)
	if err != nil || known && n.ConfirmedAt != nil {
		return err
	}
	asked, err := askedSince(ctx, tx, mail, tx.Now.Add(-window))
	if err != nil || !mayMail(asked, known && n.AskedAt.After(tx.Now.Add(-window))) {
		return err
	}
	if !known {
		n = interest{ID: tx.NewID(), Programme: p.ID, Email: mail}
	}
	n.Lang, n.AskedAt = i18n.Lang(ctx), tx.Now
	if err := save(ctx, tx, n); err != nil {
		return err
	}
	secret, err := newDoor(ctx, tx, n)
	return errors.Join(err, tx.Enqueue(ctx, "interest.confirm", letter{Interest: n.ID, Secret: secret}))
}

// Confirm is the yes of whoever has the secret of a mail. Twice is once.
func Confirm(ctx context.Context, tx *db.Tx, secret string) error {
	n, err := bySecret(ctx, tx, secret)
	if err != nil || n.ConfirmedAt != nil {
		return err
	}
	fresh, err := confirm(ctx, tx, n)
	if err != nil || !fresh {
		return err
	}
	return tx.Audit(ctx, "interest.wanted", string(n.Programme), nil)
}

// End is the no of whoever has it: nothing is kept of them. Twice is once.
func End(ctx context.Context, tx *db.Tx, secret string) error {
	n, ended, err := behind(ctx, tx, secret)
	if err != nil || ended {
		return err
	}
	return errors.Join(deleteOne(ctx, tx, n.ID), tx.Audit(ctx, "interest.ended", string(n.Programme), nil))
}

// behind is what the link of a mail leads to, or that it was ended. One that was in no
// mail is problem.NotFound.
func behind(ctx context.Context, tx *db.Tx, secret string) (n interest, ended bool, err error) {
	n, err = bySecret(ctx, tx, secret)
	if !problem.Is(err, problem.NotFound) {
		return n, false, err
	}
	sent, wrong := isDoor(ctx, tx, hash(secret))
	if sent || wrong != nil {
		return n, sent, wrong
	}
	return n, false, err
}

// CountIn is how many want to be told about a programme: for the secretariat.
func CountIn(ctx context.Context, tx *db.Tx, p id.Programme) (int64, error) {
	if err := mayCount(tx.Actor); err != nil {
		return 0, err
	}
	return countIn(ctx, tx, p)
}

// Wants tells whether the reader has asked to be told about a programme.
func Wants(ctx context.Context, tx *db.Tx, p id.Programme) (bool, error) {
	if !tx.Actor.SignedIn() {
		return false, nil
	}
	return wants(ctx, tx, p, tx.Actor.Person)
}
