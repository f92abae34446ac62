package registration

import (
	"context"
	"errors"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
)

// Place is how many places at one meeting.
type Place struct {
	Meeting id.Meeting
	N       int64
}

// Holding asks for places to be kept for an organisation's people while somebody
// makes up their mind.
type Holding struct {
	Org      id.Org
	Places   []Place   // the first is needed; of the others as many as there is room for
	Together bool      // of those others all or none, at each meeting
	Until    time.Time // then they are free again, whatever happened
	Why      string    // the room that keeps them: "approval", "waiting"
	For      id.Hold   // what was kept until now, which these take the place of; mostly none
}

// Hold keeps places at those of the meetings where room is limited: to all others
// they are taken. The id is empty when nowhere is. It is the last that a command
// does, as take is; that there is no room at the first is under moede. For those who
// may register for the organisation, and jobs.
func Hold(ctx context.Context, tx *db.Tx, h Holding) (id.Hold, error) {
	if err := mayHold(tx.Actor, h.Org); err != nil {
		return "", err
	}
	at, rooms, err := h.limited(ctx, tx)
	if err != nil {
		return "", err
	}
	if len(rooms) == 0 {
		return "", Release(ctx, tx, h.For)
	}
	held, err := heldAt(ctx, tx, h.For)
	if err != nil {
		return "", err
	}
	if err := tx.Lock(ctx, db.Seats, texts(append(held, idsOf(rooms)...))...); err != nil {
		return "", err
	}
	had, err := letGo(ctx, tx, h.For)
	if err != nil {
		return "", err
	}
	taken, err := keptRooms(ctx, tx, rooms)
	if err != nil {
		return "", err
	}
	if err := checkRoom(at[:1], taken).Err(); err != nil {
		return "", err
	}
	share(at, taken, placesAt(had), h.Together)
	if err := tellLess(ctx, tx, had, at); err != nil {
		return "", err
	}
	at = slices.DeleteFunc(at, func(s standing) bool { return s.Meeting.Capacity == 0 || s.Add == s.Wait })
	if len(at) == 0 {
		return "", nil
	}
	if err := fill(ctx, tx, at, taken); err != nil {
		return "", err
	}
	one := id.Hold(tx.NewID())
	if err := insertHold(ctx, tx, one, h, at); err != nil {
		return "", err
	}
	return one, tx.Enqueue(ctx, "registration.lapse", one, db.At(h.Until))
}

// limited are the meetings of a holding, the first of them first; where room is not
// limited nothing has to be kept later, and everything is there at the first.
func (h Holding) limited(ctx context.Context, tx *db.Tx) (at []standing, rooms []meeting.Meeting, err error) {
	wanted := make([]id.Meeting, len(h.Places))
	for i, p := range h.Places {
		wanted[i] = p.Meeting
	}
	found, err := meeting.ByIDs(ctx, tx, wanted)
	bounded := false
	for i, p := range h.Places {
		one, ok := found[p.Meeting]
		if !ok || p.N <= 0 || i > 0 && one.Capacity == 0 {
			continue
		}
		bounded = bounded || one.Capacity > 0
		at, rooms = append(at, standing{Meeting: one, Add: p.N}), append(rooms, one)
	}
	if !bounded {
		return nil, nil, err
	}
	return at, rooms, err
}

// placesAt is how many were kept at each meeting.
func placesAt(had []Place) map[id.Meeting]int64 {
	kept := map[id.Meeting]int64{}
	for _, p := range had {
		kept[p.Meeting] += p.N
	}
	return kept
}

// tellLess tells who waits where fewer places are kept than were.
func tellLess(ctx context.Context, tx *db.Tx, had []Place, at []standing) (err error) {
	for _, p := range had {
		i := slices.IndexFunc(at, func(s standing) bool { return s.Meeting.ID == p.Meeting })
		if i < 0 || at[i].Add-at[i].Wait < p.N {
			err = errors.Join(err, tellFreed(ctx, tx, p.Meeting))
		}
	}
	return err
}

// Release gives kept places free. One that is free already, or is none, changes
// nothing. "registration.freed" tells who waits for them.
func Release(ctx context.Context, tx *db.Tx, one id.Hold) error {
	rows, err := holdRows(ctx, tx, one)
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := mayHold(tx.Actor, rows[0].Org); err != nil {
		return err
	}
	at := make([]id.Meeting, len(rows))
	for i, r := range rows {
		at[i] = r.Meeting
	}
	if err := tx.Lock(ctx, db.Seats, texts(at)...); err != nil {
		return err
	}
	freed, err := letGo(ctx, tx, one)
	for _, p := range freed {
		err = errors.Join(err, tellFreed(ctx, tx, p.Meeting))
	}
	return err
}

// tellFreed tells who waits for a place that there may be one.
func tellFreed(ctx context.Context, tx *db.Tx, m id.Meeting) error {
	return tx.Enqueue(ctx, "registration.freed", m, db.Once(string(m)))
}

// letGo takes a hold away at meetings that are locked, and tells what it kept.
func letGo(ctx context.Context, tx *db.Tx, one id.Hold) ([]Place, error) {
	freed, err := deleteHold(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	for _, p := range freed {
		if err := fillRooms(ctx, tx, []id.Meeting{p.Meeting}, -p.N); err != nil {
			return nil, err
		}
	}
	return freed, nil
}

// lapse frees places that were kept until now.
func lapse(ctx context.Context, d *db.DB, j jobs.Job) error {
	var one id.Hold
	if err := j.Into(&one); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return Release(ctx, tx, one) })
}
