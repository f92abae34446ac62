package registration

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/when"

	ics "github.com/arran4/golang-ical"
)

// read reads a calendar as another program does, and as strictly as RFC 5545 says
// lines are.
func readCalendar(t *testing.T, rec *httptest.ResponseRecorder) (*ics.Calendar, string) {
	t.Helper()
	text := rec.Body.String()
	if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/calendar") || !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("status %d, %s\n%s", rec.Code, rec.Header().Get("Content-Type"), text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || line == "" || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"METHOD:PUBLISH\r\n", "X-PUBLISHED-TTL:PT4H\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n", "BEGIN:VTIMEZONE\r\n", "X-WR-CALNAME:"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	return cal, strings.ReplaceAll(text, "\r\n ", "")
}

func value(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

// Anybody may subscribe to a network's meetings; the links are for those with a
// seat. What does not change is not sent again.
func TestAnybodySubscribesToANetwork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		anybody := browse(t, d, visitor, "da")
		path := strings.TrimSuffix(door, "/tilmeld") + "/moeder.ics"
		rec := anybody.get(path)
		cal, text := readCalendar(t, rec)
		if len(cal.Events()) != len(w.meetings) || strings.Contains(text, "moede.example") || strings.Contains(text, "ATTENDEE") {
			t.Fatal(text)
		}
		if starts, err := cal.Events()[0].GetStartAt(); err != nil || !starts.Equal(at("2021-06-02 09:30:00")) {
			t.Error(starts, err)
		}
		again := httptest.NewRequest("GET", path, nil)
		again.Header.Set("If-None-Match", rec.Header().Get("ETag"))
		second := httptest.NewRecorder()
		if anybody.h.ServeHTTP(second, again); second.Code != http.StatusNotModified || second.Body.Len() > 0 {
			t.Errorf("status %d, %d bytes", second.Code, second.Body.Len())
		}
		if rec := anybody.get("/netvaerk/findes-ikke/moeder.ics"); rec.Code != http.StatusNotFound {
			t.Errorf("status %d", rec.Code)
		}
	})
}

var secretAddress = regexp.MustCompile(`https://faelled\.example(/kalender/([A-Z2-7]{26})\.ics)`)

// link makes a calendar link and tells its path and secret.
func link(t *testing.T, d *db.DB, who access.Actor, which string) (path, secret string) {
	t.Helper()
	rec := browse(t, d, who, "da").post(linksPath, "kalender", which, "goer", "nyt")
	found := secretAddress.FindStringSubmatch(rec.Body.String())
	if rec.Code != http.StatusOK || found == nil || !strings.Contains(rec.Body.String(), "webcal://faelled.example"+found[1]) {
		t.Fatalf("status %d\n%s", rec.Code, rec.Body)
	}
	return found[1], found[2]
}

// A meeting in a subscribed calendar keeps its identity when it is moved across
// the end of summer time, and stays as cancelled when it is.
func TestASubscribedCalendarFollows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		mette := access.Actor{Person: w.find(t, "Mette Holm"), Org: w.egelund}
		path, _ := link(t, d, mette, "mine")
		anybody := browse(t, d, visitor, "en")
		cal, text := readCalendar(t, anybody.get(path))
		before := cal.Events()
		if len(before) != 5 || !strings.Contains(text, "https://moede.example/juni") || !strings.Contains(text, "X-WR-CALNAME:Mine møder") {
			t.Fatal(text)
		}
		first := w.meetings[0]
		clock(d, april.Add(time.Hour))
		starts, ends := at("2021-11-03 10:30:00"), at("2021-11-03 15:30:00") // winter
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, first)
			if err != nil {
				return err
			}
			m.Day, m.Starts, m.Ends, m.FreeUntil = when.On(starts), &starts, &ends, ""
			return meeting.Edit(ctx, tx, m)
		})
		moved := eventWith(t, anybody.get(path), value(before[0], ics.ComponentPropertyUniqueId))
		if got, err := moved.GetStartAt(); err != nil || !got.Equal(starts) || !(value(moved, ics.ComponentPropertySequence) > value(before[0], ics.ComponentPropertySequence)) {
			t.Errorf("moved to %v, %v", got, err)
		}
		clock(d, april.Add(2*time.Hour))
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.Cancel(ctx, tx, first, "Salen er lukket.")
		})
		off := eventWith(t, anybody.get(path), value(before[0], ics.ComponentPropertyUniqueId))
		if value(off, ics.ComponentPropertyStatus) != "CANCELLED" || !(value(off, ics.ComponentPropertySequence) > value(moved, ics.ComponentPropertySequence)) {
			t.Error(off)
		}
	})
}

