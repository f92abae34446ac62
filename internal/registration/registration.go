package registration

import (
	"embed"
	"time"

	"faelled/internal/billing"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Request asks for seats for people of one organisation, at one meeting and at
// the later ones that its membership covers.
type Request struct {
	Key       string `json:"-"` // one-time key: the same request twice is done once
	Programme id.Programme
	Meeting   id.Meeting
	Only      bool // a member's people come to Meeting alone
	Org       id.Org
	Guests    []people.Guest

	GLN      string // where the invoice goes, 13 digits
	OrderRef string // requisition; this or BuyerRef is needed
	BuyerRef string // who approves the invoice
	Email    string // for the receipt
	Message  string // to the secretariat

	Together bool // where a later meeting has no room for all of them, all of them wait

	Accepted money.Money // the net price they were shown and said yes to

	renewed bool // nobody sent it: the organisation goes on because it did not answer
}

// Receipt is what a registration came to.
type Receipt struct {
	ID       id.Registration
	Number   int64 // 2021048217: the year and six digits of no meaning
	Joined   bool  // the organisation became a member with it
	Quote    Quote
	Persons  []id.Person  // in the order of the guests
	Meetings []id.Meeting // where at least one of them got a seat, by day
	Waits    []id.Meeting // later ones that were full: where at least one of them waits in line, by day
}

// Quote is what a registration costs, explained meeting by meeting. Amounts are
// without VAT unless they say so.
type Quote struct {
	Lines  []QuoteLine // by day
	RateBP int64       // of VAT, in basis points: 25 % is 2500
	Net    money.Money
	VAT    money.Money // rounded once for each invoice it becomes
	Gross  money.Money
}

// QuoteLine is one meeting: how many people the organisation has there before
// and after, the tier that gives, and what is still to be paid.
type QuoteLine struct {
	Meeting  id.Meeting
	Title    string
	Day      when.Date
	First    bool // the meeting they join with, which has an invoice of its own
	Before   int64
	After    int64
	Tier     billing.Tier // of After, or of those who are paid for all the same
	Price    money.Money  // of that tier
	Invoiced money.Money
	Due      money.Money // less than nothing is money back
	Later    when.Date   // the last day before it is counted and invoiced; empty: at once
}

// Now is the part of the net price that is invoiced at once.
func (q Quote) Now() (sum money.Money) {
	for _, l := range q.Lines {
		if l.Later == "" {
			sum = sum.Add(l.Due)
		}
	}
	return sum
}

// Seat is one person's place at a meeting, or in the line for one that is paid for.
type Seat struct {
	ID           id.Seat
	Registration id.Registration
	Programme    id.Programme
	Meeting      id.Meeting
	Org          id.Org
	Person       id.Person
	At           time.Time `db:"created_at"` // UTC
	Standby      bool      `db:"-"`          // they wait for it
}

// Count is how full a meeting is. Held are places that are kept for somebody, and
// Waiting are people in its line.
type Count struct{ People, Orgs, Held, Waiting int64 }

// Taken is how many places nobody else can have.
func (c Count) Taken() int64 { return c.People + c.Held }

// Ahead is how many places are gone for whoever comes now: those taken, and those of
// people who wait, for they are first. Every page compares this with the room.
func (c Count) Ahead() int64 { return c.Taken() + c.Waiting }

// Membership is an organisation that takes part in a programme.
type Membership struct {
	Programme id.Programme
	Org       id.Org
	JoinedAt  time.Time // UTC, the first time
	People    int64     // different people with a seat at any of its meetings
}

// Summary is one registration for the secretariat's desk.
type Summary struct {
	ID        id.Registration
	Number    int64
	At        time.Time `db:"created_at"` // UTC
	Programme id.Programme
	Meeting   id.Meeting
	Org       id.Org
	Joined    bool
	People    int64 // seated by it
	Net       money.Money
	Message   string // to the secretariat
}
