package registration

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
	"faelled/internal/money"
)

func TestTheSameFormTwiceIsDoneOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		req := w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest")
		req.Key = "key"
		dbtest.Warm(t, d, 8)
		var answers [8]Receipt
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				var err error
				if answers[i], err = w.send(t.Context(), w.bodil, req); err != nil {
					t.Error(err, keysOf(err))
				}
			})
		}
		all.Wait()
		for _, again := range answers {
			if again.Number == 0 || again.Number != answers[0].Number || again.Quote.Net != money.DKK(21875) {
				t.Errorf("one was told %d, another %d", answers[0].Number, again.Number)
			}
		}
		w.counts(t, map[string]int64{`seats`: 15, `registrations`: 1, `invoices`: 2, `answers`: 1})
		req.Guests = req.Guests[:1]
		if _, err := w.send(t.Context(), w.bodil, req); !slices.Equal(keysOf(err), []string{" web.reused"}) {
			t.Errorf("another form with the same key: %v %v", err, keysOf(err))
		}
	})
}

// rush has many contact persons, each of their own municipality, ask for one
// seat at the same moment. It tells how many got one.
func (w *world) rush(t *testing.T, crowd int) (got int) {
	t.Helper()
	who := make([]access.Actor, crowd)
	for i := range who {
		name := fmt.Sprint("Kontakt ", i)
		org := w.org(t, newMunicipality(i))
		who[i] = w.person(t, name, fmt.Sprintf("kontakt%d@by%d.example", i, i), org, access.Contact, access.At(org))
		// The guest is known, so that nothing is written before seats are counted.
		w.person(t, fmt.Sprint("Gæst ", i), fmt.Sprintf("gaest%d@by%d.example", i, i), org, "", "")
	}
	dbtest.Warm(t, w.d, 8)
	w.armed()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range who {
		all.Go(func() {
			req := w.ask(15000, fmt.Sprint("Gæst ", i))
			req.Org, req.Guests[0].Email = who[i].Org, fmt.Sprintf("gaest%d@by%d.example", i, i)
			_, err := w.send(t.Context(), who[i], req)
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

func TestTheLastSeatsAreGivenOnce(t *testing.T) {
	const crowd, capacity = 64, 10
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: capacity})
		if got := w.rush(t, crowd); got != capacity {
			t.Errorf("%d got a seat", got)
		}
		w.counts(t, map[string]int64{`seats`: 5 * capacity, `memberships`: capacity, `invoices`: 2 * capacity})
	})
}

// Without the lock the test above must fail, or it proves nothing. On a busy
// machine one may be done before the others look, so it gets a few tries.
func TestWithoutTheLockSeatsAreOversold(t *testing.T) {
	const crowd, capacity = 8, 1
	for range 5 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, bent{capacity: capacity})
		w.arm = func() { dbtest.Unlocked(d, crowd) }
		if got := w.rush(t, crowd); got <= capacity {
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
	t.Error("the only seat was never given twice: does the lock do anything?")
}

// A meeting that is cancelled while somebody registers gets no guests: the
// command had loaded it before, and begins again.
func TestNobodyIsSeatedAtAMeetingCancelledMeanwhile(t *testing.T) {
	for name, capacity := range map[string]int64{"limited": 10, "unlimited": 0} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Postgres(t)
			w := newWorld(t, d, bent{capacity: capacity})
			w.person(t, "Mette Holm", mailOf("Mette Holm"), w.egelund, "", "")
			d.BeforeWrite = func() {
				d.BeforeWrite = nil
				w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
					return meeting.Cancel(ctx, tx, w.meetings[0], "Oplægsholderen er syg")
				})
			}
			_, err := w.send(t.Context(), w.bodil, w.ask(15000, "Mette Holm"))
			if !slices.Equal(keysOf(err), []string{"moede registration.cancelled"}) {
				t.Errorf("%v %v", err, keysOf(err))
			}
			w.counts(t, map[string]int64{`seats`: 0, `invoices`: 0, `meetings WHERE state = 'cancelled'`: 1})
		})
	}
}

