package idea

import (
	"embed"
	"time"

	"faelled/internal/id"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Kind is what sort of idea it is.
type Kind string

const (
	Theme   Kind = "theme"
	Dilemma Kind = "dilemma"
)

// Shown is what the other members see of an idea. The secretariat sees all.
type Shown string

const (
	Named   Shown = "named"
	Unnamed Shown = "unnamed" // but not whose it is
	ToStaff Shown = "staff"   // nothing
)

// State is what has become of an idea.
type State string

const (
	New       State = "new"
	Discussed State = "discussed" // by the secretariat
	Planned   State = "planned"   // on the programme of a meeting
	Aside     State = "aside"     // it comes to nothing for now
	United    State = "united"    // with another idea, where it lives on
)

// Idea is one theme or dilemma. Its texts are plain.
type Idea struct {
	ID        id.Idea
	Programme id.Programme
	Kind      Kind
	Title     string
	Text      string    // of a dilemma: the situation
	Hard      string    // what is hard about it; may be empty
	Ways      string    // which ways out there are; may be empty
	Person    id.Person // whose it is; empty when they have left
	From      id.Org    `db:"org"` // where they were when they handed it in; empty when nobody did
	Shown     Shown
	State     State
	Note      string     // the latest word to whose it is; may be empty
	Meeting   id.Meeting // that it is planned for; empty for most
	PartOf    id.Idea    `db:"part_of"` // that it was united with; empty for most
	Version   int64      // raised by every answer; an older one is refused
	AddedAt   time.Time  `db:"added_at"` // UTC
	Supports  int64      // others who want to hear about it
	Parts     int64      // ideas that live on in it
}

// Note is what somebody in the secretariat says of an idea, to the others there.
type Note struct {
	ID     string
	Idea   id.Idea
	Author id.Person
	Text   string
	At     time.Time // UTC
}

// Wish is an idea as it is handed in.
type Wish struct {
	Key       string `json:"-"` // one-time key
	Programme id.Programme
	Kind      Kind
	Title     string
	Text      string
	Hard      string
	Ways      string
	Shown     Shown
}
