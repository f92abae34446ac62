package registration

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Seated tells whether a person has a seat at a meeting: the online link and
// the material are for those who do. It tells one person's seat to anybody; ask
// only about the reader.
func Seated(ctx context.Context, tx *db.Tx, m id.Meeting, p id.Person) (bool, error) {
	return seated(ctx, tx, m, p)
}

// CountBy is how full meetings are; those with nobody are left out.
func CountBy(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Count, error) {
	counts := make(map[id.Meeting]Count, len(meetings))
	if len(meetings) == 0 {
		return counts, nil
	}
	rows, err := countBy(ctx, tx, meetings)
	for _, r := range rows {
		counts[r.Meeting] = r.Count
	}
	return counts, err
}

// SeatsOf is one organisation's seats at all meetings of a programme: for its
// contact persons and the secretariat.
func SeatsOf(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) ([]Seat, error) {
	if err := mayList(tx.Actor, org); err != nil {
		return nil, err
	}
	return seatsOfMember(ctx, tx, p, org)
}

// SeatsFor is the reader's own seats, at all meetings.
func SeatsFor(ctx context.Context, tx *db.Tx) ([]Seat, error) {
	return seatsOfPerson(ctx, tx, tx.Actor.Person)
}

// Attendees is everybody with a seat at a meeting: for the secretariat.
func Attendees(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Seat, error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	return seatsAtMeeting(ctx, tx, m)
}

// Members is the organisations that take part in a programme, in the order they
// joined. Which they are is no secret.
func Members(ctx context.Context, tx *db.Tx, p id.Programme) ([]Membership, error) {
	return membersOf(ctx, tx, p)
}

// MembershipsOf is what an organisation takes part in: for its own people and
// the secretariat.
func MembershipsOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Membership, error) {
	if org == "" || tx.Actor.Org != org {
		if err := mayList(tx.Actor, org); err != nil {
			return nil, err
		}
	}
	return membershipsOf(ctx, tx, org)
}

// Recent is the latest registrations since a moment, the latest first: for the
// secretariat.
func Recent(ctx context.Context, tx *db.Tx, since time.Time, limit int) ([]Summary, error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	rows, err := recordsSince(ctx, tx, since, limit)
	if err != nil {
		return nil, err
	}
	list := make([]Summary, len(rows))
	for i, r := range rows {
		list[i] = Summary{
			ID: r.ID, Number: r.Number, At: r.CreatedAt.UTC(), Programme: r.Programme, Meeting: r.Meeting, Org: r.Org,
			Joined: r.Joined, People: r.Seated, Net: r.net(), Message: r.Message,
		}
	}
	return list, nil
}

// Filed is a registration as it was sent.
type Filed struct {
	Receipt
	At        time.Time // UTC
	Programme id.Programme
	Meeting   id.Meeting // the one registered for
	Org       id.Org
	Email     string // where the receipt went
	GLN       string
	OrderRef  string
	BuyerRef  string

	Delays     []Delay   // later meetings where some of its people still wait in line, by place
	Sender     id.Person // who sent it
	ApprovedBy id.Person // who had the right to such a sum; empty when nobody needed any
}

// ByNumber finds a registration: for the organisation's contact persons and the
// secretariat. To all others it does not exist.
func ByNumber(ctx context.Context, tx *db.Tx, number int64) (Filed, error) {
	r, err := recordByNumber(ctx, tx, number)
	if errors.Is(err, sql.ErrNoRows) {
		return Filed{}, problem.New(problem.NotFound, "registration.no_such_receipt")
	}
	if err != nil {
		return Filed{}, err
	}
	if err := maySeeReceipt(tx.Actor, r.Org); err != nil {
		return Filed{}, err
	}
	return filed(ctx, tx, r)
}

// filed adds the seats to what was kept.
func filed(ctx context.Context, tx *db.Tx, r record) (Filed, error) {
	f := Filed{
		Receipt: Receipt{ID: r.ID, Number: r.Number, Joined: r.Joined},
		At:      r.CreatedAt, Programme: r.Programme, Meeting: r.Meeting, Org: r.Org,
		Email: r.Email, GLN: r.GLN, OrderRef: r.OrderRef, BuyerRef: r.BuyerRef,
		Sender: r.Person, ApprovedBy: r.ApprovedBy,
	}
	if err := json.Unmarshal([]byte(r.Quote), &f.Quote); err != nil {
		return Filed{}, fmt.Errorf("quote of registration %s: %w", r.ID, err)
	}
	seats, err := seatsOfRegistration(ctx, tx, r.ID)
	if err != nil {
		return Filed{}, err
	}
	waits, err := standbysWhere(ctx, tx, `registration = $1`, r.ID)
	if err != nil {
		return Filed{}, err
	}
	people, meetings := map[id.Person]bool{}, map[id.Meeting]int64{}
	come := func(who id.Person) {
		if !people[who] {
			people[who] = true
			f.Persons = append(f.Persons, who)
		}
	}
	for _, s := range seats { // by id: meeting by meeting, each in the order of the guests
		come(s.Person)
		if meetings[s.Meeting]++; meetings[s.Meeting] == 1 {
			f.Meetings = append(f.Meetings, s.Meeting)
		}
	}
	for _, g := range grouped(waits) {
		for _, who := range g.Persons {
			come(who)
		}
		f.Delays = append(f.Delays, Delay{Meeting: g.Meeting, Sit: meetings[g.Meeting], Wait: int64(len(g.Persons)), Number: g.CameAs})
		f.Waits = append(f.Waits, g.Meeting)
	}
	return f, nil
}

// Unfinished is a registration that somebody has begun and not sent.
type Unfinished struct {
	Programme id.Programme
	Meeting   id.Meeting // as chosen so far
	Org       id.Org     // whose people it is about
	People    int64      // named so far
	At        time.Time  // UTC, when it was last worked at
	Step      string     // the address to go on at, below the programme's: "/tilmeld/deltagere"
}

// UnfinishedOf is the reader's own forms that are still to be sent, the latest
// first. A form for an organisation they may no longer register is left out, and
// a visitor has none.
func UnfinishedOf(ctx context.Context, tx *db.Tx) (list []Unfinished, err error) {
	if !tx.Actor.SignedIn() {
		return nil, nil
	}
	rows, err := unsentDrafts(ctx, tx, tx.Actor.Person)
	for _, r := range rows {
		if mayRegister(tx.Actor, r.Org) != nil {
			continue
		}
		u := Unfinished{Programme: r.Programme, Meeting: r.Meeting, Org: r.Org, At: r.UpdatedAt.UTC(), Step: r.Done.address()}
		for _, g := range r.Guests {
			if g.Name != "" || g.Email != "" {
				u.People++
			}
		}
		list = append(list, u)
	}
	return list, err
}
