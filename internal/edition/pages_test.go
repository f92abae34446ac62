package edition

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/programme"
)

// A title without a day is no empty row: its writer is told, and nothing is lost.
func TestATitleWithoutADayIsAFault(t *testing.T) {
	d := dbtest.SQLite(t)
	h := given(t, d)
	visit, door := browser(t, d, staff, "da"), "/sekretariat/forloeb/nyt/netvaerk"
	form := filled(visit("GET", door, nil).Body.String())
	fill(form, h)
	form.Set("m4_day", "")
	form.Set("m4_title", "Tværfagligt samarbejde")
	refused := visit("POST", door, form)
	expect(t, refused, 422, `href="#m4_day"`, "Skriv mødets dato", `value="Tværfagligt samarbejde"`)
	rows := regexp.MustCompile(`<details class="f-details"( open)?><summary>([^<]*)`).FindAllStringSubmatch(refused.Body.String(), -1)
	var shown []string
	for _, r := range rows {
		shown = append(shown, r[2]+r[1])
	}
	if want := []string{"Møde 1 · Onsdag 2. juni 2021 · Konsulentens rolle før, under og efter et kommunalvalg open",
		"Møde 2 · Onsdag 15. september 2021 · Faglig ledelse af kerneopgaven", "Møde 3 · Mandag 10. januar 2022", "Møde 4 · Tværfagligt samarbejde open",
		"Møde 5 · Onsdag 5. oktober 2022"}; !slices.Equal(shown, want) {
		t.Errorf("%q, want %q", shown, want)
	}
	form.Set("m4_title", " ")
	w := visit("POST", door, form)
	if w.Code != 303 {
		t.Fatal(w.Code, w.Body)
	}
	expect(t, visit("GET", w.Header().Get("Location"), nil), 200, "Netværksmøde", "kun oprettet 3", "De næste 3 møder", "9.000", "13.125")
}

// What most people did not mean is pointed out before everybody can see it.
func TestADraftIsCheckedBeforeItIsPublished(t *testing.T) {
	d := dbtest.SQLite(t)
	req := ask(t, given(t, d))
	req.Meetings = req.Meetings[:2]
	req.Meetings[1].Day, req.Meetings[1].FreeUntil = "2021-10-10", ""
	one, err := create(d, staff, req)
	if err != nil {
		t.Fatal(err)
	}
	visit, at := browser(t, d, staff, "da"), programme.StaffPath(one)
	expect(t, visit("GET", at, nil), 200, "Alt er udfyldt", "Søndag 10. oktober 2021 ligger i en weekend", "Mødet 2. juni 2021 er online, men linket mangler",
		"Mødet 2. juni 2021 har intet program endnu", "Medlemskabet dækker 4 møder efter det første, men der er kun oprettet 1", "Det næste møde")
	d.Now = func() time.Time { return time.Date(2021, 6, 3, 8, 0, 0, 0, time.UTC) }
	w := visit("GET", at, nil)
	expect(t, w, 200, "kun oprettet 0")
	if body := w.Body.String(); strings.Contains(body, "Mødet 2. juni 2021 er online") || strings.Contains(body, "Det næste møde") {
		t.Error("a meeting that was held needs nothing")
	}
}

// A programme is edited through its page; what it is sold by stays whole.
func TestEditingThroughThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := given(t, d)
		one, err := create(d, staff, ask(t, h))
		if err != nil {
			t.Fatal(err)
		}
		err = d.Write(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one) })
		if err != nil {
			t.Fatal(err)
		}
		visit, door := browser(t, d, staff, "da"), programme.StaffPath(one)+"/ret"
		shown := visit("GET", door, nil)
		golden(t, "edit.da.html", page(shown))
		form := filled(shown.Body.String())
		form.Set("name", " ")
		form.Set("deadline", "i morgen")
		form.Set("purpose", "<script>alert(1)</script>")
		form.Set("lead", "")
		form.Set("seller", string(h.poor))
		form.Set("max_per_org", "6")
		refused := visit("POST", door, form)
		expect(t, refused, 422, "Skriv forløbets navn", "Skriv en indledning", "»i morgen«", "Sælgeren mangler oplysninger", "Pristrinnene dækker ikke alle pladser")
		if strings.Contains(refused.Body.String(), "<script>alert") {
			t.Error("typed script was not escaped")
		}
		golden(t, "edit_refused.da.html", page(refused))

		form = filled(visit("GET", door, nil).Body.String())
		form.Set("deadline", "11/5 2021")
		w := visit("POST", door, form)
		if w.Code != 303 || w.Header().Get("Location") != programme.StaffPath(one)+"?gemt=1" {
			t.Fatal(w.Code, w.Header(), w.Body)
		}
		expect(t, visit("GET", programme.StaffPath(one), nil), 200, "11. maj 2021")
		expect(t, visit("POST", door, form), 422, "En kollega har rettet forløbet")
	})
}
