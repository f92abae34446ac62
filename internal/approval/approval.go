package approval

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// State is how far a request has come.
type State string

const (
	Waiting   State = "waiting"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn" // by a contact person
	Expired   State = "expired"   // nobody answered in time
)

// Approval is a registration that waits, or waited, for a signer.
type Approval struct {
	ID           id.Approval
	Programme    id.Programme
	Org          id.Org
	Person       id.Person // who asked
	Field        string    // of work
	Request      registration.Request
	Quote        registration.Quote // as whoever asked saw it
	Limit        money.Money        // what they might have decided alone
	State        State
	AskedAt      time.Time  // UTC
	Until        time.Time  // UTC; nobody can say yes from then on
	DecidedAt    *time.Time // UTC; nil while it waits
	DecidedBy    id.Person
	Reason       string
	Registration id.Registration
	hold         id.Hold
}

// open tells whether somebody can still say yes.
func (a Approval) open(now time.Time) bool { return a.State == Waiting && now.Before(a.Until) }

// signers are those who may decide it, at this moment.
func (a Approval) signers(ctx context.Context, tx *db.Tx) ([]people.Person, error) {
	return people.SignersIn(ctx, tx, a.Org, a.Field)
}

// Path is where those who are signed in see it.
func Path(one id.Approval) string { return listPath + "/" + string(one) }

// row is an approval as it is kept.
type row struct {
	ID           id.Approval
	Programme    id.Programme
	Org          id.Org
	Person       id.Person
	Field        string
	Request      string
	Quote        string
	LimitMinor   int64 `db:"limit_minor"`
	Hold         id.Hold
	State        State
	AskedAt      time.Time `db:"asked_at"`
	Until        time.Time
	DecidedAt    *time.Time `db:"decided_at"`
	DecidedBy    id.Person  `db:"decided_by"`
	Reason       string
	Registration id.Registration
}

func (a Approval) row() (r row, err error) {
	request, err := json.Marshal(a.Request)
	if err != nil {
		return r, err
	}
	quote, err := json.Marshal(a.Quote)
	return row{
		a.ID, a.Programme, a.Org, a.Person, a.Field, string(request), string(quote), a.Limit.Minor, a.hold, a.State,
		a.AskedAt, a.Until.UTC(), a.DecidedAt, a.DecidedBy, a.Reason, a.Registration,
	}, err
}

func (r row) approval() (a Approval, err error) {
	a = Approval{
		ID: r.ID, Programme: r.Programme, Org: r.Org, Person: r.Person, Field: r.Field, State: r.State, AskedAt: r.AskedAt.UTC(),
		Until: r.Until.UTC(), DecidedBy: r.DecidedBy, Reason: r.Reason, Registration: r.Registration, hold: r.Hold,
	}
	if r.DecidedAt != nil {
		at := r.DecidedAt.UTC()
		a.DecidedAt = &at
	}
	if err := json.Unmarshal([]byte(r.Request), &a.Request); err != nil {
		return a, fmt.Errorf("request of approval %s: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Quote), &a.Quote); err != nil {
		return a, fmt.Errorf("quote of approval %s: %w", r.ID, err)
	}
	a.Limit = money.Money{Minor: r.LimitMinor, Currency: a.Quote.Net.Currency}
	return a, nil
}
