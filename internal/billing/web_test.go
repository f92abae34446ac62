package billing

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
	assets "faelled/web"
)

func identify(who access.Actor) func(context.Context, *http.Request) (web.Viewer, error) {
	return func(context.Context, *http.Request) (web.Viewer, error) {
		return web.Viewer{Actor: who, Name: "Bodil Prøve", OrgName: "Egelund Kommune"}, nil
	}
}

// everybody is one of each, for tables of who may.
func (w world) everybody() []access.Actor {
	return []access.Actor{visitor, w.colleague(), w.clerk(), w.stranger(), office, admin, system}
}

func (w world) get(who access.Actor, lang, path string) *httptest.ResponseRecorder {
	return w.ask(who, lang, httptest.NewRequest("GET", path, nil))
}

func (w world) post(who access.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.ask(who, "da", r)
}

func (w world) ask(who access.Actor, lang string, r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(&http.Cookie{Name: "sprog", Value: lang})
	rec := httptest.NewRecorder()
	w.site(who).Handler(Routes).ServeHTTP(rec, r)
	return rec
}

// page is what is inside main, one tag a line.
func page(t *testing.T, rec *httptest.ResponseRecorder) string {
	t.Helper()
	_, inside, found := strings.Cut(rec.Body.String(), "<main")
	inside, _, _ = strings.Cut(inside, "</main>")
	if !found {
		t.Fatalf("status %d without a page: %s", rec.Code, rec.Body)
	}
	inside = strings.ReplaceAll(inside, assets.Hash, "HASH")
	return strings.ReplaceAll("<main"+inside, "><", ">\n<") + "\n"
}

// taught is without VAT.
var taught = Line{
	Meeting: "autumn", Text: "Undervisning 15. september 2021", Quantity: 2, Unit: money.Money{Minor: 99_950, Currency: "DKK"},
	VAT: Exempt, Reason: "Momsloven § 13, stk. 1, nr. 3", Delivered: "2021-09-15", Participants: 2,
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		golden(t, "empty.da.html", page(t, w.get(w.clerk(), "da", path)))
		w.issue(t, w.order(june))
		w.issue(t, w.order(june, taught))
		foreign := w.order(june)
		foreign.Buyer, foreign.ProgrammeName, foreign.Programme = w.other, "Et andet forløb", "q"
		w.issue(t, foreign)
		w.draft(t, w.order(june, autumn()))
		must(t, w.run(t.Context(), "billing.issue", w.draft(t, w.order(june))))
		w.draft(t, w.order(autumn()))
		for name, rec := range map[string]*httptest.ResponseRecorder{
			"list.da.html":      w.get(w.clerk(), "da", path),
			"list.en.html":      w.get(w.clerk(), "en", path),
			"office.da.html":    w.get(office, "da", path),
			"programme.da.html": w.get(office, "da", path+"?forloeb=q&status=issued&aar=2026"),
			"nothing.da.html":   w.get(w.clerk(), "da", path+"?aar=2021"),
			"invoice.da.html":   w.get(w.clerk(), "da", path+"/K1002"),
			"invoice.en.html":   w.get(office, "en", path+"/K1002"),
			"undrawn.da.html":   w.get(w.clerk(), "da", path+"/K1004"),
		} {
			if rec.Code != http.StatusOK {
				t.Errorf("%s: status %d", name, rec.Code)
			}
			golden(t, name, page(t, rec))
		}
		if list := page(t, w.get(w.clerk(), "da", path)); strings.Contains(list, "Et andet") || strings.Contains(list, "K1003") {
			t.Error("a municipality sees another's invoice")
		}
	})
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	w.issue(t, w.order(june))
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(strings.NewReplacer("{nr}", "K1001", "{org}", string(w.other)).Replace(route.Pattern), " ")
		for _, who := range w.everybody() {
			code := w.ask(who, "da", httptest.NewRequest(method, path, nil)).Code
			fmt.Fprintf(&table, "%-33s %-10s %d\n", route.Pattern, who.Person, code)
		}
	}
	golden(t, "doors.txt", table.String())
}

