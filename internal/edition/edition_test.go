package edition

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"

	"pgregory.net/rapid"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

var (
	staff   = access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	contact = access.Actor{Person: "birgit", Org: "birkelund", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("birkelund")}}}
	visitor = access.Actor{}
)

// house is who there is to choose between.
type house struct {
	association, centre, poor id.Org // the poor one cannot send invoices
	tove                      id.Person
}

// given furnishes the house, on 22 April 2021.
func given(t testing.TB, d *db.DB) (h house) {
	t.Helper()
	d.Now = func() time.Time { return time.Date(2021, 4, 22, 8, 0, 0, 0, time.UTC) }
	err := d.Write(context.Background(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		for _, o := range []struct {
			at   *id.Org
			kind people.OrgKind
			name string
		}{{&h.association, people.Association, "Kommunernes Fællesskab"}, {&h.centre, people.Centre, "Udviklingshuset Åbrinke"}, {&h.poor, people.Union, "Fagforbundet Egelund"}} {
			if *o.at, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: o.kind, Name: o.name, OfficialName: o.name}); err != nil {
				return err
			}
		}
		h.tove, err = people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@center.example", Title: "chefkonsulent", Org: h.centre})
		if err != nil {
			return err
		}
		if err := people.GiveRole(ctx, tx, h.tove, access.Staff, access.Everywhere); err != nil {
			return err
		}
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: h.centre, Name: "Udviklingshuset Åbrinke", CVR: "10000009", Street: "Prøvevej 1", Postcode: "8999", City: "Åbrinke",
			Email: "faktura@center.example", Bank: "1234", Account: "123456", Prefix: "K", First: 1001,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func browser(t testing.TB, d *db.DB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Tove Ørnekær", OrgName: "Udviklingshuset", Lang: lang}, nil
		},
	}
	h := site.Handler(programme.Routes, meeting.Routes, Routes)
	return func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		if method == "POST" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

var requestNumber = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// page is a body as a golden file: one tag to a line, less what changes.
func page(w *httptest.ResponseRecorder) string {
	body := strings.ReplaceAll(w.Body.String(), assets.Hash, "HASH")
	return strings.ReplaceAll(requestNumber.ReplaceAllString(body, "REQUEST"), "><", ">\n<") + "\n"
}

func expect(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	for _, part := range parts {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("no %q in\n%s", part, w.Body)
		}
	}
}

