package attendance

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// AskedAt is what the participants of a meeting are asked for: nothing any more
// when the answers are deleted.
func AskedAt(ctx context.Context, tx *db.Tx, m meeting.Meeting) (Asked, error) {
	if needsOver(m, when.On(tx.Now)) {
		return Asked{}, nil
	}
	return askedAt(ctx, tx, m.ID)
}

// AskNeeds says what the participants of a meeting are asked for. What is no longer
// asked for is deleted at once, also where it was answered. For the secretariat.
func AskNeeds(ctx context.Context, tx *db.Tx, m meeting.Meeting, a Asked) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Seats, string(m.ID)); err != nil {
		return err
	}
	if needsOver(m, when.On(tx.Now)) {
		return problem.New(problem.Invalid, "attendance.needs_over_text")
	}
	a.Food = a.Food && HasDoor(m) // nobody is fed online
	kept, err := askedAt(ctx, tx, m.ID)
	if err != nil || kept == a {
		return err
	}
	if err := upsertAsked(ctx, tx, m.ID, a); err != nil {
		return err
	}
	if err := narrowNeeds(ctx, tx, m.ID, a); err != nil {
		return err
	}
	return tx.Audit(ctx, "attendance.asked_needs", string(m.ID), map[string]any{"food": a.Food, "access": a.Access})
}

// SayNeeds keeps what the actor needs at a meeting where they have a seat, and
// where it is asked for; nothing at all is as withdrawing. It can be said again,
// until the meeting begins. Neither what is needed, nor that something is, stands in
// the trail: both would tell of health. Faults are under kost, kost-note, adgang,
// adgang-note and samtykke.
func SayNeeds(ctx context.Context, tx *db.Tx, m meeting.Meeting, w Wish) error {
	if !tx.Actor.SignedIn() {
		return problem.New(problem.Unknown, "web.sign_in_first")
	}
	// alone with the seats: the seat is not given up, nor the question taken back, meanwhile
	if err := tx.Lock(ctx, db.Seats, string(m.ID)); err != nil {
		return err
	}
	seat, found, err := registration.OwnSeat(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	asked, err := askedAt(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if !found || !asked.Any() || needsOver(m, when.On(tx.Now)) {
		return problem.New(problem.NotFound, "attendance.no_needs")
	}
	if registration.Begun(m, tx.Now) {
		return problem.New(problem.Invalid, "attendance.needs_closed")
	}
	if w = w.tidied(asked); w.empty() {
		return deleteNeeds(ctx, tx, seat.ID)
	}
	if err := checkWish(w).Err(); err != nil {
		return err
	}
	return upsertNeeds(ctx, tx, w.row(seat.ID, m.Day, tx.Now))
}

// withdrawNeeds takes the actor's consent back, and deletes what they said with it.
// It asks for nothing else, can be done as long as there is anything, and twice is
// as once.
func withdrawNeeds(ctx context.Context, tx *db.Tx, m meeting.Meeting) error {
	if err := tx.Lock(ctx, db.Seats, string(m.ID)); err != nil { // what is said may be on its way to another seat
		return err
	}
	seat, found, err := registration.OwnSeat(ctx, tx, m.ID)
	if err != nil || !found {
		return err
	}
	return deleteNeeds(ctx, tx, seat.ID)
}

// needing is somebody with a seat who needs something.
type needing struct {
	guest
	Wish
	Day when.Date // of the meeting, when they answered
}

// needsAt is who needs what at a meeting, by name, for the secretariat. After the
// day on which it is deleted nobody is told, even if the night's work has failed.
func needsAt(ctx context.Context, tx *db.Tx, m meeting.Meeting) ([]needing, error) {
	if err := mayPlan(tx.Actor); err != nil || needsOver(m, when.On(tx.Now)) {
		return nil, err
	}
	return needy(ctx, tx, m)
}

func needy(ctx context.Context, tx *db.Tx, m meeting.Meeting) ([]needing, error) {
	rows, err := wishesAt(ctx, tx, m.ID, needsFrom(when.On(tx.Now)))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	wishes := make(map[id.Seat]wishRow, len(rows))
	for _, r := range rows {
		wishes[r.Seat] = r
	}
	seats, err := registration.AtTheDoor(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	kept := seats[:0]
	for _, s := range seats {
		if _, said := wishes[s.ID]; said {
			kept = append(kept, s)
		}
	}
	guests, err := named(ctx, tx, kept, nil)
	list := make([]needing, len(guests))
	for i, g := range guests {
		r := wishes[g.Seat]
		list[i] = needing{g, r.unpacked(), r.Day}
	}
	return list, err
}

func wishesOf(list []needing) []Wish {
	all := make([]Wish, len(list))
	for i, n := range list {
		all[i] = n.Wish
	}
	return all
}
