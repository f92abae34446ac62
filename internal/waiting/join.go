package waiting

import (
	"context"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// Joining is a registration that is to wait for room.
type Joining struct {
	Key      string `json:"-"` // one-time key: the same twice is done once
	Request  registration.Request
	Together bool // all of them or none
}

// Joined is what came of it.
type Joined struct {
	ID    id.Wait
	Ahead int64 // how many groups wait before them
}

// Join puts people at the end of a meeting's waiting list, for the price they were
// shown. Those who fit at once are seated by the program moments later. It is for
// those who may register. Faults are those of a registration, and ok when there is
// room for all.
func Join(ctx context.Context, tx *db.Tx, j Joining) (done Joined, err error) {
	req := j.Request
	if err := mayWait(tx.Actor, req.Org); err != nil {
		return done, err
	}
	if found, err := tx.Recall(ctx, j.Key, j, &done); found || err != nil {
		return done, err
	}
	if err := tx.Lock(ctx, db.Waits, string(req.Meeting)); err != nil {
		return done, err
	}
	seen, err := registration.Look(ctx, tx, req)
	if err != nil {
		return done, err
	}
	if bad := check(seen, req); len(bad) > 0 {
		return done, bad.Err()
	}
	line, err := lineAt(ctx, tx, req.Meeting)
	if err != nil {
		return done, err
	}
	done.Ahead = int64(len(line))
	place, err := registration.Queue(ctx, tx, req.Meeting, int64(len(req.Guests)), 1)
	if err != nil {
		return done, err
	}
	w, err := save(ctx, tx, j, place)
	if err != nil {
		return done, err
	}
	done.ID = w.ID
	if err := tell(ctx, tx, w, "waiting.joined"); err != nil {
		return done, err
	}
	return done, tx.Remember(ctx, j.Key, j, done)
}

// check is why they cannot wait: there is room, or the price is another.
func check(seen registration.Prospect, req registration.Request) (bad problem.Fields) {
	if seen.Free < 0 || seen.Free >= int64(len(req.Guests)) {
		bad.Add("ok", "waiting.there_is_room", "")
	} else if seen.Quote.Net != req.Accepted {
		bad.Add("ok", "waiting.price_changed", "")
	}
	return bad
}

// save keeps the wait; somebody who waits already is refused.
func save(ctx context.Context, tx *db.Tx, j Joining, place int64) (w Wait, err error) {
	req := j.Request
	w = Wait{
		ID: id.Wait(tx.NewID()), Programme: req.Programme, Meeting: req.Meeting, Org: req.Org, Person: tx.Actor.Person, Place: place,
		Together: j.Together, Only: req.Only, GLN: req.GLN, OrderRef: req.OrderRef, BuyerRef: req.BuyerRef, Email: req.Email, Message: req.Message,
		Shown: req.Accepted.Minor, Currency: req.Accepted.Currency, State: Waiting, CreatedAt: tx.Now,
	}
	if err := w.name(req.Guests); err != nil {
		return w, err
	}
	if err := insert(ctx, tx, w); err != nil {
		return w, err
	}
	var bad problem.Fields
	for i, g := range req.Guests {
		fresh, err := claim(ctx, tx, w, g.Email)
		if err != nil {
			return w, err
		}
		if !fresh {
			bad.Add(fmt.Sprint("mail", i+1), "waiting.already", "")
		}
	}
	return w, bad.Err()
}

// tell notes what happened to a wait, has its mail sent, and the line looked at.
func tell(ctx context.Context, tx *db.Tx, w Wait, code string) error {
	return errors.Join(
		tx.Audit(ctx, code, string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "people": len(w.Guests)}),
		tx.Enqueue(ctx, code, letter{Wait: w.ID}),
		tx.Enqueue(ctx, "waiting.look", w.Meeting, db.Once(string(w.Meeting))),
	)
}
