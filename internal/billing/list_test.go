package billing

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"

	"pgregory.net/rapid"
)

// TestTheListFindsItsPage asks SQLite how it would find the page of each filter: by
// an index in the order of the page, so that it never reads more than the page. A
// few buyers' invoices may be sorted: those are few.
func TestTheListFindsItsPage(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	any := func(text string) []string { return []string{"", text} }
	for _, buyers := range [][]id.Org{nil, {"a"}, {"a", "b"}} {
		for _, programme := range any("p") {
			for _, state := range []State{"", Drafted, Issued} {
				for _, year := range any("2026") {
					for _, before := range any("x") {
						f := filter{Buyers: buyers, Programme: id.Programme(programme), State: state, Year: year, Before: id.Invoice(before)}
						if state == Drafted && year != "" {
							continue // nothing is
						}
						query, args := f.query(pageSize)
						w.wellFound(t, fmt.Sprintf("%+v", f), query, args, len(buyers) > 0)
					}
				}
			}
		}
	}
	for _, prefix := range any("K") {
		query, args := filter{Number: 1001, Prefix: prefix}.query(pageSize)
		w.wellFound(t, "a number", query, args, true)
	}
	for _, buyers := range [][]id.Org{nil, {"a"}, {"a", "b"}} {
		query, args := tallyQuery(buyers)
		w.wellFound(t, "sums", query, args, true)
	}
	w.wellFound(t, "what waits", waitingQuery, nil, true)
}

// wellFound fails when a query walks through invoices without need, or sorts them
// when it should not.
func (w world) wellFound(t *testing.T, what, query string, args []any, maySort bool) {
	t.Helper()
	w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
		var plan []struct {
			ID, Parent, Notused int
			Detail              string
		}
		if err := tx.SelectIn(ctx, &plan, `EXPLAIN QUERY PLAN `+query, args...); err != nil {
			return err
		}
		var steps []string
		for _, p := range plan {
			steps = append(steps, p.Detail)
		}
		text := strings.Join(steps, "\n")
		// Without a condition the latest are the end of the primary key.
		wide := !strings.Contains(query, "i.programme =") && !strings.Contains(query, "issued_on >=") && !strings.Contains(query, "'draft'") &&
			!strings.Contains(query, "i.buyer IN") && !strings.Contains(query, "i.id <") && !strings.Contains(query, "i.number =")
		for _, step := range steps {
			scans := (strings.HasPrefix(step, "SCAN i ") || strings.HasPrefix(step, "SCAN invoices")) && !strings.Contains(step, "invoices_drafts")
			if scans && !(wide && strings.Contains(step, "INDEX sqlite_autoindex_invoices_1")) {
				t.Errorf("%s: %q walks through all\n%s", what, step, text)
			}
			if strings.Contains(step, "ORDER BY") && !maySort {
				t.Errorf("%s: sorts before it knows the page\n%s", what, text)
			}
			if strings.Contains(query, "i.state = 'draft'") && strings.Contains(step, " i ") && !strings.Contains(step, "invoices_drafts") && !strings.Contains(step, "buyer") {
				t.Errorf("%s: looks for drafts among all\n%s", what, text)
			}
			if strings.Contains(query, "issued_on >=") && strings.Contains(step, " i ") && !strings.Contains(step, "issued_on>") && !strings.Contains(step, "buyer") {
				t.Errorf("%s: looks for a year among all\n%s", what, text)
			}
		}
		return nil
	})
}

func TestSearching(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.write(t, admin, func(ctx context.Context, tx *db.Tx) error {
			for i := range mostBuyers {
				name := fmt.Sprint("Egelund ", string(rune('A'+i)))
				if _, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Municipality, Name: name, OfficialName: name + " Kommune"}); err != nil {
					return err
				}
			}
			return nil
		})
		w.issue(t, w.order(june))
		foreign := w.order(june, autumn())
		foreign.Buyer = w.other
		w.issue(t, foreign)
		w.issue(t, w.order(autumn()))
		for search, want := range map[string]string{
			"K1002": "K1002", "k 1002": "K1002", "1002": "K1002", "L1002": "", "1009": "",
			"egelund": "K1001 K1003", "Egelund Kommune": "K1001 K1003", "åbri": "K1002", "aabrinke": "K1002", "Åbrinke": "K1002",
			"lund": "", "ingen": "", "": "K1001 K1002 K1003",
		} {
			rec := w.get(office, "da", path+"?"+url.Values{"soeg": {search}}.Encode())
			if got := numbersOn(page(t, rec)); got != want || rec.Code != http.StatusOK {
				t.Errorf("%q finds %q, want %q", search, got, want)
			}
		}
		many := page(t, w.get(office, "da", path+"?soeg=lund"))
		if !strings.Contains(many, "6 organisationer passer") || strings.Contains(many, "f-stats") {
			t.Errorf("too many are called so: %s", many)
		}
		one := page(t, w.get(office, "da", path+"?soeg=Egelund"))
		if !strings.Contains(one, "<dd>2</dd>") || !strings.Contains(one, "<dd>8.750 kr.</dd>") {
			t.Error("the sums are not those of the municipality", one)
		}
		if got := numbersOn(page(t, w.get(w.clerk(), "da", path+"?soeg=K1002"))); got != "K1001 K1003" {
			t.Errorf("a municipality that searches sees %q", got)
		}
	})
}

