package material

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/problem"
)

func TestOnlyTheSecretariatWrites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		m := w.add(t, w.wish(t))
		for _, who := range []access.Actor{visitor, w.bodil, w.carlo, w.dorte} {
			for name, do := range map[string]func(ctx context.Context, tx *db.Tx) error{
				"add":    func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, w.wish(t)); return err },
				"edit":   func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, m.ID, 1, w.wish(t)) },
				"remove": func(ctx context.Context, tx *db.Tx) error { return Remove(ctx, tx, m.ID) },
				"retain": Retain,
			} {
				if err := d.Write(t.Context(), who, do); !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
}

func TestTheSameFormTwiceAddsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		wish := w.wish(t)
		wish.Key = "once"
		if a, b := w.add(t, wish), w.add(t, wish); a.ID != b.ID || w.rows(t, "materials") != 1 {
			t.Error("added twice")
		}
		wish.Document = paper(t, "b.pdf", "%PDF- another")
		err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, wish); return err })
		if !slices.Equal(keysOf(err), []string{" web.reused"}) {
			t.Error("another file under the same key:", err)
		}
	})
}

func TestAMeetingOfAnotherNetworkIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		wish := w.wish(t)
		wish.Meeting = "elsewhere"
		err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, wish); return err })
		if !slices.Equal(keysOf(err), []string{"moede material.bad_meeting"}) || w.rows(t, "materials") != 0 || w.rows(t, "files WHERE name LIKE 'Opl%'") != 0 {
			t.Error(keysOf(err))
		}
	})
}

// A new version keeps the address, and takes the bytes along that nobody else has.
func TestBytesGoWithTheLastWhoHasThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a, b := w.add(t, w.wish(t)), w.add(t, w.wish(t))
		if a.File != b.File {
			t.Fatal("the same bytes are kept twice")
		}
		next := w.wish(t)
		next.Document = paper(t, "ny.pdf", "%PDF- en bedre udgave")
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, a.ID, a.Version, next) })
		w.drain(t)
		if w.kept(t, a.File) != nil {
			t.Fatal("the other one's bytes are gone")
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Remove(ctx, tx, b.ID) })
		w.drain(t)
		if err := w.kept(t, a.File); !errors.Is(err, files.ErrMissing) {
			t.Error("nobody has the bytes, and they are kept:", err)
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			m, err := byID(ctx, tx, a.ID)
			if m.Filename != "ny.pdf" || m.Version != 2 {
				t.Error(m)
			}
			return errors.Join(err, files.Check(ctx, tx))
		})
	})
}

func (w *world) drain(t testing.TB) {
	t.Helper()
	all := map[string]jobs.Handler{}
	for kind := range map[string]bool{"files.left": true, "material.retain": true} {
		all[kind] = Jobs(mail.Post{})[kind]
	}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error { // the others' mails
		_, err := tx.Exec(ctx, `DELETE FROM jobs WHERE kind NOT IN ('files.left', 'material.retain')`)
		return err
	})
	if err := (&jobs.Runner{DB: w.d, Handlers: all}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) kept(t testing.TB, hash id.File) (err error) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error { _, err = files.Get(ctx, tx, hash); return nil })
	return err
}

func TestAColleaguesChangeIsNotWrittenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		m := w.add(t, w.wish(t))
		wish := w.wish(t)
		wish.Document = Document{}
		for want := range 2 {
			err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, m.ID, 1, wish) })
			if got := len(keysOf(err)); got != want {
				t.Errorf("time %d: %v", want+1, keysOf(err))
			}
		}
	})
}

// Many colleagues at once cannot add more than there is room for.
func TestRoomForMaterial(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if n := crowd(t, newWorld(t, d), func() {}); n != mostMaterials {
			t.Error(n, "materials")
		}
	})
}

// The control: without locks there are too many.
func TestRoomForMaterialNeedsTheLock(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d)
	if n := crowd(t, w, func() { dbtest.Unlocked(d, 4) }); n <= mostMaterials {
		t.Error("it would have been right without a lock:", n)
	}
}

// crowd has four add at once where there is room for one.
func crowd(t *testing.T, w *world, arm func()) int {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		for i := range mostMaterials - 1 {
			if err := insert(ctx, tx, Material{
				ID: id.Material(tx.NewID()), Programme: w.network.ID, Title: fmt.Sprint(i), Phase: Before, Reach: Public, Link: "https://a.example", ShownFrom: tx.Now, AddedAt: tx.Now,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	dbtest.Warm(t, w.d, 4)
	arm()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			wish := Wish{Programme: w.network.ID, Title: "x", Phase: Before, Reach: Public, Link: "https://a.example"}
			err := w.d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, wish); return err })
			if _, refused := problem.FieldsOf(err); err != nil && !refused {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return w.rows(t, "materials")
}

func TestOldMaterialIsDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		m := w.add(t, w.wish(t))
		for _, c := range []struct {
			at   time.Time
			want int
		}{{time.Date(2031, 12, 31, 12, 0, 0, 0, time.UTC), 1}, {time.Date(2032, 1, 1, 12, 0, 0, 0, time.UTC), 0}} {
			d.Now = func() time.Time { return c.at }
			w.write(t, system, Retain)
			w.drain(t)
			if n := w.rows(t, "materials"); n != c.want || (w.kept(t, m.File) == nil) != (c.want == 1) {
				t.Errorf("on %s: %d", c.at, n)
			}
		}
	})
}

func TestTheShelf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, c := range []struct {
			title string
			reach Reach
			at    id.Meeting
			from  time.Time
		}{
			{"Offentligt", Public, "", now}, {"For medlemmer", Members, "", now}, {"Til juni", Seated, w.june.ID, now},
			{"Til oktober", Seated, w.october.ID, now}, {"Senere", Public, "", now.Add(time.Hour)},
		} {
			wish := w.wish(t)
			wish.Title, wish.Reach, wish.Meeting, wish.ShownFrom = c.title, c.reach, c.at, c.from
			w.add(t, wish)
		}
		for name, c := range map[string]struct {
			who  access.Actor
			q    string
			want string
		}{
			"visitor": {visitor, "", "Offentligt"}, "stranger": {w.dorte, "", "Offentligt"}, "contact": {w.bodil, "", "Offentligt, For medlemmer"},
			"participant": {w.carlo, "", "Offentligt, For medlemmer, Til juni"},
			"staff":       {w.staff, "", "Offentligt, For medlemmer, Senere, Til oktober, Til juni"},
			"search":      {w.staff, "KOMMUNALVALG oplaeg", "Til juni"}, "nothing": {w.staff, "findes ikke", ""},
		} {
			var titles []string
			w.read(t, c.who, func(ctx context.Context, tx *db.Tx) error {
				s, err := shelf(ctx, tx, w.network, c.q)
				for _, g := range s.Groups {
					for _, m := range slices.Concat(g.Before, g.After) {
						titles = append(titles, m.Title)
					}
				}
				if s.Hidden != (name == "visitor") {
					t.Error(name, "hidden:", s.Hidden)
				}
				return err
			})
			if got := strings.Join(titles, ", "); got != c.want {
				t.Errorf("%s: %s", name, got)
			}
		}
	})
}