// apart has two people of one municipality withdrawn at the same moment, and
// tells what is left to pay for the meeting, in øre.
func (w *world) apart(t *testing.T) (left int64) {
	t.Helper()
	w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
	dbtest.Warm(t, w.d, 8)
	w.armed()
	var all sync.WaitGroup
	for _, name := range []string{"Mette Holm", "Jens Bruun"} {
		l := w.leaver(t, name, w.meetings[0])
		all.Go(func() {
			for _, net := range []int64{-137500, 0} { // the second one leaves the price as it is
				_, err := w.withdraw(t, w.bodil, l, net)
				if err == nil {
					return
				}
				if !slices.Contains(keysOf(err), "ok registration.price_changed") {
					t.Error(err, keysOf(err))
				}
			}
		})
	}
	all.Wait()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		invoiced, err := billing.Invoiced(ctx, tx, w.network, w.egelund)
		left = invoiced[w.meetings[0]].Minor
		return err
	})
	return left
}

func TestTwoWhoLeaveAtOnceGetTheDifferenceOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		if left := w.apart(t); left != 300000 {
			t.Errorf("%d is left to pay for one person", left)
		}
		w.counts(t, map[string]int64{`former_seats`: 2, `invoices WHERE corrects <> ''`: 1})
	})
}

// Without the lock both believe that they were the third.
func TestWithoutTheLockTheDifferenceIsPaidTwice(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d, bent{})
	w.arm = func() { dbtest.Unlocked(d, 2) }
	if left := w.apart(t); left == 300000 {
		t.Error("all went well: does the lock do anything?")
	}
}

// two has the two contact persons of one municipality, which is no member,
// register one and two people at the same moment.
func (w *world) two(t *testing.T) (joined int, refused int) {
	t.Helper()
	second := w.person(t, "Eva Dal", "eva.dal@egelund.example", w.egelund, access.Contact, access.At(w.egelund))
	for _, name := range []string{"Mette Holm", "Jens Bruun", "Hanne Vest"} {
		w.person(t, name, mailOf(name), w.egelund, "", "")
	}
	dbtest.Warm(t, w.d, 8)
	w.armed()
	asks := []struct {
		who   access.Actor
		names []string
		costs []int64 // first, or after the other
	}{{w.bodil, []string{"Mette Holm"}, []int64{15000, 6875}}, {second, []string{"Jens Bruun", "Hanne Vest"}, []int64{15000, 6875}}}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, a := range asks {
		all.Go(func() {
			for _, cost := range a.costs { // the price changed: they see the new one, and accept that
				done, err := w.send(t.Context(), a.who, w.ask(cost, a.names...))
				if slices.Contains(keysOf(err), "ok registration.price_changed") {
					continue
				}
				mu.Lock()
				defer mu.Unlock()
				if done.Joined {
					joined++
				}
				if err != nil {
					refused++
				}
				return
			}
		})
	}
	all.Wait()
	return joined, refused
}

func TestOneMunicipalityFromTwoContactsJoinsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		joined, refused := w.two(t)
		if joined != 1 || refused != 0 {
			t.Errorf("joined %d times, refused %d", joined, refused)
		}
		w.counts(t, map[string]int64{`memberships`: 1, `seats`: 15, `registrations`: 2})
		if got := w.invoiced(t, w.egelund); got != 2187500 {
			t.Errorf("invoiced %d for three people", got)
		}
	})
}

// Without the lock both believe they are the first, and the tier is wrong.
func TestWithoutTheLockOneMunicipalityPaysTwoTiers(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d, bent{})
	w.arm = func() { dbtest.Unlocked(d, 2) }
	joined, refused := w.two(t)
	if joined == 1 && refused == 0 && w.invoiced(t, w.egelund) == 2187500 {
		t.Error("all went well: does the lock do anything?")
	}
}
