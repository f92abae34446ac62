package waiting

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// merge makes one of two guests, and does the jobs of it twice, as the queue may.
func (w *world) merge(t testing.TB, kept, gone people.Guest) {
	t.Helper()
	var m people.Merged
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		for mail, one := range map[string]*id.Person{kept.Email: &m.Kept, gone.Email: &m.Gone} {
			p, _, err := people.PersonByMail(ctx, tx, mail)
			if err != nil {
				return err
			}
			*one = p.ID
		}
		return people.Merge(ctx, tx, m.Kept, m.Gone)
	})
	for range 2 {
		if err := registration.Merged(t.Context(), w.d, system, m); err != nil {
			t.Fatal(err)
		}
	}
}

// The kept one waits with one organisation where the gone one sits with another: one
// seat is left, and nobody pays for the place in line.
func TestASeatEndsAPlaceInLineWithAnotherOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.season(t, 1)
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, false, 0)
		w.drain(t)
		w.merge(t, guest(1, 0), guest(0, 0))
		w.drain(t)
		w.waits(t, later)
		w.at(later).comes(t, "1 0")
		w.pays(t, 0, later, 3000)
		w.pays(t, 1, later, 0)
	})
}

// Three who wait together turn out to be two: they fit, and get their seats at once.
func TestAGroupThatShrinksInAMergeIsServed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.season(t, 3)
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, true, 0, 1, 2)
		w.leave(t, 1, 2) // at the earlier one nobody comes twice
		w.drain(t)
		w.waits(t, later, "1 0 1 2")
		w.merge(t, guest(1, 1), guest(1, 2))
		w.pays(t, 1, later, 3000)
		w.drain(t)
		w.waits(t, later)
		w.at(later).comes(t, "0 0", "1 0", "1 1")
	})
}