// numbersOn are the invoices on a page, oldest first.
func numbersOn(body string) string {
	var list []string
	for rest := body; ; {
		_, after, found := strings.Cut(rest, `<a href="`+path+`/`)
		if !found {
			break
		}
		number, more, _ := strings.Cut(after, `"`)
		list, rest = append([]string{number}, list...), more
	}
	return strings.Join(list, " ")
}

// The list is asked by others than the page: each read says itself who may.
func TestTheListAsksWhoReads(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.issue(t, w.order(june))
		foreign := w.order(june)
		foreign.Buyer = w.other
		w.issue(t, foreign)
		for _, who := range w.everybody() {
			v := listView{Filter: filter{Buyers: []id.Org{w.other}}}
			err := w.Read(w.danish(t.Context()), who, v.load)
			want := map[id.Person]int{"clerk": 1, "stranger": 1, "office": 1, "admin": 1}[who.Person]
			if (err == nil) != (want > 0) || len(v.Rows) != want {
				t.Errorf("%q: %d invoices, %v", who.Person, len(v.Rows), err)
			}
			if who.Person == "clerk" && (len(v.Rows) != 1 || v.Rows[0].Buyer != w.town || v.Tallies[0].Count != 1) {
				t.Error("a municipality reads another's invoices")
			}
		}
	})
}

func TestAYearIsPagedByItsDays(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		const all = pageSize + 7
		for i := range all {
			w.draft(t, w.numbered(i))
		}
		must(t, w.run(t.Context(), "billing.issue", w.draft(t, w.order(june))))
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { // the last drafted was the first issued
			_, err := tx.Exec(ctx, `UPDATE invoices SET issued_on = '2026-01-05' WHERE id = (SELECT max(id) FROM invoices)`)
			return err
		})
		first := page(t, w.get(office, "da", path+"?aar=2026"))
		_, query, _ := strings.Cut(first, `href="`+path+`?aar=2026&amp;foer=`)
		query, _, _ = strings.Cut(query, `"`)
		last := page(t, w.get(office, "da", path+"?aar=2026&foer="+query))
		seen := strings.Fields(numbersOn(last) + " " + numbersOn(first))
		if len(seen) != all+1 || seen[0] != fmt.Sprint("K", 1001+all) {
			t.Errorf("%d of %d, the first issued is %s", len(seen), all+1, seen[0])
		}
	})
}

func TestSumsFollowTheFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) tally {
			one := tally{Programme: id.Programme(rapid.SampledFrom([]string{"p", "q"}).Draw(t, "programme")), State: Drafted, Count: rapid.Int64Range(1, 9).Draw(t, "count")}
			one.Net = money.DKK(one.Count * 100)
			if rapid.Bool().Draw(t, "issued") {
				one.State, one.Year = Issued, rapid.SampledFrom([]string{"2025", "2026"}).Draw(t, "year")
			}
			return one
		})).Draw(t, "tallies")
		whole := listView{Tallies: list}
		for _, state := range []State{Drafted, Issued} {
			n, net := whole.of(state)
			var parts int64
			for _, p := range []id.Programme{"p", "q"} {
				for _, y := range append(years(list), "") {
					if (y == "") != (state == Drafted) {
						continue
					}
					part := listView{Tallies: list, Filter: filter{Programme: p, Year: y}}
					m, _ := part.of(state)
					parts += m
				}
			}
			if n != parts || net.Minor != n*100*100 {
				t.Fatalf("%s: %d are %d in parts, %s", state, n, parts, net)
			}
		}
	})
}

func TestWhatSeveralLinesAreAbout(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	for _, c := range []struct {
		contents
		lang, want string
	}{
		{contents{4, "2026-09-16", "2027-10-06", 3, 3}, "da", "Fire møder\u00a02026–2027, 3\u00a0deltagere"},
		{contents{4, "2026-09-16", "2026-10-06", 1, 1}, "en", "Four meetings\u00a02026, 1\u00a0participant"},
		{contents{1, "2026-09-16", "2026-09-16", 2, 3}, "da", "Ét møde\u00a02026, 2–3\u00a0deltagere"},
		{contents{13, "", "", 0, 0}, "da", "13 møder"},
	} {
		if got := c.text(w.words.For(t.Context(), c.lang)); got != c.want {
			t.Errorf("%+v in %s is %q, want %q", c.contents, c.lang, got, c.want)
		}
	}
	w.issue(t, w.order(june, autumn()))
	apart := june
	apart.Meeting = ""
	w.issue(t, w.order(apart, apart))
	w.read(t, w.clerk(), func(ctx context.Context, tx *db.Tx) error {
		list, err := Latest(ctx, tx, w.town, 2)
		if err == nil && (list[1].Text(ctx) != "Netværk for konsulenter: To møder\u00a02021, 3\u00a0deltagere" || list[0].Text(ctx) != "Netværk for konsulenter: 2 linjer") {
			t.Errorf("%q and %q", list[1].Text(ctx), list[0].Text(ctx))
		}
		return err
	})
}