func eventWith(t *testing.T, rec *httptest.ResponseRecorder, uid string) *ics.VEvent {
	t.Helper()
	cal, text := readCalendar(t, rec)
	for _, e := range cal.Events() {
		if e.Id() == uid {
			return e
		}
	}
	t.Fatalf("no %s in\n%s", uid, text)
	return nil
}

// An organisation's calendar names who comes, and is only for its contact persons
// while they are that.
func TestTheCalendarOfAMunicipality(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		second := w.person(t, "Eva Sø", "eva.soe@egelund.example", w.egelund, access.Contact, access.At(w.egelund))
		path, _ := link(t, d, second, "kommune")
		anybody := browse(t, d, visitor, "da")
		_, text := readCalendar(t, anybody.get(path))
		if !strings.Contains(text, `Fra jer kommer: Hanne Vest\, Jens Bruun\, Mette Holm.`) || strings.Contains(text, "moede.example") || strings.Contains(text, "@egelund.example") {
			t.Error(text)
		}
		if rec := browse(t, d, w.carlo, "da").post(linksPath, "kalender", "kommune", "goer", "nyt"); rec.Code != http.StatusForbidden {
			t.Errorf("no contact person: status %d", rec.Code)
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return people.TakeRole(ctx, tx, second.Person, access.Contact, access.At(w.egelund))
		})
		if rec := anybody.get(path); rec.Code != http.StatusNotFound {
			t.Errorf("no contact person any more: status %d", rec.Code)
		}
		w.write(t, system, Retain)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			return people.GiveRole(ctx, tx, second.Person, access.Contact, access.At(w.egelund))
		})
		if rec := anybody.get(path); rec.Code != http.StatusNotFound {
			t.Errorf("a dead link lives again: status %d", rec.Code)
		}
		w.counts(t, map[string]int64{"calendar_links": 0})
	})
}

// A secret is kept as a hash only, stands in no log, and dies when a new one is
// made or it is closed.
func TestASecretStaysSecret(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Carlo Eng"))
		da, en := browse(t, d, w.bodil, "da"), browse(t, d, w.bodil, "en")
		golden(t, "kalender", da.get(linksPath), en.get(linksPath))
		old, _ := link(t, d, w.bodil, "mine")
		path, secret := link(t, d, w.bodil, "mine")
		if page := da.get(linksPath).Body.String(); strings.Contains(page, secret) || !strings.Contains(page, "kan ikke vises igen") {
			t.Error("the secret is shown again")
		}
		var log bytes.Buffer
		s := site(t, d, visitor, "da")
		s.Log = slog.New(slog.NewTextHandler(&log, nil))
		h := s.Handler(Routes)
		get := func(path string) *httptest.ResponseRecorder {
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
			return rec
		}
		if rec := get(path); rec.Code != http.StatusOK || rec.Header().Get("Referrer-Policy") != "no-referrer" || rec.Header().Get("Cache-Control") != "private, no-cache" {
			t.Errorf("status %d, %v", rec.Code, rec.Header())
		}
		for _, wrong := range []string{old, strings.TrimSuffix(path, ".ics"), "/kalender/.ics", "/kalender/x.ics", path[:len(path)-5] + ".ics"} {
			if rec := get(wrong); rec.Code != http.StatusNotFound {
				t.Errorf("%s: status %d", wrong, rec.Code)
			}
		}
		if log.Len() == 0 || strings.Contains(log.String(), secret) {
			t.Errorf("the log: %s", log.String())
		}
		w.counts(t, map[string]int64{
			"calendar_links": 1, "calendar_links WHERE secret_hash = '" + secret + "'": 0, "answers WHERE answer LIKE '%" + secret + "%'": 0,
		})
		leads(t, da.post(linksPath, "kalender", "mine", "goer", "luk"), linksPath)
		if rec := get(path); rec.Code != http.StatusNotFound {
			t.Errorf("closed: status %d", rec.Code)
		}
		w.counts(t, map[string]int64{"calendar_links": 0, "audit WHERE code = 'registration.link_made'": 2, "audit WHERE code = 'registration.link_closed'": 1})
	})
}
