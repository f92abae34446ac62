package registration

import (
	"context"
	"maps"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
)

// take gives the guests their seats, where there is room. It is the last that a
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
	if err := fill(ctx, tx, s.At, taken); err != nil {
		return err
	}
	seats := make([]Seat, len(s.Give))
	for i, g := range s.Give {
		seats[i] = Seat{ID: id.Seat(tx.NewID()), Registration: done.ID, Programme: req.Programme, Meeting: g.Meeting, Org: req.Org, Person: g.Person, At: tx.Now}
	}
	n, err := insertSeats(ctx, tx, seats)
	if err == nil && n < len(seats) {
		err = problem.Fields{{Name: "navn1", Key: "registration.raced"}}.Err()
	}
	return err
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
		if _, kept := taken[s.Meeting.ID]; kept && s.Add > 0 {
			more[s.Add] = append(more[s.Add], s.Meeting.ID)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(more)) {
		if err := fillRooms(ctx, tx, more[n], n); err != nil {
			return err
		}
	}
	return nil
}
