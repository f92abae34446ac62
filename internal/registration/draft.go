package registration

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
)

// typed is what a person has written in the form so far, right or wrong.
type typed struct {
	Org      id.Org
	Meeting  id.Meeting
	Only     bool
	Guests   []people.Guest
	GLN      string
	OrderRef string
	BuyerRef string
	Email    string
	Message  string
	Done     step // the first step that is not filled in
}

// draft is one person's form for one programme. They can leave it and come back.
type draft struct {
	typed
	Key  string // makes sending it twice the same as once
	Sent int64  // the number of what came of it; 0 until then
}

// draftOf is the actor's form as they left it, or a new one. One that was sent
// stays, so that all its pages lead to the receipt, until it is begun anew.
func draftOf(ctx context.Context, tx *db.Tx, p id.Programme) (draft, error) {
	d, err := loadDraft(ctx, tx, tx.Actor.Person, p)
	if errors.Is(err, sql.ErrNoRows) {
		return draft{Key: tx.NewID()}, nil
	}
	return d, err
}

// keep saves the form, but no CPR number in it.
func (d draft) keep(ctx context.Context, tx *db.Tx, p id.Programme) error {
	data, err := json.Marshal(d.withoutCPR())
	if err != nil {
		return err
	}
	return saveDraft(ctx, tx, draftRow{tx.Actor.Person, p, d.Key, d.Sent, string(data), tx.Now})
}

// request is the form as it asks to be registered.
func (d draft) request(p id.Programme) Request {
	return Request{
		Key: d.Key, Programme: p, Meeting: d.Meeting, Only: d.Only, Org: d.Org, Guests: d.Guests,
		GLN: d.GLN, OrderRef: d.OrderRef, BuyerRef: d.BuyerRef, Email: d.Email, Message: d.Message,
	}
}

// typed is a request as the form has it.
func (r Request) typed() typed {
	return typed{Guests: r.Guests, GLN: r.GLN, OrderRef: r.OrderRef, BuyerRef: r.BuyerRef, Email: r.Email, Message: r.Message}
}

// draftDays is how long a form that nobody goes on with is kept.
const draftDays = 30

// Retain deletes forms that were left behind, what those said about being seen who
// have left, and calendar links of those who may no longer see what they show.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := errors.Join(deleteStrayEntries(ctx, tx), closeForeignLinks(ctx, tx)); err != nil {
		return err
	}
	return deleteDrafts(ctx, tx, tx.Now.Add(-draftDays*24*time.Hour))
}
