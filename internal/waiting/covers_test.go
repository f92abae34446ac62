package waiting

import (
	"context"
	"slices"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// Who waited for a meeting first, and joins with an earlier one that covers it, keeps
// the place in line.
func TestJoiningKeepsThePlaceInLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 1)
		o := w.at(later)
		w.mustEnter(t, 0, false, 0)
		one := o.mustJoin(t, 1, false, 0, 1)
		o.mustJoin(t, 2, false, 0)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Prefer(ctx, tx, one, true, "De har ventet længst") })
		w.mustEnter(t, 1, false, 0)
		box := w.drain(t)
		w.waits(t, later, "1 1", "1 0", "2 0")
		if slices.Contains(told(box, "kontakt@by1.example"), "Kunne ikke tilmeldes: Ny viden, 15. september 2021") {
			t.Error("told that they cannot be registered")
		}
		if _, err := w.more(t, 1, 1); err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.waits(t, later, "1 0", "1 1", "2 0")
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			old, err := byID(ctx, tx, one)
			if err != nil {
				return err
			}
			if old.State != Left {
				t.Errorf("the first wait is %s", old.State)
			}
			line, err := lineAt(ctx, tx, later)
			if err == nil && (!line[0].Ahead || line[0].Reason == "") {
				t.Errorf("first are %+v", line[0])
			}
			return err
		})
		o.leave(t, 0, 0)
		w.drain(t)
		o.comes(t, "1 0")
	})
}