var (
	fieldTag  = regexp.MustCompile(`<(input|textarea|select)[^>]*\sname="([^"]+)"[^>]*>`)
	attribute = func(tag, name string) string {
		m := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
		if m == nil {
			return ""
		}
		return m[1]
	}
	textOf   = regexp.MustCompile(`(?s)^([^<]*)</textarea>`)
	selected = regexp.MustCompile(`(?s)^(.*?)</select>`)
	chosen   = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// filled is what a browser would send of a page's form as it stands.
func filled(body string) url.Values {
	form := url.Values{}
	for _, at := range fieldTag.FindAllStringSubmatchIndex(body, -1) {
		tag, name, rest := body[at[0]:at[1]], body[at[4]:at[5]], body[at[1]:]
		switch kind := attribute(tag, "type"); {
		case strings.HasPrefix(tag, "<textarea"):
			form.Add(name, unescape(textOf.FindStringSubmatch(rest)[1]))
		case strings.HasPrefix(tag, "<select"):
			if m := chosen.FindStringSubmatch(selected.FindStringSubmatch(rest)[1]); m != nil {
				form.Add(name, m[1])
			} else {
				form.Add(name, attribute(selected.FindStringSubmatch(rest)[1], "value"))
			}
		case kind == "checkbox" || kind == "radio":
			if strings.Contains(tag, " checked") {
				form.Add(name, attribute(tag, "value"))
			}
		default:
			form.Add(name, unescape(attribute(tag, "value")))
		}
	}
	return form
}

func unescape(text string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'").Replace(text)
}

// fill types what the news of 22 April 2021 says into a blueprint's form.
func fill(form url.Values, h house) {
	for name, value := range map[string]string{
		"name": "Netværk for konsulenter på børne- og ungeområdet", "short_name": "konsulentnetværk", "field": "Børn og unge",
		"owner": string(h.association), "operator": string(h.centre), "seller": string(h.centre), "email": "netvaerk@center.example",
		"season_from": "2. juni 2021", "season_to": "5. oktober 2022", "deadline": "10. maj 2021",
		"m1_day": "2. juni 2021", "m1_title": "Konsulentens rolle før, under og efter et kommunalvalg", "m1_starts": "9.30", "m1_ends": "14.30", "m1_where": "online",
		"m2_day": "15. september 2021", "m2_title": "Faglig ledelse af kerneopgaven", "m3_day": "10. januar 2022", "m4_day": "9-6-2022", "m5_day": "2022-10-05",
		"venue": "Odense Congress Center", "street": "Ørbækvej 350", "postcode": "5220", "city": "Odense",
	} {
		form.Set(name, value)
	}
	form["inviters"], form["contacts"] = []string{string(h.association)}, []string{string(h.tove)}
}

// The whole of seed 003, made by a member of the secretariat through the pages
// and nothing else: network, prices, five meetings, agenda, published.
func TestTheNetworkIsMadeThroughThePages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := given(t, d)
		visit := browser(t, d, staff, "da")
		expect(t, visit("GET", "/sekretariat/forloeb/nyt", nil), 200, `href="/sekretariat/forloeb/nyt/netvaerk"`)
		blank := visit("GET", "/sekretariat/forloeb/nyt/netvaerk", nil)
		golden(t, "blueprint.da.html", page(blank))
		form := filled(blank.Body.String())
		refused := visit("POST", "/sekretariat/forloeb/nyt/netvaerk", form)
		expect(t, refused, 422, "Skriv forløbets navn", "Skriv datoen for mindst ét møde", "Vælg, hvem der ejer forløbet", `value="4.375"`)
		golden(t, "refused.da.html", page(refused))
		fill(form, h)

		// A row more and a row less lose nothing.
		form.Set("goer", "moede")
		more := visit("POST", "/sekretariat/forloeb/nyt/netvaerk", form)
		expect(t, more, 200, `id="m6_day"`, `value="9-6-2022"`, `value="Ørbækvej 350"`)
		form = filled(more.Body.String())
		form.Set("goer", "fjernmoede-5")
		less := visit("POST", "/sekretariat/forloeb/nyt/netvaerk", form)
		form = filled(less.Body.String())
		if form.Get("meetings") != "5" || len(form["contacts"]) != 1 || form.Get("owner") != string(h.association) || form.Get("m1_where") != "online" {
			t.Fatalf("lost: %v", form)
		}
		var at string
		for range 2 { // an impatient finger
			w := visit("POST", "/sekretariat/forloeb/nyt/netvaerk", form)
			if w.Code != 303 || at != "" && at != w.Header().Get("Location") {
				t.Fatal(w.Code, w.Header(), w.Body)
			}
			at = w.Header().Get("Location")
		}
		at, _, _ = strings.Cut(at, "?")
		draft := visit("GET", at+"?gemt=1", nil)
		expect(t, draft, 200, "Alt er udfyldt", "17.500", "onsdag 2. juni 2021", "onsdag 5. oktober 2022")
		golden(t, "draft.da.html", page(draft))
		golden(t, "draft.en.html", page(browser(t, d, staff, "en")("GET", at, nil)))

		checkNetwork(t, d, h, id.Programme(strings.TrimPrefix(at, "/sekretariat/forloeb/")))

		june := regexp.MustCompile(`/sekretariat/moeder/[^"/]+`).FindString(draft.Body.String())
		agenda := url.Values{"rows": {"2"},
			"starts_0": {"9.30"}, "ends_0": {"9.45"}, "kind_0": {"practical"}, "title_0": {"Velkommen"},
			"starts_1": {"9.45"}, "ends_1": {"10.45"}, "kind_1": {"talk"}, "title_1": {"Embedsmandens roller"}, "voices_1": {"Agnes Birk, lektor"},
		}
		if w := visit("POST", june+"/program", agenda); w.Code != 303 {
			t.Fatal(w.Code, w.Body)
		}
		expect(t, visit("GET", june, nil), 200, "Embedsmandens roller", "Agnes Birk, lektor")
		if w := visit("POST", at+"/udgiv", nil); w.Code != 303 {
			t.Fatal(w.Code, w.Body)
		}
		golden(t, "public.da.html", page(visit("GET", at, nil)))
		file := visit("GET", "/netvaerk/netvaerk-for-konsulenter-paa-boerne-og-ungeomraadet/moeder/2021-06-02/program.pdf", nil)
		if !strings.Contains(file.Header().Get("Content-Disposition"), "Program%20-%20konsulentnetv%C3%A6rk%20den%202.%20juni%202021.pdf") {
			t.Error(file.Header())
		}
		if w := visit("POST", at+"/traek-tilbage", nil); w.Code != 303 {
			t.Error(w.Code)
		}
		expect(t, visit("GET", at, nil), 200, "Forløbet er en kladde")
	})
}

