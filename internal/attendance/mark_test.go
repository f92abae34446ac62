package attendance

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
	"faelled/internal/problem"
)

func TestTheLatestMarkCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if r := w.roll(t); len(r) > 0 || r.Known() {
			t.Fatalf("before anybody said anything: %v", r)
		}
		at := func(minutes int) time.Time { return morning.Add(time.Duration(minutes) * time.Minute) }
		for _, step := range []struct {
			mark Mark
			want State
		}{
			{Mark{"1", w.carlo.Person, Late, at(-20), "a"}, Late},
			{Mark{"2", w.carlo.Person, Came, at(-5), "a"}, Came},
			{Mark{"3", w.carlo.Person, Absent, at(-10), "b"}, Came}, // comes late from a device without net
			{Mark{"2", w.carlo.Person, Absent, at(-1), "a"}, Came},  // an id that is taken changes nothing
			{Mark{"4", w.carlo.Person, Unknown, at(-1), "a"}, Unknown},
		} {
			if done, err := w.take(t, w.staff, step.mark); err != nil || !slices.Equal(done.Saved, []string{step.mark.ID}) {
				t.Fatalf("%v: %v %v", step.mark, done, err)
			}
			if got := w.roll(t)[w.carlo.Person].State; got != step.want {
				t.Errorf("after %v: %q, want %q", step.mark, got, step.want)
			}
		}
		if _, err := w.take(t, w.moderator, Mark{"5", w.dorte.Person, Came, at(0), "c"}); err != nil {
			t.Fatal("a moderator: ", err)
		}
		r := w.roll(t)
		if r.Came() != 1 || r.CameFrom()[w.mosby] != 1 || !r[w.dorte.Person].At.Equal(at(0)) {
			t.Errorf("%+v", r)
		}
	})
}

func TestMarksThatCannotBeKeptAreRefusedAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		done, err := w.take(t, w.staff,
			Mark{"good", w.carlo.Person, Came, morning.Add(-time.Hour), "a"},
			Mark{"soon", w.asa.Person, Came, morning.Add(time.Minute), "a"}, // a clock that is a little fast
			Mark{"future", w.asa.Person, Absent, morning.Add(time.Hour), "a"},
			Mark{"old", w.asa.Person, Absent, morning.Add(-25 * time.Hour), "a"},
			Mark{"stranger", w.staff.Person, Came, morning, "a"},
			Mark{"state", w.asa.Person, "asleep", morning, "a"},
			Mark{"bad id", w.asa.Person, Absent, morning, "a"},
			Mark{"device", w.asa.Person, Absent, morning, ""},
		)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(done.Saved, []string{"good", "soon"}) || !slices.Equal(done.Refused, []string{"future", "old", "stranger", "state", "bad id", "device"}) {
			t.Errorf("%+v", done)
		}
		if r := w.roll(t); r.Came() != 2 || r[w.asa.Person].At.After(morning) {
			t.Errorf("%+v", r)
		}
	})
}

func TestOnlyThoseAtTheDoorMark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, who := range map[string]access.Actor{"visitor": visitor, "contact": w.bodil, "guest": w.carlo, "moderator of another": w.far, "system": system} {
			if _, err := w.take(t, who, Mark{"1", w.carlo.Person, Came, morning, "a"}); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if r := w.roll(t); len(r) > 0 {
			t.Error(r)
		}
		if _, err := w.take(t, w.staff, Mark{"1", w.carlo.Person, Came, morning, "a"}, Mark{"2", w.dorte.Person, Came, morning, "a"}); err != nil {
			t.Fatal(err)
		}
		w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
			if _, err := Of(ctx, tx, w.june); !problem.Is(err, problem.Forbidden) {
				t.Errorf("a contact person sees all: %v", err)
			}
			if _, err := OfOrg(ctx, tx, w.mosby, w.june); !problem.Is(err, problem.Forbidden) {
				t.Errorf("a contact person sees another municipality: %v", err)
			}
			own, err := OfOrg(ctx, tx, w.egelund, w.june)
			if len(own[w.june]) != 1 || own[w.june][w.carlo.Person].State != Came {
				t.Errorf("their own: %v", own)
			}
			return err
		})
	})
}

// Eight devices mark everybody at once, each in an order of its own, and each
// sends all of it twice.
func TestManyDevicesMarkAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		dbtest.Warm(t, d, 8)
		all := []access.Actor{w.bodil, w.carlo, w.asa, w.dorte}
		var crowd sync.WaitGroup
		for device := range 8 {
			crowd.Go(func() {
				var marks []Mark
				for i := range all {
					who := all[(i+device)%len(all)].Person
					// the last to mark anybody is device 7, who marks them as there
					marks = append(marks, Mark{fmt.Sprint(device, "-", i), who, states[(device+1)%len(states)], morning.Add(time.Duration(device-9) * time.Minute), fmt.Sprint(device)})
				}
				for range 2 {
					if done, err := w.take(t, w.staff, marks...); err != nil || len(done.Saved) != len(all) {
						t.Errorf("%v %v", done, err)
					}
				}
			})
		}
		crowd.Wait()
		if r := w.roll(t); r.Came() != len(all) {
			t.Errorf("%+v", r)
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			rows, err := marksAt(ctx, tx, nil)
			if len(rows) != 0 || err != nil {
				t.Error(rows, err)
			}
			var n int
			if err := tx.Get(ctx, &n, `SELECT count(*) FROM attendance_marks`); err != nil || n != 8*len(all) {
				t.Errorf("%d marks, %v", n, err)
			}
			return nil
		})
	})
}

func TestAttendanceIsKeptForTwoYears(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if _, err := w.take(t, w.staff, Mark{"1", w.carlo.Person, Came, morning, "a"}); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			days, want int
		}{{-1, 1}, {+1, 0}} {
			w.clock(morning.AddDate(2, 0, step.days))
			w.write(t, system, Retain)
			if got := len(w.roll(t)); got != step.want {
				t.Errorf("two years and %d days later: %d", step.days, got)
			}
		}
	})
}
