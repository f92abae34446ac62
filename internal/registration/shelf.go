package registration

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Sendable is the actor's own form as a request, with the price that stood on its
// last page, when nothing is missing from it; else to is where to go first, and
// faults are those of the last page. It is for the doors that send the form
// somewhere else than Register.
func Sendable(s *web.Site, r *http.Request) (req Request, to string, err error) {
	f, to, err := sendable(s, r)
	if err != nil || to != "" {
		return req, to, err
	}
	req = f.request(f.Programme.ID)
	req.Accepted, req.Together = accepted(r), r.PostFormValue("sammen") != ""
	return req, "", nil
}

// Mend answers with the first step of the form that has something to mend.
func Mend(s *web.Site, w http.ResponseWriter, r *http.Request, bad problem.Fields) error {
	return refused(s, w, r, bad)
}

// Unshelve gives the actor the form back as it was before it was sent, unless
// they have begun another meanwhile; it tells whether it did.
func Unshelve(ctx context.Context, tx *db.Tx, req Request) (bool, error) {
	if err := mayRegister(tx.Actor, req.Org); err != nil {
		return false, err
	}
	now, err := draftOf(ctx, tx, req.Programme)
	if err != nil || now.Done > atMeeting && now.Sent == 0 {
		return false, err
	}
	d := draft{Key: tx.NewID(), typed: req.typed()}
	d.Org, d.Meeting, d.Only, d.Done = req.Org, req.Meeting, req.Only, atCheck
	return true, d.keep(ctx, tx, req.Programme)
}

// Worded puts what complaints about a request are about into the reader's words.
func Worded(ctx context.Context, bad problem.Fields) problem.Fields { return worded(ctx, bad) }

// PriceLines is a price explained line by line, for mails.
func PriceLines(ctx context.Context, q Quote) []string { return priceLines(ctx, q) }

// ReceiptOf is the address of a registration's receipt, inside its programme.
func ReceiptOf(ctx context.Context, tx *db.Tx, p programme.Programme, one id.Registration) (string, error) {
	r, err := recordByID(ctx, tx, one)
	if err != nil {
		return "", err
	}
	if err := maySeeReceipt(tx.Actor, r.Org); err != nil {
		return "", err
	}
	return ReceiptPath(p, r.Number), nil
}
