package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Member is an organisation that takes part, as anybody may see it.
type Member struct {
	Org    id.Org
	Name   string
	Region string // part of the country; empty when not known
}

// Own is what the reader has at a meeting.
type Own struct {
	Ours int64 // seats of the reader's organisation
	Me   bool  // one of all seats is the reader's
}

// Attendance is who takes part in a programme, and how many.
type Attendance struct {
	Members []Member             // as Danes order them
	People  int64                // with a seat at any of the programme's meetings; once for each organisation
	Own     map[id.Meeting]Own   // meetings where the reader or their organisation has a seat
	Ahead   map[id.Meeting]int64 // at the meetings asked about, see Count.Ahead
}

// AttendanceOf is all that a programme's public page tells about who takes part,
// in one query. count names the meetings whose seats are to be counted.
func AttendanceOf(ctx context.Context, tx *db.Tx, p id.Programme, count []id.Meeting) (Attendance, error) {
	rows, err := attendance(ctx, tx, p, count, tx.Actor.Org, tx.Actor.Person)
	a := Attendance{Own: map[id.Meeting]Own{}, Ahead: map[id.Meeting]int64{}}
	for _, r := range rows {
		switch r.What {
		case aboutMember:
			a.Members = append(a.Members, Member{id.Org(r.Ref), r.Name, r.Region})
		case aboutPeople:
			a.People = r.N
		case aboutMeeting, aboutHeld, aboutWaiting:
			a.Ahead[id.Meeting(r.Ref)] += r.N
		default:
			own := a.Own[id.Meeting(r.Ref)]
			own.add(r)
			a.Own[id.Meeting(r.Ref)] = own
		}
	}
	return a, err
}

// OwnAt is what the reader has at some meetings; those with nothing are left
// out, and a visitor has nothing.
func OwnAt(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Own, error) {
	all := map[id.Meeting]Own{}
	if len(meetings) == 0 || !tx.Actor.SignedIn() {
		return all, nil
	}
	rows, err := ownAt(ctx, tx, meetings, tx.Actor.Org, tx.Actor.Person)
	for _, r := range rows {
		own := all[id.Meeting(r.Ref)]
		own.add(r)
		all[id.Meeting(r.Ref)] = own
	}
	return all, err
}

func (o *Own) add(r figure) {
	switch r.What {
	case aboutOurs:
		o.Ours = r.N
	case aboutMe:
		o.Me = true
	}
}

// Reach is how many different organisations take part in anything.
func Reach(ctx context.Context, tx *db.Tx) (int64, error) { return reach(ctx, tx) }

// ProgrammesOf is what an organisation takes part in. As in Members, which those
// are is no secret.
func ProgrammesOf(ctx context.Context, tx *db.Tx, org id.Org) ([]id.Programme, error) {
	return programmesOf(ctx, tx, org)
}
