package registration

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

const directoryDoor = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/medlemmer"

// listing is whom somebody sees in the directory.
func (w *world) listing(t *testing.T, who access.Actor, s sought) (names []string) {
	t.Helper()
	w.read(t, who, func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.ByID(ctx, tx, w.network)
		if err != nil {
			return err
		}
		d, err := directoryOf(ctx, tx, p, s)
		for _, l := range d.People {
			names = append(names, strings.Join(strings.Fields(l.Name+" "+l.Email+" "+l.Phone+" "+l.Ask), " "))
		}
		return err
	})
	return names
}

// acting is the person of a name, acting for themselves.
func (w *world) acting(t *testing.T, name string) access.Actor {
	return access.Actor{Person: w.find(t, name), Org: w.egelund}
}

func TestOnlyThoseWhoSaidYesAreListed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		mette, jens := w.acting(t, "Mette Holm"), w.acting(t, "Jens Bruun")
		if got := w.listing(t, w.staff, sought{}); len(got) != 0 {
			t.Fatal("listed without being asked:", got)
		}
		appear := func(who access.Actor, e Entry) error {
			e.Programme = w.network
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Appear(ctx, tx, e) })
		}
		if err := appear(w.carlo, Entry{}); !problem.Is(err, problem.Forbidden) {
			t.Error("somebody without a seat appears:", err)
		}
		if err := appear(mette, Entry{Ask: "ring om 070761-4285"}); !slices.Equal(keysOf(err), []string{"spoerg registration.cpr"}) {
			t.Error(keysOf(err))
		}
		if err := appear(mette, Entry{Ask: strings.Repeat("å", 121)}); !slices.Equal(keysOf(err), []string{"spoerg registration.dir_too_long"}) {
			t.Error(keysOf(err))
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(appear(mette, Entry{ShowEmail: true}))
		must(appear(mette, Entry{ShowEmail: true, Ask: "overgange  til skole"}))
		must(appear(jens, Entry{}))
		full := []string{"Jens Bruun", "Mette Holm mette.holm@egelund.example overgange til skole"}
		for name, c := range map[string]struct {
			who  access.Actor
			s    sought
			want []string
		}{
			"staff": {w.staff, sought{}, full}, "member": {jens, sought{}, full}, "contact": {w.bodil, sought{}, full},
			"visitor": {visitor, sought{}, nil}, "stranger": {w.dorte, sought{}, nil}, "colleague without a seat": {w.carlo, sought{}, nil},
			"search": {jens, sought{Text: "OVERGANGE egelund"}, full[1:]}, "elsewhere": {jens, sought{Org: w.mosby}, nil}, "region": {jens, sought{Region: "Nord"}, nil},
		} {
			if got := w.listing(t, c.who, c.s); !slices.Equal(got, c.want) {
				t.Errorf("%s sees %q, want %q", name, got, c.want)
			}
		}
		for range 2 {
			must(d.Write(t.Context(), mette, func(ctx context.Context, tx *db.Tx) error { return Disappear(ctx, tx, w.network) }))
		}
		if got := w.listing(t, jens, sought{}); !slices.Equal(got, full[:1]) {
			t.Error(got)
		}
		w.counts(t, map[string]int64{`audit WHERE code = 'registration.disappeared'`: 1, `directory_entries`: 1})
	})
}

// Whoever gives up their last seat, or leaves, is gone at once, and is forgotten
// in the night.
func TestWhoLeavesDisappears(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		for _, name := range []string{"Mette Holm", "Jens Bruun"} {
			w.write(t, w.acting(t, name), func(ctx context.Context, tx *db.Tx) error { return Appear(ctx, tx, Entry{Programme: w.network}) })
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM seats WHERE person = $1`, w.find(t, "Mette Holm"))
			return err
		})
		if got := w.listing(t, w.staff, sought{}); !slices.Equal(got, []string{"Jens Bruun"}) {
			t.Error("without a seat:", got)
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE persons SET state = $2 WHERE id = $1`, w.find(t, "Jens Bruun"), people.Ended)
			return err
		})
		if got := w.listing(t, w.staff, sought{}); len(got) != 0 {
			t.Error("has left:", got)
		}
		w.counts(t, map[string]int64{`directory_entries`: 2})
		w.write(t, system, deleteStrayEntries)
		w.counts(t, map[string]int64{`directory_entries`: 0})
	})
}

// The next page is where the list goes on, also when the last one on the page before
// has left the directory meanwhile, and there is none after the last person.
func TestTheDirectoryInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		jens, mette := w.find(t, "Jens Bruun"), w.find(t, "Mette Holm")
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			persons, err := people.Persons(ctx, tx, []id.Person{jens, mette})
			all := []Listed{{Person: mette, SortKey: persons[mette].SortKey}}
			for who, want := range map[id.Person]int{jens: 1, mette: 0} { // Jens, who comes before Mette, has left
				rest, err := after(ctx, tx, all, who)
				if err != nil || len(rest) != want {
					t.Errorf("%d after %s, want %d: %v", len(rest), persons[who].Name, want, err)
				}
			}
			return err
		})
	})
	all := make([]Listed, directoryPage)
	if (directory{People: all, Rest: true}).more() != all[directoryPage-1].Person || (directory{People: all}).more() != "" {
		t.Error("a full last page promises another")
	}
}

func TestTheDirectorysPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		mette := browse(t, d, w.acting(t, "Mette Holm"), "da")
		if bad := mette.post(directoryDoor, "mail", "1", "spoerg", strings.Repeat("x", 121)); bad.Code != http.StatusUnprocessableEntity || !strings.Contains(bad.Body.String(), strings.Repeat("x", 121)) {
			t.Error(bad.Code)
		}
		leads(t, mette.post(directoryDoor, "mail", "1", "spoerg", "overgange"), directoryDoor+"?sket=vist")
		golden(t, "medlemmer-dig", mette.get(directoryDoor+"?sket=vist"), browse(t, d, w.acting(t, "Mette Holm"), "en").get(directoryDoor))
		out := browse(t, d, visitor, "da").get(directoryDoor)
		golden(t, "medlemmer-gaest", out, browse(t, d, visitor, "en").get(directoryDoor))
		if strings.Contains(out.Body.String(), "Mette") {
			t.Error("a visitor sees who is a member")
		}
		leads(t, mette.post(directoryDoor+"/skjul"), directoryDoor+"?sket=skjult")
		if strings.Contains(browse(t, d, w.staff, "da").get(directoryDoor).Body.String(), "Mette") {
			t.Error("she is still there")
		}
	})
}
