package registration

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Season is how an organisation has taken part in a programme: for how long its
// membership binds it, and what it had at each meeting.
type Season struct {
	Until    meeting.Meeting // the last meeting that its membership covers
	Meetings []SeasonMeeting // covered and held, by day
	People   []id.Person     // who have a seat at the last meeting where anybody has
}

// SeasonMeeting is one meeting of a season.
type SeasonMeeting struct {
	Meeting meeting.Meeting
	People  []id.Person // with a seat, or in line for one
	Tier    billing.Tier
}

// Room is how many more could have come for the same price.
func (m SeasonMeeting) Room() int64 {
	return max(0, m.Tier.To-int64(len(m.People)))
}

// SeasonOf is an organisation's season: for its contact persons, the secretariat
// and jobs. problem.NotFound when it takes no part.
func SeasonOf(ctx context.Context, tx *db.Tx, p programme.Programme, org id.Org) (s Season, err error) {
	if err := mayList(tx.Actor, org); err != nil {
		return s, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return s, err
	}
	terms, err := termsOf(ctx, tx, p.ID, org)
	if err != nil {
		return s, err
	}
	if len(terms) == 0 {
		return s, problem.New(problem.NotFound, "registration.no_member")
	}
	seats, err := coveredOf(ctx, tx, p.ID, org)
	if err != nil {
		return s, err
	}
	for _, t := range byFirst(meetings, terms) {
		list, err := listFor(ctx, tx, p.ID, &t)
		if err != nil {
			return s, err
		}
		for _, m := range Covered(meetings, t.First, p.Covers) {
			s.add(m, seats, list)
		}
	}
	return s, nil
}

// add is one covered meeting more.
func (s *Season) add(m meeting.Meeting, seats []Seat, list billing.PriceList) {
	if m.State != meeting.Planned {
		return
	}
	one := SeasonMeeting{Meeting: m}
	for _, seat := range seats {
		if seat.Meeting == m.ID {
			one.People = append(one.People, seat.Person)
		}
	}
	one.Tier, _ = list.Tier(int64(len(one.People)))
	s.Meetings, s.Until = append(s.Meetings, one), m
	if len(one.People) > 0 {
		s.People = one.People
	}
}

// Prepare fills the actor's form for the next season in with the organisation's
// people of the season before and where its invoices went, but no requisition: a
// new year has a new one. A form that they have begun for it stays as it is. For
// the organisation's contact persons and the secretariat.
func Prepare(ctx context.Context, tx *db.Tx, before, next id.Programme, org id.Org) error {
	if err := mayRegister(tx.Actor, org); err != nil {
		return err
	}
	if d, err := loadDraft(ctx, tx, tx.Actor.Person, next); err == nil && d.Sent == 0 && d.Org == org {
		return nil
	} else if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	req, err := renewed(ctx, tx, before, next, org)
	if err != nil {
		return err
	}
	d := draft{typed: req.typed(), Key: tx.NewID()}
	d.Org, d.Meeting, d.Done = org, req.Meeting, atGuests
	return d.keep(ctx, tx, next)
}

// renewed is what an organisation would ask for that goes on as it was: the same
// people, at the first meeting of the next season that has not begun.
func renewed(ctx context.Context, tx *db.Tx, before, next id.Programme, org id.Org) (req Request, err error) {
	old, err := programme.ByID(ctx, tx, before)
	if err != nil {
		return req, err
	}
	s, err := SeasonOf(ctx, tx, old, org)
	if err != nil {
		return req, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, next)
	if err != nil {
		return req, err
	}
	first := slices.IndexFunc(meetings, func(m meeting.Meeting) bool { return m.State == meeting.Planned && !Begun(m, tx.Now) })
	if first < 0 {
		return req, problem.New(problem.NotFound, "registration.no_such_meeting")
	}
	last, err := latestOf(ctx, tx, before, org)
	if err != nil {
		return req, err
	}
	known, err := people.Persons(ctx, tx, s.People)
	if err != nil {
		return req, err
	}
	req = Request{
		Programme: next, Meeting: meetings[first].ID, Org: org,
		GLN: last.GLN, BuyerRef: last.BuyerRef, Email: last.Email, // a new year has a new requisition
	}
	for _, one := range s.People {
		if p, ok := known[one]; ok && p.State == people.Active && p.Org == org { // others have left for elsewhere
			req.Guests = append(req.Guests, people.Guest{Name: p.Name, Email: p.Email, Title: p.Title})
		}
	}
	return req, nil
}

// Renewal is what it costs an organisation to go on in the next season as it was in
// the one before. What cannot be had is an Invalid problem. For its contact persons,
// the secretariat and jobs.
func Renewal(ctx context.Context, tx *db.Tx, before, next id.Programme, org id.Org) (Quote, error) {
	if err := mayList(tx.Actor, org); err != nil {
		return Quote{}, err
	}
	req, err := renewed(ctx, tx, before, next, org)
	if err != nil {
		return Quote{}, err
	}
	return quoting(ctx, tx, next, req.Meeting, org, int64(len(req.Guests)))
}

// Renew registers an organisation for the next season as it was in the one before:
// the same people, and the invoice to the same place, at the price of today. Where
// it is a member already nothing happens. For jobs, on behalf of a contact person.
func Renew(ctx context.Context, tx *db.Tx, before, next id.Programme, org id.Org) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "registration.not_your_org")
	}
	if terms, err := termsOf(ctx, tx, next, org); err != nil || len(terms) > 0 {
		return err
	}
	req, err := renewed(ctx, tx, before, next, org)
	if err != nil {
		return err
	}
	q, err := quoting(ctx, tx, next, req.Meeting, org, int64(len(req.Guests)))
	if err != nil {
		return err
	}
	req.Accepted, req.renewed = q.Net, true
	_, err = Register(ctx, tx, req)
	return err
}
