package registration

import (
	"context"
	"errors"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// farewell is the payload of "registration.withdrew": who gave up whose seats, and
// what it came to, for one of those who act for the organisation.
type farewell struct {
	Programme  id.Programme
	Org        id.Org
	Person, By id.Person
	To         id.Person
	Meetings   []id.Meeting
	Now        money.Money // below nothing is money back
	Net        money.Money // with what will be invoiced later
}

// tellOrg sends the contact person who withdrew somebody a receipt; what the
// secretariat did for them, all contact persons hear of. Nobody is told twice that
// they have left themselves.
func (w Withdrawal) tellOrg(ctx context.Context, tx *db.Tx, q Quote) error {
	to := []id.Person{tx.Actor.Person}
	if !tx.Actor.Is(access.Contact, access.At(w.Org)) {
		contacts, err := people.Contacts(ctx, tx, w.Org)
		if err != nil {
			return err
		}
		to = nil
		for _, c := range contacts {
			to = append(to, c.ID)
		}
	}
	var err error
	for _, one := range to {
		if one != w.Person && one != "" {
			err = errors.Join(err, tx.Enqueue(ctx, "registration.withdrew", farewell{w.Programme, w.Org, w.Person, tx.Actor.Person, one, w.Meetings, q.Now(), q.Net}))
		}
	}
	return err
}

// parting is a farewell with all that its mail tells.
type parting struct {
	Programme    programme.Programme
	Left, By, To people.Person
	Meetings     []meeting.Meeting
	Now, Net     money.Money
}

func partingOf(ctx context.Context, tx *db.Tx, f farewell) (p parting, err error) {
	p.Now, p.Net = f.Now, f.Net
	if p.Programme, err = programme.ByID(ctx, tx, f.Programme); err != nil {
		return p, err
	}
	persons, err := people.Persons(ctx, tx, []id.Person{f.Person, f.By, f.To})
	if err != nil {
		return p, err
	}
	p.Left, p.By, p.To = persons[f.Person], persons[f.By], persons[f.To]
	p.Meetings, err = byDay(ctx, tx, f.Programme, f.Meetings)
	if problem.Is(err, problem.NotFound) {
		return parting{}, nil
	}
	return p, err
}

// withdrewMail is none when one of them is forgotten by now.
func withdrewMail(ctx context.Context, post mail.Post, p parting) (mail.Message, error) {
	if p.To.ID == "" || p.Left.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, p.To.Lang)
	args := i18n.Args{"Name": p.Left.Name, "By": p.By.Name, "Programme": p.Programme.Name}
	t := mail.To(ctx, p.To.Name)
	var from []string
	for _, m := range p.Meetings {
		from = append(from, m.Title+", "+m.When(ctx))
	}
	if p.By.ID == p.To.ID {
		t.List(i18n.F(ctx, "registration.withdrew_text", args), from)
	} else {
		t.List(i18n.F(ctx, "registration.withdrew_by_text", args), from)
	}
	switch {
	case p.Now.Minor < 0:
		t.Say(i18n.F(ctx, "registration.withdrew_back", i18n.Args{"Amount": i18n.Amount(ctx, opposite(p.Now))}))
	case p.Net.Minor < 0:
		t.Say(i18n.F(ctx, "registration.withdrew_less", i18n.Args{"Amount": i18n.Amount(ctx, opposite(p.Net))}))
	default:
		t.Say(i18n.T(ctx, "registration.withdrew_nothing"))
	}
	t.Sign(ctx, post, p.Programme.Name, p.Programme.Email)
	return mail.Message{
		To: p.To.Email, ToName: p.To.Name, ReplyTo: p.Programme.Email,
		Subject: i18n.F(ctx, "registration.withdrew_subject", args), Text: t.String(),
	}, nil
}
