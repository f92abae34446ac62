package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Excuse is somebody's own word that they do not come to a meeting where they
// have a seat. The job "registration.excuse" gives the seat up moments later: what
// it means for the price is between their organisation and the house, and its
// contact persons are told. Until the meeting begins; the fault is under moede.
func Excuse(ctx context.Context, tx *db.Tx, one id.Meeting) error {
	if !tx.Actor.SignedIn() {
		return problem.New(problem.Unknown, "web.sign_in_first")
	}
	m, err := meeting.ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	has, err := seated(ctx, tx, one, tx.Actor.Person)
	if err != nil {
		return err
	}
	if !has {
		return problem.Fields{{Name: "moede", Key: "registration.you_have_no_seat"}}.Err()
	}
	if err := checkComing(m, tx.Now).Err(); err != nil {
		return err
	}
	at := notice{Meeting: one, Person: tx.Actor.Person}
	if err := tx.Audit(ctx, "registration.excused", string(one), nil); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "registration.excuse", at, db.Once(string(one)+" "+string(tx.Actor.Person)))
}

// excuse gives the seat up. One that is gone already, or whose meeting has begun
// meanwhile, is left.
func excuse(ctx context.Context, d *db.DB, j jobs.Job) error {
	var n notice
	if err := j.Into(&n); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		seats, err := seatsWhere(ctx, tx, `meeting = $1 AND person = $2`, n.Meeting, n.Person)
		if err != nil || len(seats) == 0 {
			return err
		}
		l := Leaver{Programme: seats[0].Programme, Org: seats[0].Org, Person: n.Person, Meetings: []id.Meeting{n.Meeting}}
		if err := tx.Lock(ctx, db.Memberships, member(l.Programme, l.Org)); err != nil {
			return err
		}
		return giveUp(ctx, tx, l)
	})
}

// giveUp is a withdrawal that nobody looks at the price of first.
func giveUp(ctx context.Context, tx *db.Tx, l Leaver) error {
	d, err := departing(ctx, tx, l)
	if _, refused := problem.FieldsOf(err); refused {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.giveBack(ctx, tx, l); err != nil {
		return err
	}
	if err := d.tell(ctx, tx, "registration.withdrew", l); err != nil {
		return err
	}
	contacts, err := people.Contacts(ctx, tx, l.Org)
	if err != nil {
		return err
	}
	for _, c := range contacts {
		if c.ID == l.Person {
			continue
		}
		if err := tx.Enqueue(ctx, "registration.tell_contact", absence{notice{Meeting: l.Meetings[0], Person: l.Person}, c.ID}); err != nil {
			return err
		}
	}
	return d.vacate(ctx, tx, "")
}
