package message

import (
	"context"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// door is what the secret in a mail opens: one person's news about a programme, or
// about several where the mail was about them.
type door struct {
	Secret     string
	Person     people.Person
	Programmes []programme.Programme
	Out        bool // of all of them
}

// openDoor finds whose it is. Whoever has the secret may: it was in their mail.
func openDoor(ctx context.Context, tx *db.Tx, secret string) (d door, err error) {
	print := fingerprint(secret)
	if print == nil {
		return d, problem.New(problem.NotFound, "message.no_such_door")
	}
	who, about, err := behindDoor(ctx, tx, *print)
	if err != nil {
		return d, err
	}
	d.Secret, d.Out = secret, true
	if d.Person, err = people.PersonByID(ctx, tx, who); err != nil {
		return d, err
	}
	for _, one := range about {
		p, err := programme.ByID(ctx, tx, one)
		if err != nil {
			return d, err
		}
		out, err := isOut(ctx, tx, who, one)
		if err != nil {
			return d, err
		}
		d.Programmes, d.Out = append(d.Programmes, p), d.Out && out
	}
	return d, nil
}

// behindDoor is whose news it is, and about what: those of a message to a group, or
// of a mail that another room sent.
func behindDoor(ctx context.Context, tx *db.Tx, print string) (who id.Person, about []id.Programme, err error) {
	r, err := recipientByDoor(ctx, tx, print)
	if err == nil {
		m, err := byID(ctx, tx, r.Message)
		return r.Person, []id.Programme{m.Programme}, err
	}
	if !problem.Is(err, problem.NotFound) {
		return "", nil, err
	}
	rows, err := newsDoors(ctx, tx, print)
	if err == nil && len(rows) == 0 {
		err = problem.New(problem.NotFound, "message.no_such_door")
	}
	for _, row := range rows {
		who, about = row.Person, append(about, row.Programme)
	}
	return who, about, err
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
	for _, p := range d.Programmes {
		did, err := do(ctx, tx, d.Person.ID, p.ID)
		if err != nil {
			return err
		}
		if !did {
			continue
		}
		if err := tx.Audit(ctx, code, string(p.ID), map[string]any{"person": d.Person.ID}); err != nil {
			return err
		}
	}
	return nil
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

// title is what the news are about, as a sentence names it.
func (d door) title(ctx context.Context) string {
	return i18n.F(ctx, "message.optout_title", i18n.Args{"Programme": d.names()})
}

func (d door) names() string {
	var all []string
	for _, p := range d.Programmes {
		all = append(all, p.Name)
	}
	return strings.Join(all, ", ")
}
