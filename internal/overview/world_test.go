package overview

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/idea"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/news"
	"faelled/internal/people"
	"faelled/internal/personal"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

// staff is somebody in the secretariat of an empty house.
var (
	visitor = web.Viewer{}
	staff   = web.Viewer{Actor: access.Actor{Person: "staff", Org: "centre", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}, Name: "Ronja Vestergren", OrgName: "Sekretariatet"}
)

// world is the network of these tests, on Monday 2 March 2026 at 13 in Denmark:
// one meeting is past, two can be joined, one is cancelled, one has no hours.
type world struct {
	*db.DB
	centre, egelund, aabrinke, birkelund id.Org
	signe, magne, halfdan, ronja         id.Person
	network, draft                       id.Programme
	told, untold                         id.News
	past, spring, summer, autumn, winter id.Meeting
}

const slug = "konsulenter-paa-boerne-og-ungeomraadet"

// newsAt is the address of the news that is public.
const newsAt = "/nyheder/2026-02-20/netvaerket-stiller-skarpt-paa-kommunalvalget"

func (w world) contact() web.Viewer {
	return web.Viewer{Actor: access.Actor{Person: w.signe, Org: w.egelund, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(w.egelund)}}}, Name: "Signe Lindegaard", OrgName: "Egelund Kommune"}
}

func (w world) office() web.Viewer {
	v := staff
	v.Person, v.Org = w.ronja, w.centre
	return v
}

// seated has a seat in the spring and looks after nothing.
func (w world) seated() web.Viewer {
	return web.Viewer{Actor: access.Actor{Person: w.magne, Org: w.egelund}, Name: "Magne Østerlund", OrgName: "Egelund Kommune"}
}

// stranger is the contact person of a municipality that takes no part.
func (w world) stranger() web.Viewer {
	return web.Viewer{Actor: access.Actor{Person: w.halfdan, Org: w.birkelund, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(w.birkelund)}}}, Name: "Halfdan Mosegaard", OrgName: "Birkelund Kommune"}
}

func given(t testing.TB, d *db.DB) world {
	t.Helper()
	w := world{DB: d}
	w.at(t, -60*24*time.Hour, access.System(""), w.addOrgs)
	w.at(t, -50*24*time.Hour, access.System(""), w.addNetwork)
	w.at(t, -50*24*time.Hour, access.System(""), w.addAgenda)
	w.at(t, -49*24*time.Hour, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		return meeting.Cancel(ctx, tx, w.autumn, "Oplægsholderen er blevet syg.")
	})
	w.at(t, -10*24*time.Hour, w.office().Actor, w.addNews)
	w.at(t, -40*24*time.Hour, w.contact().Actor, w.register(w.past, w.egelund, 4*3000, "Signe Lindegaard", "Magne Østerlund"))
	w.at(t, -2*time.Hour, w.office().Actor, w.register(w.spring, w.aabrinke, 3*4375, "Asger Højlund", "Kaja Nørrevang", "Ellen Ådal"))
	return w
}

// at does something at a moment before or after noon.
func (w *world) at(t testing.TB, after time.Duration, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	w.Now = func() time.Time { return dbtest.Noon.Add(after) }
	must(t, w.Write(words(t).For(t.Context(), "da"), who, fn))
	w.Now = func() time.Time { return dbtest.Noon }
}