// checkNetwork compares what was kept with the news.
func checkNetwork(t *testing.T, d *db.DB, h house, one id.Programme) {
	t.Helper()
	err := d.Read(context.Background(), staff, func(ctx context.Context, tx *db.Tx) error {
		all, err := programme.All(ctx, tx)
		if err != nil || len(all) != 1 {
			return fmt.Errorf("%d programmes: %w", len(all), err)
		}
		p := all[0]
		if p.ID != one || p.Owner != h.association || p.Operator != h.centre || p.Seller != h.centre || p.Deadline != "2021-05-10" || p.Covers != 4 ||
			p.MaxPerOrg != 5 || p.Invoicing != programme.Advance || p.SeasonTo != "2022-10-05" || !slices.Equal(p.Contacts, []id.Person{h.tove}) {
			t.Errorf("%+v", p)
		}
		prices, err := billing.PriceListFor(ctx, tx, one, "2021-06-02")
		if err != nil {
			return err
		}
		for n, want := range map[int64]money.Money{1: money.DKK(3000), 2: money.DKK(3000), 3: money.DKK(4375), 5: money.DKK(4375)} {
			if tier, ok := prices.Tier(n); !ok || tier.PerMeeting != want {
				t.Errorf("%d: %v", n, tier)
			}
		}
		if _, ok := prices.Tier(6); ok || prices.VAT != billing.Standard || prices.RateBP != 2500 {
			t.Errorf("%+v", prices)
		}
		list, err := meeting.InProgramme(ctx, tx, one)
		if err != nil || len(list) != 5 {
			return fmt.Errorf("%d meetings: %w", len(list), err)
		}
		if m := list[0]; m.Day != "2021-06-02" || m.Starts == nil || m.InPerson() || !m.Online() || m.FreeUntil != "2021-05-19" || m.Slug != "2021-06-02" {
			t.Errorf("%+v", m)
		}
		for i, day := range []string{"2021-09-15", "2022-01-10", "2022-06-09", "2022-10-05"} {
			if m := list[i+1]; string(m.Day) != day || m.Starts != nil || m.Online() || m.Address() != "Odense Congress Center, Ørbækvej 350, 5220 Odense" {
				t.Errorf("%+v", m)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ask makes a request that is fine.
func ask(t testing.TB, h house) Request {
	t.Helper()
	form := network(context.Background())
	values := url.Values{"meetings": {"5"}, "tiers": {"2"}, "tier1_to": {"2"}, "tier1_price": {"3000"}, "tier2_to": {"5"}, "tier2_price": {"4375"},
		"vat": {"S"}, "free_days": {"14"}, "max_per_org": {"5"}, "covers": {"4"}, "invoicing": {"advance"}, "lead": {form.Programme.Lead},
		"m2_where": {"sted"}, "m3_title": {"x"}, "m4_title": {"x"}, "m5_title": {"x"}, "purpose": {"x"}, "audience": {"x"}}
	fill(values, h)
	req, bad := readForm(values).tidy().request(web.KindNetwork)
	if bad != nil {
		t.Fatal(bad)
	}
	return req
}

func create(d *db.DB, who access.Actor, req Request) (one id.Programme, err error) {
	err = d.Write(context.Background(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Create(ctx, tx, req)
		return err
	})
	return one, err
}

func names(err error) (all []string) {
	faults, _ := problem.FieldsOf(err)
	for _, f := range faults {
		all = append(all, f.Name)
	}
	return all
}

func TestCreateIsAllOrNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	h := given(t, d)
	req := ask(t, h)
	req.Programme.Name, req.Programme.Seller = "", h.poor
	req.Prices.Tiers[1].From = 4
	req.Meetings[2].Day, req.Meetings[4].Title = "", ""
	_, err := create(d, staff, req)
	if want := []string{"name", "tier2_from", "m3_day", "m5_title", "seller"}; !slices.Equal(names(err), want) {
		t.Errorf("%v, want %v", names(err), want)
	}
	req = ask(t, h)
	req.Programme.Owner = "nobody"
	if _, err := create(d, staff, req); !slices.Equal(names(err), []string{"owner"}) {
		t.Error(err)
	}
	req = ask(t, h)
	req.Programme.MaxPerOrg = 6
	if _, err := create(d, staff, req); !slices.Equal(names(err), []string{"max_per_org"}) {
		t.Error("nobody knows what six cost:", err)
	}
	err = d.Read(context.Background(), staff, func(ctx context.Context, tx *db.Tx) error {
		var n int
		err := tx.Get(ctx, &n, `SELECT (SELECT count(*) FROM programmes) + (SELECT count(*) FROM meetings)`)
		if n != 0 {
			t.Error(n, "rows were kept")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWhoMayCreate(t *testing.T) {
	d := dbtest.SQLite(t)
	req := ask(t, given(t, d))
	for _, who := range []access.Actor{visitor, contact} {
		if _, err := create(d, who, req); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%q: %v", who.Person, err)
		}
		err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, "x") })
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("%q: %v", who.Person, err)
		}
	}
	if _, err := create(d, access.System("staff"), req); err != nil {
		t.Error(err)
	}
}

func TestAKeyIsUsedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		req := ask(t, given(t, d))
		req.Key = "k"
		first, err := create(d, staff, req)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := create(d, staff, req); again != first || err != nil {
			t.Error(again, first, err)
		}
		req.Programme.Lead = "Noget andet."
		if _, err := create(d, staff, req); !problem.Is(err, problem.Invalid) {
			t.Error(err)
		}
	})
}

