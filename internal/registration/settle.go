package registration

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/programme"
)

// settlement is the payload of "registration.settle": one organisation's people
// at one meeting are to be counted.
type settlement struct {
	Meeting id.Meeting
	Org     id.Org
}

// settleAt asks for one settlement at a moment; asking again is no second one.
func settleAt(ctx context.Context, tx *db.Tx, at settlement, moment time.Time) error {
	return tx.Enqueue(ctx, "registration.settle", at, db.At(moment), db.Once(string(at.Meeting)+" "+string(at.Org)))
}

// settle invoices a meeting that is billed on its own: the number that counts is
// the one when the last day of free cancellation is over. It may be called any
// number of times; what has been invoiced is not invoiced again.
func settle(ctx context.Context, d *db.DB, j jobs.Job) error {
	var at settlement
	if err := j.Into(&at); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return settleOne(ctx, tx, at) })
}

func settleOne(ctx context.Context, tx *db.Tx, at settlement) error {
	m, err := meeting.ByID(ctx, tx, at.Meeting)
	if err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Memberships, member(m.Programme, at.Org)); err != nil {
		return err
	}
	s, err := open(ctx, tx, m.Programme, m.ID, at.Org, true)
	if err != nil || s.Meeting.State != meeting.Planned {
		return err
	}
	if s.Plan.Term == nil { // the membership covers fewer meetings than when they got their seats
		s.Plan.Term = lastTerm(s.Meetings, s.Terms, s.Meeting)
	}
	if wait := settlesAt(s.Meeting); tx.Now.Before(wait) && s.Programme.Invoicing == programme.PerMeeting {
		return settleAt(ctx, tx, at, wait) // it was moved
	}
	if err := s.price(ctx, tx, at.Org, nil, 0); err != nil {
		return err
	}
	last, err := latestOf(ctx, tx, m.Programme, at.Org)
	if err != nil {
		return err
	}
	return order(ctx, tx, s, last.request(), Receipt{ID: last.ID, Quote: s.Quote})
}

// request is where the invoices of a registration went, for those that come later.
func (r record) request() Request {
	return Request{Org: r.Org, GLN: r.GLN, OrderRef: r.OrderRef, BuyerRef: r.BuyerRef, Email: r.Email}
}

// member names one organisation in one programme, to lock it.
func member(p id.Programme, org id.Org) string { return string(p) + " " + string(org) }

// settleTime is how long a settlement may wait in the queue before Check misses
// its invoice.
const settleTime = 24 * time.Hour
