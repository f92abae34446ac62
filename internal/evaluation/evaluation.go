package evaluation

import (
	"time"

	"faelled/internal/id"
)

// State is how far the evaluation of a meeting has come.
type State string

const (
	Off    State = "off"    // nobody is asked
	Open   State = "open"   // those asked can answer
	Closed State = "closed" // the result does not change any more
)

// Evaluation is one meeting's. There is none before somebody is asked.
type Evaluation struct {
	Meeting  id.Meeting
	State    State
	AskedAt  *time.Time `db:"asked_at"` // UTC; nil when nobody was asked
	Reminded bool
	Invited  int64
}

// Answer is what somebody said about a meeting; who is not known.
type Answer struct {
	ID      string
	Meeting id.Meeting
	Gain    int64  // what they got out of it, lowest to highest
	Usable  int64  // whether they can use it in their work, lowest to highest
	Text    string // what there should be more or less of; may be empty
}

// Result is what the answers say together.
type Result struct {
	Invited int64
	N       int64 // answers; 0 when there are too few to be shown
	Gain    Tenths
	Usable  Tenths
	Texts   []string // in no order; for the secretariat only
}

// Shown tells whether there is something to show.
func (r Result) Shown() bool { return r.N >= fewest }