func TestPublishTellsWhatIsMissing(t *testing.T) {
	d := dbtest.SQLite(t)
	h := given(t, d)
	req := ask(t, h)
	req.Programme.Lead, req.Programme.Contacts = "", nil
	req.Prices.ValidFrom = "2021-04-23" // tomorrow
	req.Meetings = nil
	one, err := create(d, staff, req)
	if err != nil {
		t.Fatal(err)
	}
	publish := func() error {
		return d.Write(context.Background(), staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one) })
	}
	if got, want := names(publish()), []string{"lead", "contacts", "prices", "meetings"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	visit := browser(t, d, staff, "da")
	at := programme.StaffPath(one)
	expect(t, visit("POST", at+"/udgiv", nil), 422, "Forløbet er ikke udgivet", "Skriv en indledning", `href="`+at+`/priser"`, `href="`+at+`/moeder/nyt"`)
	d.Now = func() time.Time { return time.Date(2021, 4, 23, 8, 0, 0, 0, time.UTC) }
	if got, want := names(publish()), []string{"lead", "contacts", "meetings"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNewPrices(t *testing.T) {
	d := dbtest.SQLite(t)
	one, err := create(d, staff, ask(t, given(t, d)))
	if err != nil {
		t.Fatal(err)
	}
	visit, at := browser(t, d, staff, "da"), programme.StaffPath(one)+"/priser"
	shown := visit("GET", at, nil)
	golden(t, "prices.da.html", page(shown))
	form := filled(shown.Body.String())
	form.Set("tier2_to", "4")
	form.Set("tier1_price", "3.5")
	expect(t, visit("POST", at, form), 422, "Skriv prisen i kroner, fx 4.375", `value="3.5"`)
	form.Set("tier1_price", "3.100,50")
	expect(t, visit("POST", at, form), 422, "Pristrinnene dækker ikke alle pladser")
	form.Set("goer", "trin")
	form = filled(visit("POST", at, form).Body.String())
	form.Set("tier3_to", "5")
	form.Set("tier3_price", "5000")
	if w := visit("POST", at, form); w.Code != 303 {
		t.Fatal(w.Code, w.Body)
	}
	expect(t, visit("POST", at, form), 422) // another list begins that day
	d.Now = func() time.Time { return time.Date(2021, 4, 23, 8, 0, 0, 0, time.UTC) }
	expect(t, visit("GET", programme.StaffPath(one), nil), 200, "3.100,50", "5.000")
}

// Rows left empty in the middle move to the end, and faults keep to their rows.
func TestBlankRowsGoLast(t *testing.T) {
	f := readForm(url.Values{"meetings": {"3"}, "m2_day": {"i morgen"}, "m2_title": {"B"}, "m3_day": {"2.6.2021"}, "m1_title": {"A"},
		"tiers": {"3"}, "tier2_to": {"to"}, "tier2_price": {"1"}, "free_days": {"0"}}).tidy()
	_, bad := f.request(web.KindNetwork)
	if f.Meetings[0].Title != "B" || f.Meetings[2].Title != "A" || len(bad.For("m1_day")) != 1 || len(bad.For("tier1_to")) != 1 || len(bad.For("m2_day")) != 0 {
		t.Errorf("%+v %v", f.Meetings, bad)
	}
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	d := dbtest.SQLite(t)
	one, err := create(d, staff, ask(t, given(t, d)))
	if err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.NewReplacer("{id}", string(one), "{skabelon}", "netvaerk").Replace(path)
		for _, who := range []access.Actor{visitor, contact, staff} {
			w := browser(t, d, who, "da")(method, path, url.Values{})
			fmt.Fprintf(&table, "%-50s %-7s %d\n", route.Pattern, cmp.Or(who.Person, "visitor"), w.Code)
		}
	}
	golden(t, "doors.txt", table.String())
	expect(t, browser(t, d, staff, "da")("GET", "/sekretariat/forloeb/nyt/kursus", nil), 404)
	expect(t, browser(t, d, staff, "da")("GET", "/sekretariat/forloeb/none", nil), 404)
}

func TestParseKroner(t *testing.T) {
	for text, want := range map[string]int64{
		"3000": 300000, "3.000": 300000, " 3 000 kr.": 300000, "4.375,5": 437550, "4375,50 kr": 437550, "0": 0, "14.900,-": 1490000, "1.234.567,89": 123456789,
		"": -1, "3.5": -1, "3.0000": -1, "-3": -1, "3,000": -1, "tre": -1, "3,5,0": -1, "99999999999": -1, "1 2": -1, "3e3": -1,
	} {
		got, ok := parseKroner(text)
		if ok != (want >= 0) || ok && (got.Minor != want || got.Currency != "DKK") {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
}

func TestAmountsAreReadAsTheyAreShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := money.Money{Minor: rapid.Int64Range(0, 99_999_999_999).Draw(t, "øre"), Currency: "DKK"}
		for _, text := range []string{kroner(want), want.String(), want.Exact()} {
			if got, ok := parseKroner(text); !ok || got != want {
				t.Fatalf("%v is shown as %q and read as %v, %v", want, text, got, ok)
			}
		}
	})
}

