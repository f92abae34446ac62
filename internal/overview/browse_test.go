package overview

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

var noon = dbtest.Noon

func anOffer(t *rapid.T) offer {
	var o offer
	for i := range rapid.IntRange(0, 12).Draw(t, "programmes") {
		p := programme.Programme{
			ID: id.Programme(fmt.Sprint("p", i)), Name: rapid.SampledFrom([]string{"Ledere", "Børn og unge", "Ældre"}).Draw(t, "name"), State: programme.Public,
			Kind:  rapid.SampledFrom([]web.Kind{web.KindNetwork, web.KindPartnership}).Draw(t, "kind"),
			Field: rapid.SampledFrom([]string{"", "Børn og unge", "Ældre"}).Draw(t, "field"), SeasonTo: rapid.SampledFrom([]when.Date{"", "2025-01-01", "2025-12-31", "2026-12-31"}).Draw(t, "to"),
		}
		o.Programmes = append(o.Programmes, p)
		for j := range rapid.IntRange(0, 3).Draw(t, "meetings") {
			m := meeting.Meeting{ID: id.Meeting(fmt.Sprint(p.ID, "m", j)), Programme: p.ID, State: meeting.Planned, Day: when.On(noon).Add(rapid.IntRange(0, 120).Draw(t, "day"))}
			if rapid.Bool().Draw(t, "inperson") {
				m.City, m.Postcode, m.Venue = "Odense", "5220", "Kongressen"
			} else {
				m.IsOnline = true
			}
			o.Coming = append(o.Coming, m)
		}
	}
	slices.SortStableFunc(o.Coming, func(a, b meeting.Meeting) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return o
}

// current is what of an offer the catalogue has.
func current(o offer) []offering {
	return slices.DeleteFunc(offerings(o), func(o offering) bool { return !o.current(when.On(noon)) })
}

func aWish(t *rapid.T) wish {
	one := func(name string, of ...string) string { return rapid.SampledFrom(append(of, "")).Draw(t, name) }
	return wish{
		Text: one("text", "ledere", "BOERN odense", "æl"), Kind: one("kind", "network"), Field: one("field", "Ældre"), Period: one("period", shortly, "2026-04"),
		Place: one("place", online, "syddanmark", "Odense"), Open: rapid.Bool().Draw(t, "open"), Sort: one("sort", byName),
	}
}

// Each more that is wished for leaves no more than before; nothing wished for
// leaves nothing out.
func TestAWishOnlyNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := current(anOffer(t))
		w := aWish(t)
		found := w.choose(all, noon)
		if !w.narrows() && len(found) != len(all) {
			t.Fatalf("nothing wished for leaves %d of %d", len(found), len(all))
		}
		for _, less := range []func(*wish){
			func(w *wish) { w.Text = "" }, func(w *wish) { w.Kind = "" }, func(w *wish) { w.Field = "" },
			func(w *wish) { w.Period = "" }, func(w *wish) { w.Place = "" }, func(w *wish) { w.Open = false },
		} {
			wider := w
			less(&wider)
			more := wider.choose(all, noon)
			for _, o := range found {
				if !slices.ContainsFunc(more, func(x offering) bool { return x.P.ID == o.P.ID }) {
					t.Fatalf("%+v has %s, %+v has not", w, o.P.ID, wider)
				}
			}
		}
		for _, o := range found {
			if m := w.shown(o, noon); m == nil && (w.Period != "" || w.Place != "") || m != nil && !w.within(*m, noon) {
				t.Fatalf("%s is shown with %v for %+v", o.P.ID, m, w)
			}
		}
	})
}

// Leafing through shows each programme once, in one order.
func TestPagesOfTheCatalogueHoldEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := current(anOffer(t))
		w, size := aWish(t), rapid.IntRange(1, 5).Draw(t, "size")
		want := w.choose(all, noon)
		var got []offering
		for range len(want) + 1 {
			page, more := w.page(want, size)
			got = append(got, page...)
			if !more {
				break
			}
			w.After = string(page[len(page)-1].P.ID)
		}
		same := func(a, b offering) bool { return a.P.ID == b.P.ID }
		if !slices.EqualFunc(got, want, same) {
			t.Fatalf("%d of %d", len(got), len(want))
		}
		if w.Sort == "" && !slices.IsSortedFunc(got, func(a, b offering) int { return strings.Compare(dayOf(w, a), dayOf(w, b)) }) {
			t.Fatal("not by day")
		}
	})
}

func dayOf(w wish, o offering) string {
	if m := w.shown(o, noon); m != nil {
		return string(m.Day)
	}
	return "9999-12-31"
}

