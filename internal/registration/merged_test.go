package registration

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
)

// merge makes one of two of Egelund's, and does the job twice, as the queue may.
func (w *world) merge(t testing.TB, kept, gone id.Person) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return people.Merge(ctx, tx, kept, gone) })
	w.inherit(t, kept, gone)
	w.inherit(t, kept, gone)
}

func (w *world) inherit(t testing.TB, kept, gone id.Person) {
	t.Helper()
	if err := Merged(t.Context(), w.d, system, people.Merged{Gone: gone, Kept: kept}); err != nil {
		t.Fatal(err)
	}
}

// Somebody was registered under two addresses: three seats become two at each
// meeting, and what the third cost is paid back. Check holds.
func TestTwoSeatsOfOnePersonBecomeOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Jens Bruun Nielsen"))
		kept, gone := w.find(t, "Jens Bruun"), w.find(t, "Jens Bruun Nielsen")
		w.merge(t, kept, gone)
		w.counts(t, map[string]int64{
			`seats`: 10, `former_seats`: 5, `rooms WHERE taken = 2`: 5, `seats WHERE person = '` + string(gone) + `'`: 0,
			`audit WHERE code = 'registration.united'`: 1, `jobs WHERE kind = 'registration.left'`: 0,
		})
		if got := w.invoiced(t, w.egelund); got != 1500000 {
			t.Errorf("invoiced %d for two people", got)
		}
		w.read(t, system, Check)
	})
}

// What only the gone one has becomes the kept one's, and costs nothing.
func TestSeatsMoveToWhoIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		kept := w.person(t, "Jens B.", "jb@egelund.example", w.egelund, "", "").Person
		w.merge(t, kept, w.find(t, "Jens Bruun"))
		w.counts(t, map[string]int64{`seats`: 15, `former_seats`: 0, `invoices WHERE corrects <> ''`: 0, `seats WHERE person = '` + string(kept) + `'`: 5})
		w.merge(t, kept, w.bodil.Person)
		w.counts(t, map[string]int64{`registrations WHERE person = '` + string(kept) + `'`: 1})
		w.read(t, system, Check)
	})
}

// After a meeting has begun both seats stay: they were paid for.
func TestWhatHasBegunIsNotUndone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Jens Bruun Nielsen"))
		clock(d, at("2021-06-02 12:00:00"))
		gone := w.find(t, "Jens Bruun Nielsen")
		w.merge(t, w.find(t, "Jens Bruun"), gone)
		w.counts(t, map[string]int64{`seats`: 11, `seats WHERE person = '` + string(gone) + `'`: 1, `former_seats`: 4})
		w.read(t, system, Check)
	})
}

// A registration that found the gone one just before gives them seats just after:
// the second time the job is done, those move as well.
func TestALateRegistrationIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		kept := w.person(t, "Jens B.", "jb@egelund.example", w.egelund, "", "").Person
		gone := w.person(t, "Jens Bruun", mailOf("Jens Bruun"), w.egelund, "", "").Person
		crowd := make(chan error, 1)
		go func() {
			_, err := w.send(t.Context(), w.bodil, w.ask(15000, "Jens Bruun"))
			crowd <- err
		}()
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return people.Merge(ctx, tx, kept, gone) })
		w.inherit(t, kept, gone)
		if err := <-crowd; err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.inherit(t, kept, gone)
		w.counts(t, map[string]int64{`seats`: 5, `seats WHERE person = '` + string(kept) + `'`: 5})
		if again := w.ask(0, "Jens Bruun"); again.Accepted.Minor == 0 {
			_, err := w.send(t.Context(), w.bodil, again)
			if keys := keysOf(err); len(keys) == 0 {
				t.Error("the other address gets a second seat")
			}
		}
		w.read(t, system, Check)
	})
}

// Both addresses in one form are one person, and that is said at the second.
func TestBothAddressesInOneForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		kept := w.person(t, "Jens B.", mailOf("Jens B"), w.egelund, "", "").Person
		gone := w.person(t, "Jens Bruun", mailOf("Jens Bruun"), w.egelund, "", "").Person
		w.merge(t, kept, gone)
		_, err := w.send(t.Context(), w.bodil, w.ask(15000, "Jens B", "Jens Bruun"))
		if keys := keysOf(err); len(keys) != 1 || keys[0] != "mail2 registration.same_mail" {
			t.Error(err, keys)
		}
	})
}
