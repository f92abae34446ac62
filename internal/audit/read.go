package audit

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Event is one thing that was done: who did what to which object. Nothing in it
// names a person but by reference.
type Event struct {
	ID       string
	At       time.Time // UTC
	Actor    id.Person
	OnBehalf id.Person `db:"on_behalf"`
	Code     string    // such as "registration.made"
	Object   string    // id of what it was done to
	Details  string    // JSON
	Sealed   bool
}

// pageSize is how many events a page shows.
const pageSize = 50

// mayRead: those who run the programmes answer for what is done in them.
func mayRead(who access.Actor) error {
	if who.IsStaff() {
		return nil
	}
	return problem.New(problem.Forbidden, "audit.staff_only")
}

// Filter is what the trail is narrowed to; empty fields narrow nothing.
type Filter struct {
	Object string
	Person id.Person // who did it, had it done, or had it done to them
	Kind   string    // a code
	Day    when.Date // in the house's time zone
	Before string    // id of the last event on the page before
}

// Events lists a page of what a filter finds, the newest first.
func Events(ctx context.Context, tx *db.Tx, f Filter) (events []Event, err error) {
	if err := mayRead(tx.Actor); err != nil {
		return nil, err
	}
	query, args := f.query()
	if err = tx.Select(ctx, &events, query, args...); err != nil {
		return nil, fmt.Errorf("audit events: %w", err)
	}
	for i := range events {
		events[i].At = events[i].At.UTC()
	}
	return events, nil
}

// Head is the place and seal of the last chained row. Kept outside the house,
// it shows whether a restored copy is older than it should be.
func Head(ctx context.Context, tx *db.Tx) (seq int64, seal string, err error) {
	h, err := headOf(ctx, tx)
	return h.Seq, h.Seal, err
}

// patience is how long a row may wait for the sealer before something is wrong
// with it.
const patience = time.Minute

// Check verifies the chain, and that the sealer keeps up.
func Check(ctx context.Context, tx *db.Tx, key []byte) error {
	if err := Verify(ctx, tx, key); err != nil {
		return err
	}
	var late int
	err := tx.Get(ctx, &late, `SELECT count(*) FROM audit WHERE seq IS NULL AND at < $1`, tx.Now.Add(-patience))
	if err == nil && late > 0 {
		err = fmt.Errorf("audit: %d rows are unsealed after a minute", late)
	}
	return err
}
