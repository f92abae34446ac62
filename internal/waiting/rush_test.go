package waiting

import (
	"context"
	"slices"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/mail"
)

// rush has two seats freed at once while three wait, one registers without having
// waited, and several workers serve the line.
func (w *world) rush(t *testing.T) {
	t.Helper()
	w.fill(t, 0)
	for town := 1; town <= 3; town++ {
		w.mustJoin(t, town, false, 0)
	}
	dbtest.Warm(t, w.d, 8)
	var all sync.WaitGroup
	for n := range 2 {
		all.Go(func() { w.leave(t, 0, n) })
	}
	all.Go(func() {
		if err := w.register(t, 4, 0); err != nil && !slices.Contains(keysOf(err), "moede registration.full") {
			t.Error(err, keysOf(err))
		}
	})
	for range 3 {
		all.Go(func() {
			if err := w.runner(mail.NewBox()).Drain(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.drain(t)
}

func TestARushForFreedSeats(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 5)
		w.rush(t)
		w.comes(t, "1 0", "2 0")
	})
}

// twice serves one line from two workers at the same moment, when one seat is free
// and a group of two must not have been split nor anybody seated twice.
func (w *world) twice(t *testing.T) []error {
	t.Helper()
	w.fill(t, 0)
	w.mustJoin(t, 1, false, 0)
	w.mustJoin(t, 2, false, 0)
	w.leave(t, 0, 0)
	dbtest.Warm(t, w.d, 8)
	if w.arm != nil {
		w.arm()
	}
	var mu sync.Mutex
	var faults []error
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			err := w.d.Write(context.Background(), access.System(w.towns[1].Person), func(ctx context.Context, tx *db.Tx) error {
				_, err := serveOne(ctx, tx, w.full)
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			faults = append(faults, err)
		})
	}
	all.Wait()
	return faults
}

func TestTwoWorkersServeOneLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		for _, err := range w.twice(t) {
			if err != nil {
				t.Error(err, keysOf(err))
			}
		}
		w.drain(t)
		w.comes(t, "0 1", "1 0")
	})
}

// Without the lock both workers see the same turn, and one of them fails or seats
// somebody a second time.
func TestWithoutTheLockALineIsServedTwice(t *testing.T) {
	for range 5 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, 3)
		w.arm = func() { dbtest.Unlocked(d, 2) }
		for _, err := range w.twice(t) {
			if err != nil {
				return
			}
		}
		if err := d.Read(t.Context(), system, Check); err != nil {
			return
		}
	}
	t.Error("all went well: does the lock do anything?")
}

// jointly has two put on the list at the same moment.
func (w *world) jointly(t *testing.T) (places []int64) {
	t.Helper()
	w.fill(t, 0)
	dbtest.Warm(t, w.d, 8)
	if w.arm != nil {
		w.arm()
	}
	var all sync.WaitGroup
	for town := 1; town <= 2; town++ {
		all.Go(func() {
			if _, err := w.join(t, town, false, 0); err != nil {
				t.Error(err, keysOf(err))
			}
		})
	}
	all.Wait()
	if err := w.d.Read(t.Context(), system, func(ctx context.Context, tx *db.Tx) error {
		line, err := lineAt(ctx, tx, w.full)
		for _, one := range line {
			places = append(places, one.Place)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	return places
}

func TestNoTwoHaveOnePlace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		if got := w.jointly(t); !slices.Equal(got, []int64{1, 2}) {
			t.Errorf("places %v", got)
		}
	})
}
