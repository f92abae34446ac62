package edition

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

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
		expect(t, draft, 200, "Alt er udfyldt", "17.500", "onsdag 2. juni 2021", "onsdag 5. oktober 2022, tid følger",
			"Mødet 2. juni 2021 er online, men linket mangler", "Mødet 2. juni 2021 har intet program endnu")
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
		if w := visit("POST", at+"/udgiv", nil); w.Code != 303 || w.Header().Get("Location") != at+"?udgivet=1" {
			t.Fatal(w.Code, w.Header(), w.Body)
		}
		public := visit("GET", at+"?udgivet=1", nil)
		expect(t, public, 200, "Forløbet er udgivet", `Alle kan se det her: <a href="/netvaerk/netvaerk-for-konsulenter-paa-boerne-og-ungeomraadet">Netværk for konsulenter`)
		golden(t, "public.da.html", page(public))
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
		"m2_where": {"sted"}, "purpose": {"x"}, "audience": {"x"}}
	fill(values, h)
	req, bad := readForm(values).tidy().request(web.KindNetwork, "Netværksmøde")
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
	req.Programme.Owner, req.Programme.Seller, req.Programme.Contacts, req.Programme.Name = "nobody", "nobody", []id.Person{"nobody"}, ""
	req.Meetings[0].Day = ""
	if _, err := create(d, staff, req); !slices.Equal(names(err), []string{"name", "owner", "seller", "contacts", "m1_day"}) {
		t.Error("those who do not exist are told with all the rest:", err)
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
		for name, do := range map[string]func(context.Context, *db.Tx) error{
			"publish": func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, "x") },
			"edit":    func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, req.Programme) },
		} {
			if err := d.Write(t.Context(), who, do); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s by %q: %v", name, who.Person, err)
			}
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
	f := readForm(url.Values{"meetings": {"3"}, "m2_day": {"i morgen"}, "m2_title": {"B"}, "m3_day": {"2.6.2021"}, "m1_where": {"online"},
		"tiers": {"3"}, "tier2_to": {"to"}, "tier2_price": {"1"}, "free_days": {"0"}}).tidy()
	_, bad := f.request(web.KindNetwork, "Netværksmøde")
	if f.Meetings[0].Title != "B" || f.Meetings[2].Where != "online" || len(bad.For("m1_day")) != 1 || len(bad.For("tier1_to")) != 1 || len(bad.For("m2_day")) != 0 {
		t.Errorf("%+v %v", f.Meetings, bad)
	}
}

// The doors are the first check, not the only one: with all of them open, no page
// that reads anything is shown to others, and no command is run.
func TestCommandsAndReadsCheckForThemselves(t *testing.T) {
	d := dbtest.SQLite(t)
	one, err := create(d, staff, ask(t, given(t, d)))
	if err != nil {
		t.Fatal(err)
	}
	routes := slices.Clone(Routes)
	for i := range routes {
		routes[i].For = web.Public
	}
	visit := behind(t, d, contact, "da", routes)
	for _, route := range Routes[1:] { // the first is a list of templates
		method, path, _ := strings.Cut(route.Pattern, " ")
		for _, path := range []string{strings.ReplaceAll(path, "{id}", string(one)), strings.ReplaceAll(path, "{id}", "none")} {
			if w := visit(method, path, url.Values{}); w.Code != 403 {
				t.Errorf("%s: %d", method+" "+path, w.Code)
			}
		}
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
