package demo

import (
	"context"

	"faelled/internal/approval"
	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// mandate is how one municipality decides: its contact person up to 5,000 kr., and
// above that the head of the office. A third colleague takes them into the next
// tier of the price, so that one waits for a yes.
func (w *World) mandate(ctx context.Context, l *land) error {
	head, third := l.person(1), l.person(1)
	head.Title = "Børne- og ungechef"
	contact := l.contacts[1]
	if err := w.House.DB.Write(ctx, system, func(ctx context.Context, tx *db.Tx) error {
		one, err := people.AddPerson(ctx, tx, people.NewPerson{Name: head.Name, Email: head.Email, Title: head.Title, Org: contact.Org})
		if err != nil {
			return err
		}
		w.cast("godkender", head.Name+", "+"chef i "+municipalities[1].name+": godkend en tilmelding, der er for dyr til at kontaktpersonen bestemmer alene", one, "/godkendelser")
		if err := people.AddSigner(ctx, tx, contact.Org, "", one); err != nil {
			return err
		}
		return people.SetLimit(ctx, tx, contact.Org, people.Limit{Amount: money.DKK(5000)})
	}); err != nil {
		return err
	}
	if err := w.House.DB.Write(ctx, acts(contact), func(ctx context.Context, tx *db.Tx) error {
		return w.askHead(ctx, tx, contact, third)
	}); err != nil {
		return err
	}
	return w.drain(ctx)
}

func (w *World) askHead(ctx context.Context, tx *db.Tx, contact people.Person, third people.Guest) error {
	p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
	if err != nil {
		return err
	}
	all, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	q, err := registration.Quoting(ctx, tx, p.ID, all[0].ID, contact.Org, 1)
	if err != nil {
		return err
	}
	_, err = approval.Ask(ctx, tx, registration.Request{
		Programme: p.ID, Meeting: all[0].ID, Org: contact.Org, Guests: []people.Guest{third}, GLN: gln(3), BuyerRef: contact.Name,
		Email: contact.Email, Accepted: q.Net,
	})
	return err
}
