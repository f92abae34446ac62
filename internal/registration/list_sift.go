package registration

import (
	"time"

	"faelled/internal/id"
	"faelled/internal/when"
)

// mark is what a registration is picked out by besides whose it is; marks are
// added together in one number, so that one index finds any combination of them.
type mark int64

const (
	markJoined  mark = 1 << iota // the organisation became a member with it
	markMessage                  // it has a message to the secretariat
	markNoOrder                  // it has no requisition number
	markChanged                  // somebody of it withdrew, or was replaced
	markEnd                      // how many combinations there are
)

// marksOf is what a new registration is picked out by.
func marksOf(r record) (m mark) {
	if r.Joined {
		m |= markJoined
	}
	if r.Message != "" {
		m |= markMessage
	}
	if r.OrderRef == "" {
		m |= markNoOrder
	}
	return m
}

// sift is what the list of all registrations is narrowed to; what is empty does
// not narrow it.
type sift struct {
	Programme id.Programme
	Meeting   id.Meeting // the one registered for
	Orgs      []id.Org
	Senders   []id.Person // who sent it
	Number    int64
	From, To  when.Date // both counted in
	Must, Not mark
}

// place is where in the list a page begins: beyond one registration, in the order
// of the list or against it.
type place struct {
	At    time.Time
	ID    id.Registration
	Newer bool // against it
}

// marks are the combinations that fit.
func (s sift) marks() (list []mark) {
	for m := range markEnd {
		if m&s.Must == s.Must && m&s.Not == 0 {
			list = append(list, m)
		}
	}
	return list
}
