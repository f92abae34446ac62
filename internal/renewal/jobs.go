package renewal

import (
	"context"
	"errors"

	"faelled/internal/access"
	"faelled/internal/approval"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/waiting"
	"faelled/internal/when"
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"renewal.ask":      mail.Job(post, letterOf, askMail),
		"renewal.remind":   mail.Job(post, letterOf, remindMail),
		"renewal.stuck":    mail.Job(post, stuckLetter, stuckMail),
		"renewal.end":      ended,
		"renewal.continue": goOn,
		"renewal.daily":    func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Daily) },
	}
}

// letter is the question as its mails put it; To is empty when there is nothing to
// ask any more.
type letter struct {
	Round  Round
	Season programme.Programme // the next
	Old    programme.Programme
	Org    people.Org
	Was    registration.Season
	First  when.Date          // of the next season's meetings
	Quote  registration.Quote // for the same people; nothing when there is no price
	To     people.Person
}

// letterOf loads a letter. Somebody who has answered meanwhile, or is a contact
// person no more, gets none.
func letterOf(ctx context.Context, tx *db.Tx, q question) (letter, error) {
	return letterWhile(ctx, tx, q, func(r Round, a Answer) bool { return a.State == Asked && r.ClosedAt == nil })
}

// stuckLetter is none when they have been registered by now.
func stuckLetter(ctx context.Context, tx *db.Tx, q question) (letter, error) {
	return letterWhile(ctx, tx, q, func(_ Round, a Answer) bool { return a.State == Stuck })
}

func letterWhile(ctx context.Context, tx *db.Tx, q question, holds func(Round, Answer) bool) (l letter, err error) {
	r, a, err := standing(ctx, tx, q.Programme, q.Org)
	if err != nil {
		return l, err
	}
	contacts, err := people.Contacts(ctx, tx, q.Org)
	if err != nil || a.Member || !holds(r, a) {
		return l, err
	}
	for _, c := range contacts {
		if c.ID == q.To {
			l.To = c
		}
	}
	l.Round = r
	if l.Season, err = programme.ByID(ctx, tx, r.Programme); err != nil {
		return l, err
	}
	if l.Old, err = programme.ByID(ctx, tx, r.Previous); err != nil {
		return l, err
	}
	if l.Org, err = people.OrgByID(ctx, tx, q.Org); err != nil {
		return l, err
	}
	if l.First, err = firstOf(ctx, tx, r.Programme); err != nil {
		return l, err
	}
	if l.Was, err = registration.SeasonOf(ctx, tx, l.Old, q.Org); err != nil {
		return l, err
	}
	l.Quote, err = registration.Renewal(ctx, tx, r.Previous, r.Programme, q.Org)
	if problem.Is(err, problem.Invalid) || problem.Is(err, problem.NotFound) {
		err = nil // the form will say what cannot be had, and why
	}
	return l, err
}

// ended closes one round.
func ended(ctx context.Context, d *db.DB, j jobs.Job) error {
	var p id.Programme
	if err := j.Into(&p); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return end(ctx, tx, p) })
}

// goingOn is the payload of "renewal.continue".
type goingOn struct {
	Programme id.Programme // the next season
	Org       id.Org
}

// goOn registers an organisation that never answered, where that means to go on.
// When it cannot be done the secretariat must, and sees that on the round's page.
func goOn(ctx context.Context, d *db.DB, j jobs.Job) error {
	var g goingOn
	if err := j.Into(&g); err != nil {
		return err
	}
	contact, err := contactOf(ctx, d, j, g.Org)
	if err != nil {
		return err
	}
	if contact == "" {
		return d.Write(ctx, j.Actor(), g.stick)
	}
	err = d.Write(ctx, access.System(contact), func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, db.Renewals, member(g.Programme, g.Org)); err != nil {
			return err
		}
		r, a, err := standing(ctx, tx, g.Programme, g.Org)
		if err != nil || a.Member || a.State != Asked {
			return err
		}
		if err := g.idle(ctx, tx); err != nil {
			return err
		}
		return registration.Renew(ctx, tx, r.Previous, g.Programme, g.Org)
	})
	if problem.Is(err, problem.Invalid) || problem.Is(err, problem.NotFound) {
		return d.Write(ctx, j.Actor(), g.stick)
	}
	return err
}

// idle refuses to go on for those who have acted already: their registration waits
// for a signer or for room, and last season's people beside it would be too many.
func (g goingOn) idle(ctx context.Context, tx *db.Tx) error {
	asked, err := approval.Asked(ctx, tx, g.Programme, g.Org)
	if err != nil {
		return err
	}
	stands, err := waiting.Stands(ctx, tx, g.Programme, g.Org)
	if err == nil && (asked || stands) {
		err = problem.New(problem.Invalid, "renewal.waits_already")
	}
	return err
}

// stick keeps that an organisation could not be registered.
func (g goingOn) stick(ctx context.Context, tx *db.Tx) error {
	if err := tx.Lock(ctx, db.Renewals, member(g.Programme, g.Org)); err != nil {
		return err
	}
	_, a, err := standing(ctx, tx, g.Programme, g.Org)
	if err != nil || a.Member || a.State != Asked {
		return err
	}
	a.State = Stuck
	if err := updateAnswer(ctx, tx, a); err != nil {
		return err
	}
	contacts, err := people.Contacts(ctx, tx, g.Org)
	for _, c := range contacts {
		err = errors.Join(err, tx.Enqueue(ctx, "renewal.stuck", question{g.Programme, g.Org, c.ID}))
	}
	return err
}

// contactOf is the contact person an organisation goes on in the name of; empty
// when it has none.
func contactOf(ctx context.Context, d *db.DB, j jobs.Job, org id.Org) (who id.Person, err error) {
	err = d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		contacts, err := people.Contacts(ctx, tx, org)
		if len(contacts) > 0 {
			who = contacts[0].ID
		}
		return err
	})
	return who, err
}
