package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// door is what the secret in a mail opens: one person's news about one programme.
type door struct {
	Secret    string
	Person    people.Person
	Programme programme.Programme
	Out       bool
}

// openDoor finds whose it is. Whoever has the secret may: it was in their mail.
func openDoor(ctx context.Context, tx *db.Tx, secret string) (d door, err error) {
	print := fingerprint(secret)
	if print == nil {
		return d, problem.New(problem.NotFound, "message.no_such_door")
	}
	r, err := recipientByDoor(ctx, tx, *print)
	if problem.Is(err, problem.NotFound) {
		return d, problem.New(problem.NotFound, "message.no_such_door")
	}
	if err != nil {
		return d, err
	}
	d.Secret = secret
	if d.Person, err = people.PersonByID(ctx, tx, r.Person); err != nil {
		return d, err
	}
	m, err := byID(ctx, tx, r.Message)
	if err != nil {
		return d, err
	}
	if d.Programme, err = programme.ByID(ctx, tx, m.Programme); err != nil {
		return d, err
	}
	d.Out, err = isOut(ctx, tx, d.Person.ID, d.Programme.ID)
	return d, err
}

// Unsubscribe ends the news about a programme, for whoever has the secret of a
// mail; Undo takes that back. Twice is once.
func Unsubscribe(ctx context.Context, tx *db.Tx, secret string) error {
	return throughDoor(ctx, tx, secret, insertOptout, "message.opted_out")
}

// Undo takes Unsubscribe back.
func Undo(ctx context.Context, tx *db.Tx, secret string) error {
	return throughDoor(ctx, tx, secret, deleteOptout, "message.opted_in")
}

type choosing func(context.Context, *db.Tx, id.Person, id.Programme) (bool, error)

func throughDoor(ctx context.Context, tx *db.Tx, secret string, do choosing, code string) error {
	d, err := openDoor(ctx, tx, secret)
	if err != nil {
		return err
	}
	did, err := do(ctx, tx, d.Person.ID, d.Programme.ID)
	if err != nil || !did {
		return err
	}
	return tx.Audit(ctx, code, string(d.Programme.ID), map[string]any{"person": d.Person.ID})
}

// Choose says whether the reader wants news about a programme.
func Choose(ctx context.Context, tx *db.Tx, about id.Programme, want bool) error {
	if err := mayChoose(tx.Actor); err != nil {
		return err
	}
	if _, err := programme.ByID(ctx, tx, about); err != nil {
		return err
	}
	do, code := choosing(insertOptout), "message.opted_out"
	if want {
		do, code = deleteOptout, "message.opted_in"
	}
	did, err := do(ctx, tx, tx.Actor.Person, about)
	if err != nil || !did {
		return err
	}
	return tx.Audit(ctx, code, string(about), map[string]any{"person": tx.Actor.Person})
}

// choice is one programme that the reader may get news about.
type choice struct {
	Programme programme.Programme
	Out       bool
}

// choicesOf are all published programmes, and those unsubscribed from.
func choicesOf(ctx context.Context, tx *db.Tx) (list []choice, err error) {
	if err := mayChoose(tx.Actor); err != nil {
		return nil, err
	}
	outs, err := outsOf(ctx, tx, tx.Actor.Person)
	if err != nil {
		return nil, err
	}
	gone := map[id.Programme]bool{}
	for _, o := range outs {
		gone[o.Programme] = true
	}
	all, err := programme.Published(ctx, tx)
	for _, p := range all {
		list = append(list, choice{p, gone[p.ID]})
	}
	return list, err
}

// title is a programme's name as a sentence names it.
func (d door) title(ctx context.Context) string {
	return i18n.F(ctx, "message.optout_title", i18n.Args{"Programme": d.Programme.Name})
}