func (w *world) addOrgs(ctx context.Context, tx *db.Tx) error {
	for _, o := range []struct {
		into *id.Org
		new  people.NewOrg
	}{
		{&w.centre, people.NewOrg{Kind: people.Centre, Name: "Udviklingscentret", OfficialName: "Udviklingscentret for Prøvekommuner", CVR: "99112239", Street: "Fælledvej 1", Postcode: "8999", City: "Åbrinke", Email: "post@udviklingscentret.example", Phone: "+45 00 00 00 00"}},
		{&w.egelund, people.NewOrg{Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Region: "Region Syddanmark", Domains: []string{"egelund.example"}}},
		{&w.aabrinke, people.NewOrg{Kind: people.Municipality, Name: "Åbrinke", OfficialName: "Åbrinke Kommune", Region: "Region Nordjylland"}},
		{&w.birkelund, people.NewOrg{Kind: people.Municipality, Name: "Birkelund", OfficialName: "Birkelund Kommune", Region: "Region Syddanmark"}},
	} {
		var err error
		if *o.into, err = people.AddOrg(ctx, tx, o.new); err != nil {
			return err
		}
	}
	for _, p := range []struct {
		into *id.Person
		new  people.NewPerson
		role access.Role
	}{
		{&w.signe, people.NewPerson{Name: "Signe Lindegaard", Email: "signe@egelund.example", Title: "konsulent", Org: w.egelund}, access.Contact},
		{&w.magne, people.NewPerson{Name: "Magne Østerlund", Email: "magne@egelund.example", Org: w.egelund}, ""},
		{&w.halfdan, people.NewPerson{Name: "Halfdan Mosegaard", Email: "halfdan@birkelund.example", Org: w.birkelund}, access.Contact},
		{&w.ronja, people.NewPerson{Name: "Ronja Vestergren", Email: "ronja@udviklingscentret.example", Org: w.centre}, ""},
	} {
		var err error
		if *p.into, err = people.AddPerson(ctx, tx, p.new); err != nil {
			return err
		}
		if p.role != "" {
			if err := people.GiveRole(ctx, tx, *p.into, p.role, access.At(p.new.Org)); err != nil {
				return err
			}
		}
	}
	if _, err := people.Ask(ctx, tx, people.Guest{Name: "Runa Bakkegaard", Email: "runa@egelund.example"}, w.egelund); err != nil {
		return err
	}
	return billing.SetSeller(ctx, tx, billing.Seller{
		Org: w.centre, Name: "Udviklingscentret for Prøvekommuner", CVR: "99112239", Street: "Fælledvej 1", Postcode: "8999", City: "Åbrinke",
		Contact: "Regnskab", Email: "faktura@udviklingscentret.example", Phone: "+45 00 00 00 00", Bank: "9999", Account: "0001234567",
		GLN: "9520000000028", Prefix: "K", First: 1001,
	})
}

func (w *world) addNetwork(ctx context.Context, tx *db.Tx) (err error) {
	karen, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Karla Bredahl", Email: "karla@udviklingscentret.example", Title: "chefkonsulent", Org: w.centre})
	if err != nil {
		return err
	}
	p := programme.Programme{
		Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Field: "Børn og unge",
		Lead:    "For kommunale konsulenter, der arbejder på tværs af dagtilbud og skole.",
		Purpose: "Netværket styrker opgaveløsningen.\n\nVi arbejder med:\n- ny viden\n- konsulentens rolle", Audience: "Konsulenter og teamledere.", Benefits: "- sparring\n- idéer",
		Owner: w.centre, Operator: w.centre, Seller: w.centre, Contacts: []id.Person{karen}, SeasonFrom: "2026-01-01", SeasonTo: "2026-12-31",
		Deadline: "2026-03-10", MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@udviklingscentret.example",
	}
	if w.network, err = programme.Add(ctx, tx, p); err != nil {
		return err
	}
	if err := programme.Publish(ctx, tx, w.network); err != nil {
		return err
	}
	p.Name = "Ledere af dagtilbud"
	if w.draft, err = programme.Add(ctx, tx, p); err != nil {
		return err
	}
	if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
		Programme: w.network, VAT: billing.Standard, RateBP: 2500, ValidFrom: "2026-01-01",
		Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}},
	}); err != nil {
		return err
	}
	return w.addMeetings(ctx, tx)
}

// hours are two times of a day.
func hours(day when.Date, from, to string) (*time.Time, *time.Time) {
	a, err1 := when.Local(day, from)
	b, err2 := when.Local(day, to)
	if err := errors.Join(err1, err2); err != nil {
		panic(err)
	}
	return &a, &b
}