// An address can be shared: it says all of the wish, and one wish has one address.
func TestAWishIsInItsAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := aWish(t)
		w.After = rapid.SampledFrom([]string{"", "p1"}).Draw(t, "after")
		u, err := url.Parse(w.address())
		if err != nil || u.Path != "/forloeb" {
			t.Fatal(w.address(), err)
		}
		if got := wishOf(u.Query()); got != w {
			t.Fatalf("%+v became %+v", w, got)
		}
	})
}

func FuzzWish(f *testing.F) {
	f.Add("q=%C3%A6&slags=network&omraade=x&periode=2026-06&sted=odense&aaben=1&sorter=navn&efter=p1")
	f.Add("q=%ff%00" + strings.Repeat("a", 300))
	all := offerings(offer{Programmes: []programme.Programme{{ID: "p", Name: "Ældre"}}, Coming: []meeting.Meeting{{Programme: "p", Day: "2026-06-10", State: meeting.Planned}}})
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		w := wishOf(q)
		w.choose(all, noon)
		u, err := url.Parse(w.address())
		if err != nil {
			t.Fatal(err)
		}
		if again := wishOf(u.Query()); again.Text != w.Text || again.Place != w.Place {
			t.Fatalf("%+v became %+v", w, again)
		}
	})
}

// A season that is over stays for a year, for it may return; then only the
// archive has it.
func TestWhatIsOverLeavesTheCatalogue(t *testing.T) {
	o := offering{P: programme.Programme{SeasonTo: "2025-03-02"}}
	for day, want := range map[when.Date]bool{"2025-03-02": true, "2026-03-02": true, "2026-03-03": false} {
		if o.current(day) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
	o.Coming = []meeting.Meeting{{Day: "2026-06-10"}}
	if !o.current("2026-03-03") {
		t.Error("a meeting is to come, and it is gone")
	}
}

// many adds programmes with three meetings each, of which two are to come.
func many(t testing.TB, w *world, n int) {
	t.Helper()
	w.at(t, -30*24*time.Hour, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.ByID(ctx, tx, w.network)
		if err != nil {
			return err
		}
		for i := range n {
			p.Name, p.Field = fmt.Sprint("Prøvenetværk nummer ", i), fmt.Sprint("Område ", i%20)
			one, err := programme.Add(ctx, tx, p)
			if err != nil {
				return err
			}
			if err := programme.Publish(ctx, tx, one); err != nil {
				return err
			}
			for j, day := range []when.Date{"2026-02-01", "2026-03-03", "2026-05-01"} {
				m := meeting.Meeting{Programme: one, Title: fmt.Sprint("Tema ", i, j), Day: day.Add(i % 28), Venue: "Kongressen", Postcode: "5220", City: fmt.Sprint("By ", i%30), Capacity: 40}
				m.Starts, m.Ends = hours(m.Day, "9.30", "14.30")
				if _, err := meeting.Add(ctx, tx, m); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// A long catalogue is leafed through, and each page asks as little as a short one.
func TestALongCatalogue(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	many(t, &w, 120)
	h, seen, path := handler(t, d, visitor), map[string]bool{}, "/forloeb?sorter=navn"
	get(t, h, path, "da") // finds what is kept
	for range 3 {
		n := 0
		d.OnQuery = func(string) { n++ }
		w.commit(t)
		n = 0
		body := get(t, h, path, "da").Body.String()
		if n > 4 {
			t.Errorf("%s: %d queries", path, n)
		}
		for _, part := range strings.Split(body, `<h3><a href="/netvaerk/`)[1:] {
			slug, _, _ := strings.Cut(part, `"`)
			if seen[slug] {
				t.Errorf("%s twice", slug)
			}
			seen[slug] = true
		}
		_, after, more := strings.Cut(body, `efter=`)
		if !more {
			break
		}
		next, _, _ := strings.Cut(after, `&`)
		path = "/forloeb?sorter=navn&efter=" + next
	}
	if len(seen) != 121 {
		t.Errorf("three pages hold %d programmes", len(seen))
	}
}

// What the catalogue remembers is never older than a change of any programme or
// meeting, and outlives a commit that concerns neither.
func TestTheCatalogueIsUpToDate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		h := handler(t, d, visitor)
		see := func(want string, sees bool) {
			t.Helper()
			if strings.Contains(get(t, h, "/forloeb", "da").Body.String(), want) != sees {
				t.Errorf("sees %q: %v", want, !sees)
			}
		}
		see("18. marts 2026", true)
		w.edit(t, func(p *programme.Programme) { p.Field = "Ældre" })
		see("Ældre", true)
		w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
			return meeting.Cancel(ctx, tx, w.spring, "Sygdom.")
		})
		see("18. marts 2026", false)
		n := 0
		w.commit(t)
		d.OnQuery = func(string) { n++ }
		if see("Ældre", true); n > 4 {
			t.Errorf("%d queries after a commit about something else", n)
		}
		d.OnQuery = nil
		w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, w.network) })
		see("Ældre", false)
	})
}