func TestDownloads(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.issue(t, w.order(june))
		for door, c := range map[string]struct{ media, name, begins string }{
			"/xml": {"application/xml", `filename="Faktura K1001.xml"`, "<?xml"},
			"/pdf": {"application/pdf", `filename="Faktura K1001.pdf"`, "%PDF-"},
		} {
			rec := w.get(w.clerk(), "en", path+"/K1001"+door)
			if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != c.media || !strings.Contains(rec.Header().Get("Content-Disposition"), c.name) || !strings.HasPrefix(rec.Body.String(), c.begins) {
				t.Errorf("%s: %d %v", door, rec.Code, rec.Header())
			}
		}
		must(t, w.run(t.Context(), "billing.issue", w.draft(t, w.order(june))))
		for _, missing := range []string{"K1002/pdf", "K1003", "K1003/xml", "K01001", "k1001", "L1001", "1001", "K99999999999999999999", "x"} {
			if rec := w.get(w.clerk(), "da", path+"/"+missing); rec.Code != http.StatusNotFound {
				t.Errorf("%s: status %d", missing, rec.Code)
			}
		}
	})
}

func TestTheListIsPagedByKey(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		const all = 2*pageSize + 1
		for i := range all {
			w.draft(t, w.numbered(i))
		}
		seen, next := 0, path+"?status=draft"
		for pages := 1; next != ""; pages++ {
			if pages > 3 {
				t.Fatal("no end to it")
			}
			body := page(t, w.get(w.clerk(), "da", next))
			seen += strings.Count(body, "<th scope=\"row\">")
			_, rest, found := strings.Cut(body, path+"?foer=")
			if next = ""; found {
				query, _, _ := strings.Cut(rest, `"`)
				next = path + "?foer=" + strings.ReplaceAll(query, "&amp;", "&")
			}
			if !strings.Contains(body, fmt.Sprint("<dd>", all, "</dd>")) {
				t.Error("the sums are of the page, not of all")
			}
		}
		if seen != all {
			t.Errorf("%d of %d on the pages", seen, all)
		}
	})
}

func TestWhatOthersAsk(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.issue(t, w.order(june, autumn()))
		w.draft(t, w.order(june))
		foreign := w.order(june)
		foreign.Buyer = w.other
		w.draft(t, foreign)
		elsewhere := w.order(june)
		elsewhere.Programme = "q"
		w.draft(t, elsewhere)
		w.read(t, w.clerk(), func(ctx context.Context, tx *db.Tx) error {
			sums, err := Invoiced(ctx, tx, "p", w.town)
			if len(sums) != 2 || sums["june"] != money.DKK(8750) || sums["autumn"] != money.DKK(4375) {
				t.Errorf("invoiced %v", sums)
			}
			if err != nil {
				return err
			}
			latest, err := Latest(ctx, tx, w.town, 2)
			if len(latest) != 2 || latest[0].Programme != "q" || latest[1].State != Drafted || latest[0].BuyerName != "Egelund" || latest[0].Gross != (money.Money{Minor: 546_875, Currency: "DKK"}) {
				t.Errorf("latest %+v", latest)
			}
			return err
		})
		w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
			ready, err := ReadyToIssue(ctx, tx)
			if len(ready) != 2 || ready[0] != (Waiting{"p", "Netværk for konsulenter", 2, money.DKK(8750)}) || ready[1].Count != 1 {
				t.Errorf("ready %+v", ready)
			}
			return err
		})
		for _, who := range w.everybody() {
			err := w.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				_, err := Latest(ctx, tx, w.town, 1)
				return err
			})
			if want := who.IsStaff() || who.Person == "clerk"; (err == nil) != want {
				t.Errorf("%q: %v", who.Person, err)
			}
		}
	})
}

func TestTheSellersForm(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		var centre id.Org
		w.write(t, admin, func(ctx context.Context, tx *db.Tx) (err error) {
			centre, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Centre, Name: "Centret", OfficialName: "Eksempelcentret", Street: "Prøvevej 2"})
			return err
		})
		w.issue(t, w.order(june))
		door := sellersPath + "/" + string(centre)
		golden(t, "sellers.da.html", page(t, w.get(office, "da", sellersPath)))
		golden(t, "seller.da.html", page(t, w.get(admin, "da", door)))
		form := url.Values{
			"name": {"Eksempelcentret"}, "street": {"Prøvevej 2"}, "postcode": {"8999"}, "city": {"Åbrinke"}, "cvr": {"9911 2239"},
			"bank": {"999"}, "account": {"123"}, "prefix": {"K"}, "first": {"mange"},
		}
		rec := w.post(admin, door, form)
		if rec.Code != http.StatusUnprocessableEntity {
			t.Errorf("status %d", rec.Code)
		}
		golden(t, "seller-refused.da.html", page(t, rec))
		form.Set("bank", "9999")
		form.Set("prefix", "C")
		form.Set("first", "17")
		if rec := w.post(admin, door, form); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != sellersPath {
			t.Errorf("status %d to %s", rec.Code, rec.Header().Get("Location"))
		}
		if list := page(t, w.get(admin, "da", sellersPath)); !strings.Contains(list, "C17") || !strings.Contains(list, "K1002") {
			t.Error("the next numbers are not those", list)
		}
		if rec := w.post(admin, sellersPath+"/nowhere", form); rec.Code != http.StatusNotFound {
			t.Errorf("an organisation that does not exist: status %d", rec.Code)
		}
		w.expect(t, map[string]int{`sellers`: 2, `sellers WHERE cvr = '99112239' AND first_number = 17`: 1})
	})
}

