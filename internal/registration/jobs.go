package registration

import (
	"context"
	"database/sql"
	"errors"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// ticket is the payload of the mails about a registration; Person is the guest
// it is for.
type ticket struct {
	Registration id.Registration
	Person       id.Person `json:",omitempty"`
	Renewed      bool      `json:",omitempty"` // nobody sent it, see Renew
}

// notice is the payload of "registration.changed" and "registration.cancelled":
// one seat's holder is to be told how the meeting is now.
type notice struct {
	Meeting id.Meeting
	Person  id.Person
	Was     meeting.Meeting // what they knew, when it is changed
}

// Jobs is what the queue may ask for. "meeting.changed" and "meeting.cancelled"
// come from the neighbour that does not know who has a seat.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"registration.confirm":      mail.Job(post, guestLetter, confirmMail),
		"registration.receipt":      mail.Job(post, openLetter, receiptMail),
		"registration.on_behalf":    mail.Job(post, openLetter, onBehalfMail),
		"registration.notify_staff": mail.Job(post, openLetter, staffMail),
		"registration.changed":      mail.Job(post, holderOf, changedMail),
		"registration.cancelled":    mail.Job(post, holderOf, cancelledMail),
		"registration.excuse":       excuse,
		"registration.tell_contact": mail.Job(post, absenceOf, absenceMail),
		"registration.left":         mail.Job(post, leaverOf, leftMail),
		"registration.moved":        mail.Job(post, moverOf, movedMail),
		"registration.withdrew":     mail.Job(post, partingOf, withdrewMail),
		"registration.promoted":     mail.Job(post, holderOf, promotedMail),
		"registration.settle":       settle,
		"registration.lapse":        lapse,
		"registration.retain":       func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
		"meeting.changed":           changed,
		"meeting.cancelled":         cancelled,
	}
}

// letter is a registration with all that its mails tell.
type letter struct {
	filing
	Record record
	Sender people.Person // who sent it
	To     people.Person // the guest it is for

	Renewed bool
}

// openLetter loads a letter. One about nothing is dead.
func openLetter(ctx context.Context, tx *db.Tx, t ticket) (l letter, err error) {
	if l.Record, err = recordByID(ctx, tx, t.Registration); errors.Is(err, sql.ErrNoRows) {
		return l, jobs.Dead(err)
	} else if err != nil {
		return l, err
	}
	l.Today, l.Renewed = when.On(tx.Now), t.Renewed
	if l.Programme, err = programme.ByID(ctx, tx, l.Record.Programme); err != nil {
		return l, err
	}
	if l.Org, err = people.OrgByID(ctx, tx, l.Record.Org); err != nil {
		return l, err
	}
	if l.Sender, err = people.PersonByID(ctx, tx, l.Record.Person); err != nil {
		return l, err
	}
	if t.Person != "" {
		if l.To, err = people.PersonByID(ctx, tx, t.Person); err != nil {
			return l, err
		}
	}
	if l.Filed, err = filed(ctx, tx, l.Record); err != nil {
		return l, err
	}
	return l, l.fill(ctx, tx)
}

// guestLetter holds only the meetings where the guest got a seat by this
// registration.
func guestLetter(ctx context.Context, tx *db.Tx, t ticket) (letter, error) {
	l, err := openLetter(ctx, tx, t)
	if err != nil {
		return l, err
	}
	seats, err := seatsOfRegistration(ctx, tx, t.Registration)
	if err != nil {
		return l, err
	}
	var own []id.Meeting
	for _, s := range seats {
		if s.Person == t.Person {
			own = append(own, s.Meeting)
		}
	}
	if l.Meetings, err = byDay(ctx, tx, l.Programme.ID, own); err != nil {
		return l, err
	}
	waits, err := standbysWhere(ctx, tx, `registration = $1 AND person = $2`, t.Registration, t.Person)
	own = nil
	for _, w := range waits {
		own = append(own, w.Meeting)
	}
	if err != nil {
		return l, err
	}
	l.Awaited, err = byDay(ctx, tx, l.Programme.ID, own)
	return l, err
}

func changed(ctx context.Context, d *db.DB, j jobs.Job) error {
	var c meeting.Change
	if err := j.Into(&c); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		return fanOut(ctx, tx, "registration.changed", notice{Meeting: c.Meeting, Was: c.Was})
	})
}

func cancelled(ctx context.Context, d *db.DB, j jobs.Job) error {
	var n notice
	if err := j.Into(&n.Meeting); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return fanOut(ctx, tx, "registration.cancelled", n) })
}

// fanOut asks for one mail to each holder of a seat, and for the settlements that
// a new date moves: those who wait in line are paid for too.
func fanOut(ctx context.Context, tx *db.Tx, kind string, n notice) error {
	m, err := meeting.ByID(ctx, tx, n.Meeting)
	if err != nil {
		return err
	}
	p, err := programme.ByID(ctx, tx, m.Programme)
	if err != nil {
		return err
	}
	seats, err := seatsAtMeeting(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	for _, s := range seats {
		n.Person = s.Person
		if err := tx.Enqueue(ctx, kind, n, db.Once(string(m.ID)+" "+string(s.Person))); err != nil {
			return err
		}
	}
	if p.Invoicing != programme.PerMeeting || m.State != meeting.Planned {
		return nil
	}
	waits, err := standbysWhere(ctx, tx, `meeting = $1`, m.ID)
	for _, w := range waits {
		seats = append(seats, w.Seat)
	}
	for _, s := range seats {
		err = errors.Join(err, settleAt(ctx, tx, settlement{m.ID, s.Org}, settlesAt(m)))
	}
	return err
}

// holder is somebody and a meeting; To is empty when there is nothing to tell
// them.
type holder struct {
	Meeting   meeting.Meeting
	Was       meeting.Meeting // as they know it, when it is changed
	Programme programme.Programme
	To        people.Person
}

// holderOf is for those who have a seat, to be told how the meeting is now.
func holderOf(ctx context.Context, tx *db.Tx, n notice) (holder, error) {
	return heldBy(ctx, tx, n, true)
}

// leaverOf is for those who have none any more.
func leaverOf(ctx context.Context, tx *db.Tx, n notice) (holder, error) {
	return heldBy(ctx, tx, n, false)
}

func heldBy(ctx context.Context, tx *db.Tx, n notice, seat bool) (h holder, err error) {
	if has, err := seated(ctx, tx, n.Meeting, n.Person); err != nil || has != seat {
		return h, err
	}
	h.Was = n.Was
	if h.Meeting, err = meeting.ByID(ctx, tx, n.Meeting); err != nil {
		return h, err
	}
	if h.Programme, err = programme.ByID(ctx, tx, h.Meeting.Programme); err != nil {
		return h, err
	}
	if h.To, err = people.PersonByID(ctx, tx, n.Person); problem.Is(err, problem.NotFound) {
		return h, nil
	}
	return h, err
}
