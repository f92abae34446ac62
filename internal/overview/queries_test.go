package overview

import (
	"context"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// The pages most people see ask little of the database, whoever looks, and no
// more when there is more to show.
func TestQueriesToAPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		n := 0
		d.OnQuery = func(string) { n++ }
		for _, who := range []web.Viewer{visitor, w.contact(), w.seated(), w.stranger(), w.office()} {
			h := handler(t, d, who)
			for path, most := range map[string]int{
				"/netvaerk/" + slug:                        8,
				"/netvaerk/" + slug + "/moeder":            9,
				"/netvaerk/" + slug + "/moeder/2026-03-18": 16,
				"/netvaerk":                          5,
				"/forloeb":                           5,
				"/forloeb?slags=network&sted=online": 5,
				"/arkiv":                             3,
				"/arkiv?q=oekonomi":                  3,
				"/kalender":                          5,
				"/kalender?vis=tidligere":            4,
				"/":                                  10,
				"/nyheder":                           2,
				newsAt:                               5,
				"/forloeb.atom":                      4,
				"/nyheder.atom":                      1,
				"/sitemap.xml":                       3,
			} {
				if who.IsStaff() && path == "/netvaerk/"+slug {
					most++ // how many want to be told of something new
				}
				w.commit(t)
				n = 0
				if get(t, h, path, "da"); n == 0 || n > most {
					t.Errorf("%s as %q: %d queries, at most %d", path, who.Name, n, most)
				}
			}
			for path, most := range map[string]int{
				"/netvaerk/" + slug: 1, "/netvaerk/" + slug + "/moeder": 1, "/netvaerk": 0, "/forloeb": 0, "/forloeb?q=boern": 2, "/arkiv": 1, "/kalender": 2, "/kalender?vis=tidligere": 2, "/": 2,
			} {
				if who.IsStaff() && path == "/netvaerk/"+slug {
					most++
				}
				get(t, h, path, "da")
				n = 0
				if get(t, h, path, "da"); n > most {
					t.Errorf("%s seen before, as %q: %d queries, at most %d", path, who.Name, n, most)
				}
			}
		}
	})
}

// commit changes nothing, and makes readers look for themselves again.
func (w *world) commit(t testing.TB) {
	t.Helper()
	w.at(t, 0, w.office().Actor, func(context.Context, *db.Tx) error { return nil })
}

// What readers share is never older than the last commit, and never one's own.
func TestANetworkSeenBeforeIsUpToDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		see := func(who web.Viewer, want string, sees bool) {
			t.Helper()
			_, main, _ := strings.Cut(get(t, handler(t, d, who), "/netvaerk/"+slug, "da").Body.String(), "<main")
			if strings.Contains(main, want) != sees {
				t.Errorf("%q sees %q: %v", who.Name, want, !sees)
			}
		}
		see(w.contact(), "2 kommuner er med", true)
		see(w.contact(), "Du og 1 kollega", true)
		see(w.contact(), "<h2>I er med", true)
		see(visitor, "Du og", false)
		see(w.stranger(), "<h2>I er med", false)
		see(w.contact(), "Du og 1 kollega", true)
		w.edit(t, func(p *programme.Programme) { p.MaxPerOrg = 6 })
		see(w.stranger(), "Tilmeld 1–6 kollegaer", true)
		w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, w.network) })
		see(w.office(), "Kladde", true) // and now shared by those who may see drafts
		if got := get(t, handler(t, d, w.contact()), "/netvaerk/"+slug, "da").Code; got != 404 {
			t.Errorf("a draft that the secretariat has seen: %d", got)
		}
	})
}

// An address that the network no longer has leads on, but not to a draft, and not
// because somebody who may see it has just been there.
func TestAFormerAddressOfADraft(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	w.edit(t, func(p *programme.Programme) { p.Name = "Konsulenter og ledere" })
	w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, w.network) })
	for _, path := range []string{"/netvaerk/" + slug, "/netvaerk/" + slug + "/moeder"} {
		if got := get(t, handler(t, d, w.office()), path, "da").Code; got != 303 {
			t.Errorf("the secretariat at %s: %d", path, got)
		}
		if got := get(t, handler(t, d, visitor), path, "da"); got.Code != 404 {
			t.Errorf("a visitor at %s: %d to %s", path, got.Code, got.Header().Get("Location"))
		}
	}
}

// Counting who takes part reads an index, not all seats of the house.
func TestWhoTakesPartIsReadFromAnIndex(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	var asked string
	d.OnQuery = func(query string) {
		if strings.Contains(query, "'people'") {
			asked = query
		}
	}
	get(t, handler(t, d, visitor), "/netvaerk/"+slug, "da")
	d.OnQuery = nil
	if asked == "" {
		t.Fatal("the page did not ask who takes part")
	}
	must(t, d.Read(t.Context(), w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
		var steps []struct {
			ID, Parent, Notused int64
			Detail              string
		}
		args := make([]any, strings.Count(asked, "$"))
		if err := tx.Select(ctx, &steps, "EXPLAIN QUERY PLAN "+asked, args...); err != nil {
			return err
		}
		for _, step := range steps {
			if strings.HasPrefix(step.Detail, "SCAN seats") {
				t.Error(step.Detail)
			}
		}
		return nil
	}))
}

// edit changes the network.
func (w *world) edit(t testing.TB, change func(*programme.Programme)) {
	t.Helper()
	w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.ByID(ctx, tx, w.network)
		if err != nil {
			return err
		}
		change(&p)
		return programme.Edit(ctx, tx, p)
	})
}
