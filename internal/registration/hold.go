package registration

import (
	"context"
	"errors"
	"maps"
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
	Org    id.Org
	Places []Place
	Until  time.Time // then they are free again, whatever happened
	Why    string    // the room that keeps them: "approval", "waiting"
	For    id.Hold   // what was kept until now, which these take the place of; mostly none
}

// Hold keeps places at those of the meetings where room is limited: to all others
// they are taken. The id is empty when nowhere is. It is the last that a command
// does, as take is; that there is no room is under moede. For those who may
// register for the organisation, and jobs.
func Hold(ctx context.Context, tx *db.Tx, h Holding) (id.Hold, error) {
	if err := mayHold(tx.Actor, h.Org); err != nil {
		return "", err
	}
	wanted := map[id.Meeting]int64{}
	for _, p := range h.Places {
		wanted[p.Meeting] += p.N
	}
	found, err := meeting.ByIDs(ctx, tx, slices.Sorted(maps.Keys(wanted)))
	if err != nil {
		return "", err
	}
	var at []standing
	var rooms []meeting.Meeting
	for _, m := range slices.Sorted(maps.Keys(wanted)) {
		if one, ok := found[m]; ok && one.Capacity > 0 && wanted[m] > 0 {
			at, rooms = append(at, standing{Meeting: one, Add: wanted[m]}), append(rooms, one)
		}
	}
	if len(rooms) == 0 {
		return "", Release(ctx, tx, h.For)
	}
	held, err := heldAt(ctx, tx, h.For)
	if err != nil {
		return "", err
	}
	if err := tx.Lock(ctx, db.Seats, texts(append(held, slices.Sorted(maps.Keys(wanted))...))...); err != nil {
		return "", err
	}
	if h.For != "" {
		if err := replaced(ctx, tx, h.For, wanted); err != nil {
			return "", err
		}
	}
	taken, err := keptRooms(ctx, tx, rooms)
	if err != nil {
		return "", err
	}
	if err := checkRoom(at, taken).Err(); err != nil {
		return "", err
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

// replaced lets go of what was kept, at meetings that are locked. What is not kept
// again is free for whoever waits.
func replaced(ctx context.Context, tx *db.Tx, one id.Hold, again map[id.Meeting]int64) error {
	freed, err := letGo(ctx, tx, one)
	for _, p := range freed {
		if again[p.Meeting] < p.N {
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
