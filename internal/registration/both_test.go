package registration

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

// Nobody has a seat and a place in line at one meeting, whichever organisation got
// them either.
func TestNobodySitsAndWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		done := w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		jens := w.person(t, "Jens Bruun", mailOf("Jens Bruun"), w.egelund, "", "").Person
		place := func(who id.Person, name string) Seat {
			return Seat{ID: id.Seat(name), Registration: done.ID, Programme: w.network, Meeting: w.meetings[0], Org: w.egelund, Person: who, At: d.Now()}
		}
		mette := w.find(t, "Mette Holm")
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			rows := []standbyRow{
				{Seat: place(mette, "b1"), Wait: "w", Place: 1, CameAs: 1}, {Seat: place(jens, "b2"), Wait: "w", Place: 1, CameAs: 1},
			}
			if n, err := insertStandbys(ctx, tx, rows); err != nil || n != 1 {
				t.Errorf("%d of two wait, %v: one of them has a seat", n, err)
			}
			if n, err := insertSeats(ctx, tx, []Seat{place(jens, "s1")}); err != nil || n != 0 {
				t.Errorf("%d seats for who waits, %v", n, err)
			}
			return nil
		})
		w.counts(t, map[string]int64{`seats WHERE meeting = '` + string(w.meetings[0]) + `'`: 1, `standbys`: 1})
	})
}
