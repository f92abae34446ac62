package renewal

import (
	"context"
	"errors"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// question is the payload of "renewal.ask" and "renewal.remind": one mail to one
// contact person.
type question struct {
	Programme id.Programme // the next season
	Org       id.Org
	To        id.Person
}

// Open asks every member of the season before, by mail to its contact persons.
// Only Programme, Fallback and Due of the round are read. Opening twice is an error.
// Faults are under fallback and due. For the secretariat.
func Open(ctx context.Context, tx *db.Tx, r Round) error {
	if err := mayRun(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Renewals, string(r.Programme)); err != nil {
		return err
	}
	p, err := programme.ByID(ctx, tx, r.Programme)
	if err != nil {
		return err
	}
	first, err := firstOf(ctx, tx, r.Programme)
	if err != nil {
		return err
	}
	if err := checkRound(p, r, when.On(tx.Now), first).Err(); err != nil {
		return err
	}
	if _, opened, err := roundOf(ctx, tx, r.Programme); err != nil || opened {
		return errors.Join(err, problem.Fields{{Key: "renewal.open_already"}}.Err())
	}
	members, err := registration.Members(ctx, tx, p.Previous)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return problem.Fields{{Key: "renewal.no_members"}}.Err()
	}
	r.Previous, r.Person, r.OpenedAt, r.ClosedAt = p.Previous, tx.Actor.Person, tx.Now, nil
	if err := insertRound(ctx, tx, r); err != nil {
		return err
	}
	for _, m := range members {
		if err := insertAnswer(ctx, tx, Answer{Programme: r.Programme, Org: m.Org, State: Asked}); err != nil {
			return err
		}
		if err := write(ctx, tx, "renewal.ask", r.Programme, m.Org); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "renewal.opened", string(r.Programme), map[string]any{"members": len(members), "fallback": r.Fallback, "due": r.Due})
}

// write queues a mail to each of an organisation's contact persons.
func write(ctx context.Context, tx *db.Tx, kind string, p id.Programme, org id.Org) error {
	contacts, err := people.Contacts(ctx, tx, org)
	for _, c := range contacts {
		err = errors.Join(err, tx.Enqueue(ctx, kind, question{p, org, c.ID}))
	}
	return err
}

// firstOf is the day of the first meeting that is held; empty when there is none.
func firstOf(ctx context.Context, tx *db.Tx, p id.Programme) (when.Date, error) {
	meetings, err := meeting.InProgramme(ctx, tx, p)
	for _, m := range meetings {
		if m.State == meeting.Planned {
			return m.Day, err
		}
	}
	return "", err
}
