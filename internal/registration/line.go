package registration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Prospect is what a registration would come to when there is room.
type Prospect struct {
	Quote Quote
	Free  int64 // how many there is room for at the meeting; -1 when nobody counts
}

// Look finds every fault in a request but that it has to wait for room and that
// its price is accepted, as Register names them, and tells what it costs and how
// many there is room for. Those on the waiting list count as seated, but for the
// program itself, which gives them their seats.
func Look(ctx context.Context, tx *db.Tx, req Request) (p Prospect, err error) {
	req = req.tidy()
	if err := mayList(tx.Actor, req.Org); err != nil {
		return p, err
	}
	f := form{draft: draft{typed: typed{Org: req.Org, Meeting: req.Meeting, Only: req.Only, Guests: append([]people.Guest(nil), req.Guests...)}}}
	f.Programme = programme.Programme{ID: req.Programme}
	if err := f.look(ctx, tx, req.Meeting); err != nil {
		return p, err
	}
	bad := checkAll(f.Scene, req, tx.Now)
	bad = append(bad, checkSeated(f.Scene, f.ids())...)
	bad = append(bad, checkNumbers(f.Scene.Programme, f.Scene.List, f.Scene.At)...)
	p.Quote, p.Free = f.Scene.Quote, freeAt(f.Scene.At[0], f.Scene.Taken)
	return p, bad.Err()
}

// freeAt is how many there is room for at a meeting; -1 when it is not limited.
func freeAt(at standing, taken map[id.Meeting]int64) int64 {
	if c := at.Meeting.Capacity; c > 0 && at.Add > 0 {
		return max(0, c-taken[at.Meeting.ID])
	}
	return -1
}

// Crowd is those who wait in one meeting's line.
type Crowd struct {
	Meeting id.Meeting
	Persons int64 `db:"waiting"`
	Parties int64 // groups of one registration: what a place in the line is
}

// Queue keeps that so many more people, in so many more groups, wait for a seat at a
// meeting; fewer than none have stopped. It tells the last place of the line, which is
// that of a group that came. It is for the waiting list, which has the line locked.
func Queue(ctx context.Context, tx *db.Tx, one id.Meeting, persons, parties int64) (place int64, err error) {
	if err := tx.Lock(ctx, db.Seats, string(one)); err != nil {
		return 0, err
	}
	kept := map[id.Meeting]int64{}
	rows, err := rooms(ctx, tx, []id.Meeting{one})
	if err != nil {
		return 0, err
	}
	if _, ok := rows[one]; !ok {
		if _, err := countRest(ctx, tx, []id.Meeting{one}, kept); err != nil {
			return 0, err
		}
		if err := openRoom(ctx, tx, one, kept[one]); err != nil {
			return 0, err
		}
	}
	place, _, err = queue(ctx, tx, one, persons, parties)
	return place, err
}

// Queues is who waits at some meetings; those where nobody does are left out. It is
// no secret.
func Queues(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Crowd, error) {
	all, err := AllQueues(ctx, tx)
	maps.DeleteFunc(all, func(m id.Meeting, _ Crowd) bool { return !slices.Contains(meetings, m) })
	return all, err
}

// AllQueues is Queues for every meeting.
func AllQueues(ctx context.Context, tx *db.Tx) (map[id.Meeting]Crowd, error) {
	var rows []Crowd
	if err := tx.Select(ctx, &rows, `SELECT meeting, waiting, parties FROM rooms WHERE waiting > 0 OR parties > 0`); err != nil {
		return nil, fmt.Errorf("who waits: %w", err)
	}
	lines := map[id.Meeting]Crowd{}
	for _, r := range rows {
		lines[r.Meeting] = r
	}
	return lines, nil
}

// LastLeft is when a seat was last given up at a meeting; the zero time when none
// was.
func LastLeft(ctx context.Context, tx *db.Tx, m id.Meeting) (at time.Time, err error) {
	err = tx.Get(ctx, &at, `SELECT left_at FROM former_seats WHERE meeting = $1 ORDER BY left_at DESC LIMIT 1`, m)
	if errors.Is(err, sql.ErrNoRows) {
		return at, nil
	}
	return at.UTC(), err
}

// Handover is the payload of "waiting.approval": people who waited and got their
// places, for a sum that somebody else has to say yes to first.
type Handover struct {
	Wait    id.Wait
	Request Request
	Hold    id.Hold // their places
}

// HandedBack is the payload of "approval.unasked": what was handed over could not
// be asked for after all.
type HandedBack struct {
	Wait       id.Wait
	Why, About string // of the complaint
}

// Unsent is the actor's own form in a programme as it would be sent; the fault is
// that of another window when key is not its own.
func Unsent(ctx context.Context, tx *db.Tx, p id.Programme, key string) (Request, error) {
	d, err := draftOf(ctx, tx, p)
	switch {
	case err != nil:
		return Request{}, err
	case d.Key != key || d.Sent != 0:
		return Request{}, problem.Fields{{Key: "registration.other_window"}}.Err()
	}
	return d.request(p), nil
}

// Discard forgets the actor's own form in a programme.
func Discard(ctx context.Context, tx *db.Tx, p id.Programme) error {
	return deleteDraft(ctx, tx, tx.Actor.Person, p)
}
