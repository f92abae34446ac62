package message

import (
	"context"
	"strings"

	"faelled/internal/db"
	"faelled/internal/mail"
	"faelled/internal/problem"
)

// Returned notes that a mail came back; one that is only late changes nothing. A report that names none of our mails
// changes nothing: anybody may write one, and the Message-ID is the proof that its
// sender has seen the mail. The same report twice is noted once. It tells whether
// the report was about one of ours.
func Returned(ctx context.Context, tx *db.Tx, b mail.Bounce) (ours bool, err error) {
	if err := mayKeep(tx.Actor); err != nil {
		return false, err
	}
	token, _, _ := strings.Cut(b.ID, "@")
	if token == "" {
		return false, nil
	}
	r, err := recipientByToken(ctx, tx, token)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.elsewhere = elsewhere(b.To, r.Email)
	if b.Delayed { // by a server on the way: it may arrive, and if it does not there comes another report
		return true, nil
	}
	return true, settle(ctx, tx, r, Bounced, b.Status, Trying, Arrived, Unsure)
}

// elsewhere tells whether a report is about an address at another domain than the
// one that was written to: it may be what their own server calls them, or a private
// address that they forward to. It is shown, and is no proof that the address is gone.
func elsewhere(reported, written string) bool {
	_, theirs, known := strings.Cut(reported, "@")
	_, ours, _ := strings.Cut(written, "@")
	return known && !strings.EqualFold(theirs, ours)
}
