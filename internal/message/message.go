package message

import (
	"embed"
	"time"

	"faelled/internal/id"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Kind decides whether one may unsubscribe.
type Kind string

const (
	Service Kind = "service" // about something they take part in: nobody can be left out
	News    Kind = "news"    // news and invitations: unsubscribed from by programme
)

// State is how far a message has come.
type State string

const (
	Draft     State = "draft"
	Scheduled State = "scheduled" // begins at SendAt
	Sending   State = "sending"
	Paused    State = "paused"
	Sent      State = "sent"    // nobody waits for it any more
	Stopped   State = "stopped" // the rest was called back
)

// Group is who a message is for.
type Group string

const (
	Members    Group = "members"    // with a seat in the programme
	Registered Group = "registered" // with a seat at the meeting
	Towns      Group = "towns"      // with a seat, from chosen organisations or a region
	Contacts   Group = "contacts"   // contact persons of members, perhaps of a region
	Outside    Group = "outside"    // contact persons of municipalities that are not members, perhaps of a region
	NoOrder    Group = "no_order"   // who sent a registration without a requisition number
	Queueing   Group = "queueing"   // who put people on a waiting list: of the meeting it is about, or of all
	Silent     Group = "silent"     // contact persons who have not answered whether they go on in the next season
)

var groups = []Group{Members, Registered, Towns, Contacts, Outside, NoOrder, Queueing, Silent}

// Audience is a group and what narrows it.
type Audience struct {
	Group  Group
	Region string   // of Towns, Contacts and Outside; empty: the whole country
	Orgs   []id.Org // of Towns; none: all of the region
}

// Message is one text to a group.
type Message struct {
	ID        id.Message
	Programme id.Programme
	Author    id.Person
	Kind      Kind
	Audience  Audience   `db:"-"`
	Meeting   id.Meeting // what it is about; empty: no meeting
	Subject   string
	Body      string // plain: blank lines part paragraphs, "- " begins an item, links stand as they are
	State     State
	Held      string     // why it did not begin when it should; empty when it did
	SendAt    *time.Time `db:"send_at"`  // UTC; when it is to begin, or began
	EndedAt   *time.Time `db:"ended_at"` // UTC
	Counts    Counts     `db:"-"`        // only when the recipients have been deleted
	Version   int64
	CreatedAt time.Time `db:"created_at"` // UTC
}

// Editable tells whether the text may still change.
func (m Message) Editable() bool { return m.State == Draft || m.State == Scheduled }

// Arrival is how it went for one recipient.
type Arrival string

const (
	Queued     Arrival = "queued"
	Trying     Arrival = "trying" // the mail server has it but for the final dot
	Arrived    Arrival = "sent"   // the mail server has taken it over
	Unsure     Arrival = "unsure" // the program stopped while it was handed over: it has most likely arrived
	Bounced    Arrival = "bounced"
	Failed     Arrival = "failed"     // given up
	Suppressed Arrival = "suppressed" // they want no news, or their address takes no mail
	Skipped    Arrival = "skipped"    // called back, or tried less than a week ago
)

var arrivals = []Arrival{Queued, Trying, Arrived, Unsure, Bounced, Failed, Suppressed, Skipped}

// Why somebody was left out or given up, when it is not a mail server's status.
const (
	whyOptedOut    = "opted_out"
	whyUnreachable = "unreachable"
	whyCalledBack  = "called_back"
	whyLate        = "late" // the mail server did not answer for three days
)

// Counts is how many recipients are in each state.
type Counts map[Arrival]int64

// Total is all of them.
func (c Counts) Total() (n int64) {
	for _, some := range c {
		n += some
	}
	return n
}

// Open is how many still wait.
func (c Counts) Open() int64 { return c[Queued] + c[Trying] }

// Recipient is one person who gets, or got, a message.
type Recipient struct {
	Message id.Message
	N       int64 // from 1, by name
	Person  id.Person
	Org     id.Org
	Name    string
	Email   string
	Search  string
	Fields  Fields `db:"-"` // what the text says to this one
	State   Arrival
	Why     string
	At      time.Time // UTC, of the state
	Token   string

	elsewhere bool // what came back is about an address of another domain
}
