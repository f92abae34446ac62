package overview

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// main is a page without what is around it.
func main(t testing.TB, d *db.DB, who web.Viewer, path, lang string) string {
	t.Helper()
	got := get(t, handler(t, d, who), path, lang)
	if got.Code != http.StatusOK {
		t.Fatalf("%s as %q: %d", path, who.Name, got.Code)
	}
	_, inside, _ := strings.Cut(got.Body.String(), "<main")
	inside, _, _ = strings.Cut(inside, "</main>")
	return inside
}

// Members are counted in the parts of the country they say they lie in, real or
// made up; where nobody says, nothing is counted.
func TestRegionsAreThoseOfTheMembers(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	for _, c := range []struct {
		regions []string
		want    string
	}{
		{[]string{"Østlandet", "Midtlandet", "Ærlandet", "Østlandet", ""}, "[{Østlandet 2} {Midtlandet 1} {Ærlandet 1}]"},
		{[]string{"Region Sjælland", "Region Nordjylland", "Region Sjælland"}, "[{Sjælland 2} {Nordjylland 1}]"},
		{[]string{"", ""}, "[]"},
		{nil, "[]"},
	} {
		var list []registration.Member
		for i, r := range c.regions {
			list = append(list, registration.Member{Org: id.Org(fmt.Sprint(i)), Name: "By", Region: r})
		}
		if got := fmt.Sprint(members(ctx, list).Regions); got != c.want {
			t.Errorf("%v: %s, want %s", c.regions, got, c.want)
		}
	}
}

// That somebody looks after a municipality is told to all; who, to those who
// have signed in.
func TestNamesOfContactPersonsAreForThoseSignedIn(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	for _, c := range []struct {
		who   web.Viewer
		org   id.Org
		names bool
		says  string
	}{
		{visitor, w.egelund, false, "Kommunen har en kontaktperson"},
		{visitor, w.aabrinke, false, "Kommunen har ingen kontaktperson"},
		{w.seated(), w.egelund, true, "Jeres kontaktpersoner"},
		{w.stranger(), w.egelund, true, "Jeres kontaktpersoner"},
	} {
		page := main(t, d, c.who, "/?kommune="+string(c.org), "da")
		if strings.Contains(page, "Signe Lindegaard") != c.names {
			t.Errorf("%q sees the contact person: %v", c.who.Name, !c.names)
		}
		if !strings.Contains(page, c.says) {
			t.Errorf("%q is not told %q", c.who.Name, c.says)
		}
	}
}

// A meeting that is off promises nothing: no programme, no seat, no way to cancel.
func TestACancelledMeetingPromisesNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	path := "/netvaerk/" + slug + "/moeder/2026-03-18"
	promises := []string{"Programmet er ikke klar", "Velkomst", "program.pdf", "Afmeld senest", "Du er tilmeldt", "moede.ics", "Deltag online", "tilmeld?moede", "Mødet handler om din rolle"}
	all := []web.Viewer{visitor, w.contact(), w.seated(), w.stranger(), w.office()}
	before := ""
	for _, who := range all {
		before += main(t, d, who, path, "da")
	}
	for _, p := range promises[1:] {
		if !strings.Contains(before, p) {
			t.Errorf("nobody sees %q while the meeting is on", p)
		}
	}
	w.at(t, -time.Hour, w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
		return meeting.Cancel(ctx, tx, w.spring, "Oplægsholderen er blevet syg.")
	})
	for _, who := range all {
		page := main(t, d, who, path, "da")
		for _, p := range promises {
			if strings.Contains(page, p) {
				t.Errorf("%q still sees %q", who.Name, p)
			}
		}
		for _, want := range []string{"Konsulentrollen ved et kommunalvalg", "Onsdag 18. marts 2026", "Oplægsholderen er blevet syg.", "Karla Bredahl", "netvaerk@udviklingscentret.example"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q does not see %q", who.Name, want)
			}
		}
	}
	if ours := main(t, d, w.contact(), "/kommune", "da"); !strings.Contains(ours, "1 af 3 møder gennemført · 1 aflyst") {
		t.Error("the municipality is not told that one of its meetings is off")
	}
}

