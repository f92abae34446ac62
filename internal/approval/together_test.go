package approval

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// Those who come together all sit at a later meeting or all wait: no place is kept
// there for one of them.
func TestNoPlaceIsKeptForHalfAGroup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.write(t, w.dorte, func(ctx context.Context, tx *db.Tx) error {
			r := w.request(3000)
			r.Meeting, r.Org, r.Email = w.meetings[1], w.mosby, "dorte.mose@mosby.example"
			r.Guests = []people.Guest{{Name: "Dorte Mose", Email: "dorte.mose@mosby.example", Title: "Leder"}, {Name: "Finn Vad", Email: "finn@mosby.example", Title: "Leder"}}
			_, err := registration.Register(ctx, tx, r)
			return err
		})
		var one id.Approval
		w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
			r := w.request(6000, two...)
			r.Together = true
			one, err = Ask(ctx, tx, r)
			return err
		})
		w.is(t, one, Waiting, map[string]int64{
			`holds WHERE meeting = '` + string(w.meetings[0]) + `'`: 1, `holds WHERE meeting = '` + string(w.meetings[1]) + `'`: 0,
		})
		if err := w.approves(t.Context(), w.mette, one, 6000); err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.is(t, one, Approved, map[string]int64{
			`standbys WHERE meeting = '` + string(w.meetings[1]) + `'`: 2, `seats WHERE meeting = '` + string(w.meetings[1]) + `'`: 2,
		})
	})
}