func (w *world) addMeetings(ctx context.Context, tx *db.Tx) (err error) {
	for _, m := range []struct {
		into *id.Meeting
		new  meeting.Meeting
	}{
		{&w.past, meeting.Meeting{Title: "Økonomiaftalen", Day: "2026-02-04", IsOnline: true}},
		{&w.spring, meeting.Meeting{Title: "Konsulentrollen ved et kommunalvalg", Lead: "Mødet handler om din rolle før, under og efter valget.", Day: "2026-03-18", IsOnline: true, OnlineURL: "https://moede.example/abc", FreeUntil: "2026-03-11"}},
		{&w.summer, meeting.Meeting{Title: "Faglig ledelse af kerneopgaven", Day: "2026-06-10", Venue: "Kongressen", Street: "Ørbæk Allé 1", Postcode: "8999", City: "Åbrinke", Capacity: 5}},
		{&w.autumn, meeting.Meeting{Title: "Børns trivsel", Day: "2026-09-16", Venue: "Kongressen", City: "Åbrinke"}},
		{&w.winter, meeting.Meeting{Title: "Tema vælges af netværket", Day: "2026-11-04", Venue: "Kongressen", City: "Åbrinke"}},
	} {
		m.new.Programme = w.network
		m.new.Starts, m.new.Ends = hours(m.new.Day, "9.30", "14.30")
		if m.into == &w.winter {
			m.new.Starts, m.new.Ends = nil, nil
		}
		if *m.into, err = meeting.Add(ctx, tx, m.new); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) addAgenda(ctx context.Context, tx *db.Tx) error {
	first, _ := hours("2026-03-18", "9.30", "9.50")
	second, third := hours("2026-03-18", "9.50", "11.00")
	return meeting.SetAgenda(ctx, tx, w.spring, []meeting.Item{
		{Kind: meeting.Practical, Starts: *first, Ends: *second, Title: "Velkomst"},
		{Kind: meeting.Talk, Starts: *second, Ends: *third, Title: "Embedsmandsroller", Text: "Før og efter et valg.", Voices: []meeting.Voice{{Name: "Agnes Birk", Title: "lektor", Role: access.Speaker}}},
	})
}

// addNews publishes one piece of news about the network, and lets another wait.
func (w *world) addNews(ctx context.Context, tx *db.Tx) (err error) {
	n := news.News{
		Title: "Netværket stiller skarpt på kommunalvalget", Lead: "På næste møde handler det om konsulentens rolle.",
		Body: "Der er *oplæg* og cases.\n\n# Om mødet\n\n- Før valget\n- [Efter](/kalender)", Programmes: []id.Programme{w.network},
	}
	if w.told, err = news.Add(ctx, tx, n); err != nil {
		return err
	}
	if err := news.Publish(ctx, tx, w.told, time.Time{}); err != nil {
		return err
	}
	n.Title = "Noget, der kommer"
	if w.untold, err = news.Add(ctx, tx, n); err != nil {
		return err
	}
	return news.Publish(ctx, tx, w.untold, tx.Now.AddDate(0, 1, 0))
}

// register sends guests at a net price in kroner.
func (w *world) register(m id.Meeting, org id.Org, net int64, names ...string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		req := registration.Request{
			Key: tx.NewID(), Programme: w.network, Meeting: m, Org: org, GLN: "9520000000011", OrderRef: "4711", Email: "post@kommune.example", Accepted: money.DKK(net),
		}
		for _, name := range names {
			first, _, _ := strings.Cut(strings.ToLower(name), " ")
			domain := "egelund.example"
			if org == w.aabrinke {
				domain = "aabrinke.example"
			}
			req.Guests = append(req.Guests, people.Guest{Name: name, Email: first + "@" + domain, Title: "konsulent"})
		}
		_, err := registration.Register(ctx, tx, req)
		return err
	}
}

func words(t testing.TB) *i18n.Words {
	t.Helper()
	w, err := i18n.Load(web.Locale, people.Locale, programme.Locale, material.Locale, idea.Locale, idea.Locale, meeting.Locale, billing.Locale, registration.Locale, news.Locale, Locale)
	must(t, err)
	return w
}

// handler is the site as somebody sees it.
func handler(t testing.TB, d *db.DB, who web.Viewer) http.Handler {
	site := &web.Site{
		DB: d, Log: slog.New(slog.DiscardHandler), Words: words(t), BaseURL: "https://faelled.example", Menu: Menu, Local: LocalMenu,
		Identify: func(context.Context, *http.Request) (web.Viewer, error) { return who, nil },
	}
	return site.Handler(Routes, Privacy([]personal.Holding{{
		Table: "persons", What: i18n.Key("people.what_persons"), Why: i18n.Key("people.why_persons"), Basis: personal.Contract, Keep: i18n.Key("people.keep_persons"),
	}}))
}

func get(t testing.TB, h http.Handler, path, lang string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(&http.Cookie{Name: "sprog", Value: lang})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func golden(t *testing.T, name string, page []byte) {
	t.Helper()
	page = bytes.ReplaceAll(page, []byte(assets.Hash), []byte("HASH"))
	page = append(bytes.ReplaceAll(page, []byte("><"), []byte(">\n<")), '\n')
	file := "testdata/" + name
	if *update {
		must(t, os.WriteFile(file, page, 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if !bytes.Equal(page, want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, page)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
