package waiting

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/registration"
)

// pair has one place free at the later meeting, and two of town 1 who wait together
// for the full one.
func (w *world) pair(t *testing.T) (later id.Meeting, one id.Wait) {
	t.Helper()
	later = w.season(t, 3)
	w.mustEnter(t, 0, false, 0, 1)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, w.full)
		if err != nil {
			return err
		}
		m.Capacity = 2
		return meeting.Edit(ctx, tx, m)
	})
	req := w.ask(1, 0, 1)
	req.Accepted = money.DKK(6000)
	w.write(t, w.towns[1], func(ctx context.Context, tx *db.Tx) error {
		done, err := Join(ctx, tx, Joining{Request: req, Together: true})
		one = done.ID
		return err
	})
	w.drain(t)
	w.leave(t, 0, 0, 1)
	return later, one
}

// Who waited together for one meeting is not split at the later ones.
func TestTogetherIsSoAtEveryMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later, _ := w.pair(t)
		w.drain(t)
		w.comes(t, "1 0", "1 1")
		w.waits(t, later, "1 0 1")
		w.at(later).comes(t, "0 0", "0 1")
	})
}

// Nor is a place kept for one of them while somebody approves the sum.
func TestNoPlaceIsKeptForHalfAGroup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.limit(t, 1, 1000)
		later, _ := w.pair(t)
		w.drain(t)
		if len(w.handed) != 1 || !w.handed[0].Request.Together || w.handed[0].Hold == "" {
			t.Fatalf("handed over: %+v", w.handed)
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			counts, err := registration.CountBy(ctx, tx, []id.Meeting{w.full, later})
			if counts[w.full].Held != 2 || counts[later].Held != 0 {
				t.Errorf("kept: %+v", counts)
			}
			return err
		})
	})
}
