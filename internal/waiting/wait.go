package waiting

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// State is how a wait has ended, or that it has not.
type State string

const (
	Waiting State = "waiting"
	Seated  State = "seated"  // all of them got a seat
	Left    State = "left"    // they do not wait any more
	Refused State = "refused" // it could not be registered; the mail said why
	Handed  State = "handed"  // somebody must approve the sum first: they wait there now
	Closed  State = "closed"  // the meeting began, or is cancelled
)

// Wait is some people of one organisation who wait for seats at a meeting.
type Wait struct {
	ID        id.Wait
	Programme id.Programme
	Meeting   id.Meeting
	Org       id.Org
	Person    id.Person // who asked
	Place     int64     // the order of the line
	Ahead     bool
	Together  bool // all of them or none
	Only      bool `db:"only_one"`
	GLN       string
	OrderRef  string `db:"order_ref"`
	BuyerRef  string `db:"buyer_ref"`
	Email     string
	Message   string
	Shown     int64 `db:"shown_minor"` // the net price they said yes to, for those who still wait
	Asked     int64 `db:"asked_minor"` // a higher one that they have been asked about; 0 when none
	Currency  string
	Reason    string // why the secretariat moved them to the front

	Registration id.Registration // their membership covers the meeting, see Covered; empty for others
	Number       int64           `db:"-"` // of it

	State     State
	CreatedAt time.Time  `db:"created_at"` // UTC
	EndedAt   *time.Time `db:"ended_at"`

	List   string         `db:"guests"` // JSON of Guests
	Guests []people.Guest `db:"-"`
}

// Covered tells whether their places are paid for already: their organisation joined
// while this meeting was full. Who they are is registration's to know.
func (w Wait) Covered() bool { return w.Registration != "" }

// Price is the net price they said yes to.
func (w Wait) Price() money.Money { return money.Money{Minor: w.Shown, Currency: w.Currency} }

// NewPrice is the higher one they are asked about.
func (w Wait) NewPrice() money.Money { return money.Money{Minor: w.Asked, Currency: w.Currency} }

// request is the first n of them as they are registered.
func (w Wait) request(n int64) registration.Request {
	return registration.Request{
		Programme: w.Programme, Meeting: w.Meeting, Only: w.Only, Org: w.Org, Guests: w.Guests[:n],
		GLN: w.GLN, OrderRef: w.OrderRef, BuyerRef: w.BuyerRef, Email: w.Email, Message: w.Message,
		Accepted: w.Price(), Together: w.Together,
	}
}

// name writes the guests for the database.
func (w *Wait) name(guests []people.Guest) error {
	text, err := json.Marshal(guests)
	w.Guests, w.List = guests, string(text)
	return err
}

// names reads them.
func (w *Wait) names() error {
	if err := json.Unmarshal([]byte(w.List), &w.Guests); err != nil {
		return fmt.Errorf("guests of wait %s: %w", w.ID, err)
	}
	w.CreatedAt = w.CreatedAt.UTC()
	return nil
}
