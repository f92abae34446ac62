package registration

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
)

// take gives the guests their seats where there is room, and places in line where
// there is none. It is the last that a
// registration does: until it commits, nobody else gets a seat at these meetings,
// and nobody moves or cancels them. If somebody did since they were loaded, it
// all begins again. The places that were kept for them are theirs.
func take(ctx context.Context, tx *db.Tx, s scene, req Request, kept id.Hold, done Receipt) error {
	held, err := heldAt(ctx, tx, kept)
	if err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Seats, texts(append(held, idsOf(s.Plan.Touched)...))...); err != nil {
		return err
	}
	if len(held) > 0 {
		if err := s.use(ctx, tx, kept); err != nil {
			return err
		}
	}
	taken, err := keptRooms(ctx, tx, s.Plan.Touched)
	if err != nil {
		return err
	}
	if err := checkRoom(s.contested(), taken).Err(); err != nil {
		return err
	}
	if share(s.At, taken, s.Held, req.Together) {
		return fmt.Errorf("seats at later meetings: %w", db.ErrStale) // what is told, and remembered, was another thing
	}
	if err := fill(ctx, tx, s.At, taken); err != nil {
		return err
	}
	seats, waits, err := s.places(ctx, tx, req, done)
	if err != nil {
		return err
	}
	n, err := insertSeats(ctx, tx, seats)
	if err != nil {
		return err
	}
	stand, err := insertStandbys(ctx, tx, waits)
	if err == nil && n+stand < len(s.Give) {
		err = problem.Fields{{Name: "navn1", Key: "registration.raced"}}.Err()
	}
	return err
}

// places are the seats that the guests get, and the ends of the lines they go to: at
// each meeting the first of them sit. Who has a place in a line is looked after by
// whoever serves it, from now on.
func (s scene) places(ctx context.Context, tx *db.Tx, req Request, done Receipt) (seats []Seat, waits []standbyRow, err error) {
	for _, at := range s.At {
		sit := at.Add - at.Wait
		group := standbyRow{Together: req.Together}
		if at.Wait > 0 {
			group.Wait = id.Wait(tx.NewID())
			if group.Place, group.CameAs, err = queue(ctx, tx, at.Meeting.ID, at.Wait, 1); err != nil {
				return nil, nil, err
			}
			if err := tellFreed(ctx, tx, at.Meeting.ID); err != nil {
				return nil, nil, err
			}
		}
		for _, g := range s.Give {
			if g.Meeting != at.Meeting.ID {
				continue
			}
			one := Seat{ID: id.Seat(tx.NewID()), Registration: done.ID, Programme: req.Programme, Meeting: g.Meeting, Org: req.Org, Person: g.Person, At: tx.Now}
			if sit--; sit >= 0 {
				seats = append(seats, one)
				continue
			}
			group.Seat = one
			waits = append(waits, group)
		}
	}
	return seats, waits, nil
}

// keptRooms is how many seats are taken where room is limited, or was once, and
// keeps it from now on where nobody did. It is db.ErrStale when one of the
// meetings has changed since it was loaded.
func keptRooms(ctx context.Context, tx *db.Tx, meetings []meeting.Meeting) (map[id.Meeting]int64, error) {
	kept, err := lockedRooms(ctx, tx, meetings)
	if err != nil {
		return nil, err
	}
	rest, err := countRest(ctx, tx, idsOf(limited(meetings)), kept)
	if err != nil {
		return nil, err
	}
	for _, m := range rest {
		if err := openRoom(ctx, tx, m, kept[m]); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// fill keeps how many seats are taken, at the meetings where that is kept.
// The guests are rarely more at one meeting than at another: one statement.
func fill(ctx context.Context, tx *db.Tx, at []standing, taken map[id.Meeting]int64) error {
	more := map[int64][]id.Meeting{}
	for _, s := range at {
		if n := s.Add - s.Wait; n > 0 {
			if _, kept := taken[s.Meeting.ID]; kept {
				more[n] = append(more[n], s.Meeting.ID)
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(more)) {
		if err := fillRooms(ctx, tx, more[n], n); err != nil {
			return err
		}
	}
	return nil
}