func FuzzParseKroner(f *testing.F) {
	for _, seed := range []string{"3.000", "4.375,50 kr.", "3 000", "0,05"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseKroner(text)
		if !ok {
			return
		}
		if m.Minor < 0 || m.Minor > 99_999_999_999 {
			t.Fatalf("%q: %v", text, m)
		}
		if again, ok := parseKroner(kroner(m)); !ok || again != m {
			t.Fatalf("%q: %v, then %v", text, m, again)
		}
	})
}

// Whatever is added and taken away, the other rows stay as they were typed.
func TestRowsComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := form{}
		var days []string
		for n := range rapid.IntRange(1, 30).Draw(t, "steps") {
			if len(days) == 0 || rapid.Bool().Draw(t, "add") {
				f, _ = f.edit("moede")
				f.Meetings[len(f.Meetings)-1].Day = fmt.Sprint(n)
				days = append(days, fmt.Sprint(n))
			} else {
				i := rapid.IntRange(0, len(days)-1).Draw(t, "which")
				f, _ = f.edit(fmt.Sprint("fjernmoede-", i))
				days = slices.Delete(days, i, i+1)
			}
		}
		var got []string
		for _, m := range f.Meetings {
			got = append(got, m.Day)
		}
		if !slices.Equal(got, days) {
			t.Fatalf("%v, want %v", got, days)
		}
	})
	for _, do := range []string{"", "gem", "fjernmoede-", "fjernmoede--1", "fjernmoede-9", "fjerntrin-0"} {
		if _, ok := (form{Meetings: []meetingRow{{}}}).edit(do); ok {
			t.Error(do)
		}
	}
}
