package edition

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

func TestNextNames(t *testing.T) {
	for _, c := range []struct {
		name  string
		years int
		want  string
	}{
		{"Konsulentnetværk 2026", 1, "Konsulentnetværk 2027"},
		{"Konsulentnetværk 2025-2026", 2, "Konsulentnetværk 2027-2028"},
		{"Konsulentnetværk", 1, "Konsulentnetværk 2"},
		{"Konsulentnetværk 2", 1, "Konsulentnetværk 3"},
		{"Netværk for børn 0-6", 1, "Netværk for børn 0-6 2"},
		{"Ærø", 1, "Ærø 2"},
	} {
		if got := nextName(c.name, c.years); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Whatever the season was, the next has as many meetings, on the same days of
// the week, and begins after the last of this one.
func TestTheNextSeasonComesAfterThisOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := when.Date("2021-06-02").Add(rapid.IntRange(0, 5000).Draw(t, "start"))
		var s season
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 500), 1, 8).Draw(t, "gaps") {
			s.Meetings = append(s.Meetings, meeting.Meeting{Day: day})
			day = day.Add(gap)
		}
		last := s.Meetings[len(s.Meetings)-1].Day
		before := last
		for i, m := range s.Meetings {
			moved := s.later(m.Day)
			if moved.Weekday() != m.Day.Weekday() {
				t.Fatalf("%s became %s", m.Day, moved)
			}
			if i == 0 && !moved.After(last) || i > 0 && moved.Before(before) {
				t.Fatalf("meeting %d on %s, after %s", i, moved, before)
			}
			before = moved
		}
		if s.later(s.Meetings[0].Day).Sub(s.Meetings[0].Day) > last.Sub(s.Meetings[0].Day)+weeksAYear*7 {
			t.Fatal("a year was skipped")
		}
	})
}

// The season after that of seed 003, after by staff in one step, and compared.
func TestTheNextSeasonIsMadeInOneStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := given(t, d)
		old := made(t, d, h)
		roomFor(t, d, old, 40)
		at := "/sekretariat/forloeb/" + string(old)
		visit := browser(t, d, staff, "da")
		expect(t, visit("GET", at, nil), 200, "Opret næste sæson", at+"/naeste-saeson")
		expect(t, visit("GET", at+"/aendringer", nil), 404)
		first := visit("GET", at+"/naeste-saeson", nil)
		expect(t, first, 200, `value="Netværk for konsulenter på børne- og ungeområdet 2"`, `value="31. maj 2023"`, `value="4.375"`, `value="Ørbækvej 350"`)
		golden(t, "next.da.html", page(first))

		form := filled(first.Body.String())
		form.Set("m1_day", "i foråret")
		refused := visit("POST", at+"/naeste-saeson", form)
		expect(t, refused, 422, "i foråret", "Næste sæson af Netværk for konsulenter")
		form.Set("m1_day", "7. juni 2023")
		form.Set("m1_title", "Ny økonomiaftale")
		form.Set("tier1_price", "3.100")
		var after string
		for range 2 { // an impatient finger
			w := visit("POST", at+"/naeste-saeson", form)
			if w.Code != 303 || after != "" && after != w.Header().Get("Location") {
				t.Fatal(w.Code, w.Header(), w.Body)
			}
			after, _, _ = strings.Cut(w.Header().Get("Location"), "?")
			after += "?gemt=1"
		}
		after, _, _ = strings.Cut(after, "?")
		changes := visit("GET", after+"/aendringer", nil)
		expect(t, changes, 200, "40 pladser", "3.000", "3.100", "Ny økonomiaftale", "7. juni 2023", "31. maj 2023–2. oktober 2024")
		golden(t, "changes.da.html", page(changes))
		golden(t, "changes.en.html", page(browser(t, d, staff, "en")("GET", after+"/aendringer", nil)))
		expect(t, visit("GET", at, nil), 200, "Næste sæson:", after)
		if w := visit("GET", at+"/naeste-saeson", nil); w.Code != 303 || w.Header().Get("Location") != after {
			t.Error("a season has two that follow it: ", w.Code, w.Header())
		}
		form.Set("key", "another")
		form.Set("name", "Endnu en")
		expect(t, visit("POST", at+"/naeste-saeson", form), 422, "har allerede en næste sæson")

		err := d.Read(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error {
			p, found, err := programme.NextOf(ctx, tx, old)
			if !found || p.Previous != old || programme.StaffPath(p.ID) != after {
				t.Errorf("%v %+v", found, p)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		err = d.Read(t.Context(), contact, func(ctx context.Context, tx *db.Tx) error {
			if _, found, err := programme.NextOf(ctx, tx, old); found || err != nil {
				t.Error("a draft is seen from outside", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestNobodyElseMakesSeasons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		old := made(t, d, given(t, d))
		at := "/sekretariat/forloeb/" + string(old)
		for _, path := range []string{at + "/naeste-saeson", at + "/aendringer"} {
			if w := browser(t, d, contact, "da")("GET", path, nil); w.Code != 403 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		if w := browser(t, d, contact, "da")("POST", at+"/naeste-saeson", url.Values{}); w.Code != 403 {
			t.Error(w.Code)
		}
		err := d.Write(t.Context(), contact, func(ctx context.Context, tx *db.Tx) error {
			_, err := Create(ctx, tx, Request{Programme: programme.Programme{Previous: id.Programme(old)}})
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			t.Error(err)
		}
	})
}

// made is the network of seed 003.
func made(t testing.TB, d *db.DB, h house) id.Programme {
	t.Helper()
	one, err := create(d, staff, ask(t, h))
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// roomFor limits a programme's second meeting.
func roomFor(t testing.TB, d *db.DB, p id.Programme, n int64) {
	t.Helper()
	if err := d.Write(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error {
		all, err := meeting.InProgramme(ctx, tx, p)
		if err != nil {
			return err
		}
		all[1].Capacity = n
		return meeting.Edit(ctx, tx, all[1])
	}); err != nil {
		t.Fatal(err)
	}
}