// A registration that was begun and not sent is shown to whoever began it.
func TestAnUnfinishedRegistrationWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		const says = "er ikke sendt"
		if page := main(t, d, w.stranger(), "/kommune", "da"); strings.Contains(page, says) {
			t.Fatal("nothing was begun")
		}
		site := &web.Site{
			DB: d, Log: slog.New(slog.DiscardHandler), Words: words(t), BaseURL: "https://faelled.example", Menu: Menu, Local: LocalMenu,
			Identify: func(context.Context, *http.Request) (web.Viewer, error) { return w.stranger(), nil },
		}
		form := site.Handler(registration.Routes)
		post := func(step string, want int, fields url.Values) {
			t.Helper()
			r := httptest.NewRequest("POST", "/netvaerk/"+slug+"/tilmeld/"+step, strings.NewReader(fields.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			got := httptest.NewRecorder()
			if form.ServeHTTP(got, r); got.Code != want {
				t.Fatalf("%s: %d", step, got.Code)
			}
		}
		post("moede", http.StatusSeeOther, url.Values{"moede": {string(w.spring)}})
		post("deltagere", http.StatusUnprocessableEntity, url.Values{"navn1": {"Halfdan Mosegaard"}, "mail1": {"halfdan"}, "still1": {"Konsulent"}})
		// the address is none: what was refused is kept, too
		page := main(t, d, w.stranger(), "/kommune", "da")
		for _, want := range []string{"Tilmeldingen til mødet 18. marts er ikke sendt", "1 deltager skrevet ind", "/netvaerk/" + slug + "/tilmeld/deltagere", "Én opgave venter."} {
			if !strings.Contains(page, want) {
				t.Errorf("does not see %q", want)
			}
		}
		if page := main(t, d, w.contact(), "/kommune", "da"); strings.Contains(page, says) {
			t.Error("sees a registration that somebody else began")
		}
		w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error { return meeting.Cancel(ctx, tx, w.spring, "Aflyst.") })
		if page := main(t, d, w.stranger(), "/kommune", "da"); strings.Contains(page, says) {
			t.Error("is asked to go on with a meeting that is off")
		}
	})
}

