package registration

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

// keep holds n places at the meeting of June for an organisation.
func (w *world) keep(ctx context.Context, who access.Actor, n int64) (one id.Hold, err error) {
	err = w.d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Hold(ctx, tx, Holding{Org: who.Org, Places: []Place{{w.meetings[0], n}}, Until: tx.Now.Add(time.Hour), Why: "test"})
		return err
	})
	return one, err
}

func TestKeptPlacesAreTakenUntilTheyAreFree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 4})
		one, err := w.keep(t.Context(), w.dorte, 2)
		if err != nil || one == "" {
			t.Fatal(one, err)
		}
		if _, err := w.send(t.Context(), w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest")); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("a kept place was given: %v %v", err, keysOf(err))
		}
		if _, err := w.keep(t.Context(), w.bodil, 3); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("a kept place was kept again: %v %v", err, keysOf(err))
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := Queue(ctx, tx, w.meetings[0], 1, 1)
			return err
		})
		w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
			full, err := CountBy(ctx, tx, w.meetings[:1])
			if got := full[w.meetings[0]]; err != nil || got.Taken() != 2 || got.Ahead() != 3 || got.People != 0 {
				t.Errorf("%+v %v", got, err)
			}
			a, err := AttendanceOf(ctx, tx, w.network, w.meetings[:1])
			if a.Ahead[w.meetings[0]] != 3 {
				t.Errorf("public pages count %d", a.Ahead[w.meetings[0]])
			}
			return err
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := Queue(ctx, tx, w.meetings[0], -1, -1)
			return err
		})
		release := func(ctx context.Context, tx *db.Tx) error { return Release(ctx, tx, one) }
		if err := w.d.Write(t.Context(), w.bodil, release); err == nil {
			t.Error("a stranger freed it")
		}
		for range 2 { // twice is once
			w.write(t, w.dorte, release)
		}
		w.counts(t, map[string]int64{`holds`: 0, `jobs WHERE kind = 'registration.freed'`: 1, `jobs WHERE kind = 'registration.lapse'`: 1, `rooms WHERE taken = 0`: 1})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
	})
}

// A kept place is not given up to those who have begun to wait behind it.
func TestAKeptPlaceIsNotLostToTheLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 1})
		var one id.Hold
		w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
			one, err = Hold(ctx, tx, Holding{Org: w.egelund, Places: []Place{{w.meetings[0], 1}}, Until: tx.Now.Add(time.Hour), Why: "test"})
			return err
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := Queue(ctx, tx, w.meetings[0], 3, 1)
			return err
		})
		signer := w.carlo
		signer.Grants = []access.Grant{{Role: access.Signer, Scope: access.At(w.egelund)}}
		req := w.ask(15000, "Mette Holm")
		if _, err := w.send(t.Context(), w.bodil, req); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("one who passes the line: %v %v", err, keysOf(err))
		}
		if err := d.Write(t.Context(), signer, func(ctx context.Context, tx *db.Tx) error {
			_, err := Approved(ctx, tx, req, Consent{For: w.bodil.Person, Hold: one})
			return err
		}); err != nil {
			t.Errorf("a signer says yes: %v %v", err, keysOf(err))
		}
	})
}

func TestNothingIsKeptWhereThereIsRoomForAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		if one, err := w.keep(t.Context(), w.bodil, 2); one != "" || err != nil {
			t.Error(one, err)
		}
		w.counts(t, map[string]int64{`holds`: 0, `rooms`: 0})
	})
}

// grab has many contact persons ask for one place at the same moment, half of
// them to sit in it and half to keep it. It tells how many got one.
func (w *world) grab(t *testing.T, crowd int) (got int) {
	t.Helper()
	who := make([]access.Actor, crowd)
	for i := range who {
		org := w.org(t, newMunicipality(i))
		who[i] = w.person(t, fmt.Sprint("Kontakt ", i), fmt.Sprintf("kontakt%d@by%d.example", i, i), org, access.Contact, access.At(org))
		w.person(t, fmt.Sprint("Gæst ", i), fmt.Sprintf("gaest%d@by%d.example", i, i), org, "", "")
	}
	dbtest.Warm(t, w.d, 8)
	w.armed()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range who {
		all.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = w.keep(t.Context(), who[i], 1)
			} else {
				req := w.ask(15000, fmt.Sprint("Gæst ", i))
				req.Org, req.Guests[0].Email = who[i].Org, fmt.Sprintf("gaest%d@by%d.example", i, i)
				_, err = w.send(t.Context(), who[i], req)
			}
			switch {
			case err == nil:
				mu.Lock()
				got++
				mu.Unlock()
			case !slices.Contains(keysOf(err), "moede registration.full"):
				t.Error(err, keysOf(err))
			}
		})
	}
	all.Wait()
	return got
}

func TestTheLastPlacesAreKeptOrGivenOnce(t *testing.T) {
	const crowd, capacity = 32, 7
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: capacity})
		if got := w.grab(t, crowd); got != capacity {
			t.Errorf("%d got a place", got)
		}
		w.counts(t, map[string]int64{`rooms WHERE taken = 7`: 1})
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockKeptPlacesAreGivenAway(t *testing.T) {
	const crowd, capacity = 8, 1
	for range 20 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, bent{capacity: capacity})
		w.arm = func() { dbtest.Unlocked(d, crowd) }
		if got := w.grab(t, crowd); got <= capacity {
			continue
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			if err := Check(ctx, tx); err == nil {
				t.Error("Check did not see it")
			}
			return nil
		})
		return
	}
	t.Error("the only place was never given twice: does the lock do anything?")
}