func TestAnInvoiceLeadsToItsProgramme(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		o := w.order(june, autumn())
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			tove, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@foreningen.example", Org: w.seller})
			if err != nil {
				return err
			}
			o.Programme, err = programme.Add(ctx, tx, programme.Programme{
				Kind: web.KindLeaderNetwork, Name: "Ledernetværk", ShortName: "ledernetværk", Lead: "Mød andre ledere.", Purpose: "At styrke hinanden.",
				Audience: "Ledere.", Benefits: "Ny viden.", Owner: w.seller, Operator: w.seller, Seller: w.seller, Contacts: []id.Person{tove},
				Inviters: []id.Org{w.seller}, SeasonFrom: "2026-04-22", SeasonTo: "2027-10-05", Deadline: "2026-05-10", MaxPerOrg: 5, Covers: 4,
				Invoicing: programme.Advance, Email: "netvaerk@centret.example",
			})
			return err
		})
		w.issue(t, o)
		const link = `<a href="/ledernetvaerk/ledernetvaerk">`
		if card := page(t, w.get(w.clerk(), "da", path+"/K1001")); strings.Contains(card, link) || !strings.Contains(card, `class="f-card f-card-k k2"`) {
			t.Error("the clerk cannot open a draft", card)
		}
		if card := page(t, w.get(office, "da", path+"/K1001")); !strings.Contains(card, link) {
			t.Error("the office can", card)
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return programme.Publish(ctx, tx, o.Programme) })
		if card := page(t, w.get(w.clerk(), "da", path+"/K1001")); !strings.Contains(card, link+"Netværk for konsulenter") || !strings.Contains(card, "<p>To møder 2021, 3 deltagere</p>") {
			t.Error("the card is without its link", card)
		}
	})
}

// Nothing here knows whether an invoice is paid, so nothing is green about it.
func TestAnOldInvoiceSaysThatItFellDue(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	w.issue(t, w.order(june))
	for _, c := range []struct {
		now, want, not string
	}{{"2026-04-01", "Senest 1. april 2026", "Forfaldt"}, {"2026-04-02", "Forfaldt", "Senest"}} {
		w.Now = func() time.Time { return when.Date(c.now).Time(when.Zone) }
		got := page(t, w.get(w.clerk(), "da", path+"/K1001"))
		if !strings.Contains(got, c.want) || strings.Contains(got, c.not) || !strings.Contains(got, "Vi viser ikke endnu") {
			t.Errorf("on %s: %s", c.now, got)
		}
		if strings.Contains(page(t, w.get(w.clerk(), "da", path)), "f-tag-ok") {
			t.Error("the list praises what may be unpaid")
		}
	}
}

func TestABegunSeriesCannotBeTyped(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	door := sellersPath + "/" + string(w.seller)
	if form := page(t, w.get(admin, "da", door)); !strings.Contains(form, `<input class="form-input w-s" id="first"`) {
		t.Error("a series that has not begun cannot be set", form)
	}
	w.issue(t, w.order(june))
	golden(t, "seller-begun.da.html", page(t, w.get(admin, "da", door)))
	form := url.Values{
		"name": {"Et nyt navn"}, "street": {"Prøvevej 2"}, "postcode": {"8999"}, "city": {"Åbrinke"}, "cvr": {"99112239"},
		"bank": {"9999"}, "account": {"123"}, "prefix": {"K"}, "first": {"1001"},
	}
	if rec := w.post(admin, door, form); rec.Code != http.StatusSeeOther {
		t.Errorf("status %d: %s", rec.Code, rec.Body)
	}
}