// Nobody reads another's form, and not for an organisation they have left.
func TestUnfinishedFormsAreOnesOwn(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	w.at(t, -time.Hour, w.stranger().Actor, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO registration_drafts (person, programme, key, sent, data, updated_at) VALUES ($1, $2, 'k', 0, $3, $4)`,
			w.halfdan, w.network, `{"Org":"`+string(w.birkelund)+`","Meeting":"`+string(w.spring)+`"}`, tx.Now)
		return err
	})
	moved := w.stranger().Actor
	moved.Org, moved.Grants = w.egelund, []access.Grant{{Role: access.Contact, Scope: access.At(w.egelund)}}
	for name, c := range map[string]struct {
		who  access.Actor
		want int
	}{"their own": {w.stranger().Actor, 1}, "moved on": {moved, 0}, "no right": {access.Actor{Person: w.halfdan, Org: w.birkelund}, 0}, "others": {w.contact().Actor, 0}, "the secretariat": {w.office().Actor, 0}, "visitor": {visitor.Actor, 0}} {
		must(t, d.Read(t.Context(), c.who, func(ctx context.Context, tx *db.Tx) error {
			list, err := registration.UnfinishedOf(ctx, tx)
			if len(list) != c.want {
				t.Errorf("%s: %d forms, want %d", name, len(list), c.want)
			}
			return err
		}))
	}
}

// What people have written is read aloud as Danish, also on an English page.
func TestStoredTextsAreInDanish(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	for path, texts := range map[string][]string{
		"/netvaerk/" + slug:                        {"Netværket styrker opgaveløsningen.", "Embedsmandsroller", "Konsulenter og teamledere."},
		"/netvaerk/" + slug + "/moeder":            {"Konsulentrollen ved et kommunalvalg"},
		"/netvaerk/" + slug + "/moeder/2026-03-18": {"Embedsmandsroller", "chefkonsulent"},
		"/netvaerk/" + slug + "/moeder/2026-09-16": {"Oplægsholderen er blevet syg."},
		"/kalender": {"Konsulenter på børne- og ungeområdet", "Konsulentrollen ved et kommunalvalg"},
		"/":         {"Konsulenter på børne- og ungeområdet", "For kommunale konsulenter"},
		"/kommune":  {"Konsulenter på børne- og ungeområdet"},
	} {
		page := main(t, d, w.contact(), path, "en")
		for _, text := range texts {
			if !marked(page, text) {
				t.Errorf("%s: %q is not marked as Danish", path, text)
			}
		}
		if strings.Contains(main(t, d, w.contact(), path, "da"), `lang="da"`) {
			t.Errorf("%s: a Danish page says twice that it is Danish", path)
		}
	}
}

// marked tells whether a text stands inside an element in Danish. A text may
// stand in the page's head besides, which is web's to mark.
func marked(page, text string) bool {
	for {
		before, rest, found := strings.Cut(page, `lang="da">`)
		_ = before
		if !found {
			return false
		}
		inside, _, _ := strings.Cut(rest, `lang="da">`)
		if at := strings.Index(inside, text); at >= 0 && depth(inside[:at]) >= 0 {
			return true
		}
		page = rest
	}
}

// depth is how many elements are open at the end of a part of a page.
func depth(part string) int {
	lowest, n := 0, 0
	for tag := range strings.SplitSeq(part, "<") {
		switch {
		case strings.HasPrefix(tag, "/"):
			n--
		case strings.HasPrefix(tag, "br"):
		default:
			n++
		}
		lowest = min(lowest, n)
	}
	return lowest
}

// What is over is shown a year at a time.
func TestTheCalendarOfAYear(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	w.at(t, -50*24*time.Hour, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		for _, day := range []when.Date{"2025-06-03", "2025-03-04"} {
			if _, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network, Title: "Tema " + string(day), Day: day, IsOnline: true}); err != nil {
				return err
			}
		}
		return nil
	})
	see := func(path string, want ...string) {
		t.Helper()
		page := main(t, d, visitor, path, "da")
		var got []string
		for _, title := range []string{"Økonomiaftalen", "Tema 2025-06-03", "Tema 2025-03-04", "Konsulentrollen"} {
			if strings.Contains(page, title) {
				got = append(got, title)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	see("/kalender", "Konsulentrollen")
	see("/kalender?vis=tidligere", "Økonomiaftalen")
	see("/kalender?vis=tidligere&aar=2026", "Økonomiaftalen")
	see("/kalender?vis=tidligere&aar=2025", "Tema 2025-06-03", "Tema 2025-03-04")
	for _, year := range []string{"2024", "x"} {
		if got := get(t, handler(t, d, visitor), "/kalender?vis=tidligere&aar="+year, "da").Code; got != http.StatusNotFound {
			t.Errorf("%s: %d", year, got)
		}
	}
}

// What failed is told as what somebody now waits for.
func TestFailedJobsInWords(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	f := deskFound{Dead: corpses("registration.receipt", "registration.cancelled", "audit.seal", "registration.cancelled")}
	if got, want := f.failed(ctx), "Mail om et aflyst møde (2) · En opgave bag siderne · Kvittering for tilmelding"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A tag that all meetings have stands at the first of each programme.
func TestTheSameTagIsSaidOnce(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	open, few := tag(ctx, meeting.Meeting{Day: "2026-03-18", State: meeting.Planned}, chance{Now: before, Open: true}), web.TagData{Text: "Få pladser"}
	var got []string
	for _, r := range quiet(ctx, []row{{Of: "A", Tag: open}, {Of: "B", Tag: open}, {Of: "A", Tag: few}, {Of: "A", Tag: open}, {Of: "B", Tag: open}}) {
		got = append(got, r.Tag.Text)
	}
	if want := []string{"Tilmelding åben", "Tilmelding åben", "Få pladser", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func corpses(kinds ...string) (list []jobs.Corpse) {
	for _, k := range kinds {
		list = append(list, jobs.Corpse{Job: jobs.Job{Kind: k}})
	}
	return list
}
