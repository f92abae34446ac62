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
				"/netvaerk/" + slug:                        6,
				"/netvaerk/" + slug + "/moeder":            3,
				"/netvaerk/" + slug + "/moeder/2026-03-18": 12,
				"/netvaerk": 2,
				"/kalender": 5,
				"/":         5,
			} {
				w.commit(t)
				n = 0
				if get(t, h, path, "da"); n == 0 || n > most {
					t.Errorf("%s as %q: %d queries, at most %d", path, who.Name, n, most)
				}
			}
			get(t, h, "/netvaerk/"+slug, "da")
			n = 0
			if get(t, h, "/netvaerk/"+slug, "da"); n > 1 {
				t.Errorf("a network seen before, as %q: %d queries", who.Name, n)
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
