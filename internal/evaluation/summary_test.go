package evaluation

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
)

const summaryPageAt = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/moeder/2026-06-03/opsamling"

const body = "Tre ting fra mødet:\n\n- vær tydelig\n- spørg juristen\n- husk børnene"

func (h *house) writes(t testing.TB, who access.Actor, seen int64, text string) error {
	t.Helper()
	return h.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return WriteSummary(ctx, tx, h.june, seen, text) })
}

func (h *house) sends(t testing.TB, who access.Actor, seen int64) error {
	t.Helper()
	return h.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return SendSummary(ctx, tx, h.june, seen) })
}

// told are the mails with the summary.
func (h *house) told(t testing.TB) (to []string, text string) {
	t.Helper()
	if err := h.queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range h.box.Messages() {
		if strings.HasPrefix(m.Subject, "Opsamling på mødet") {
			to, text = append(to, m.To), m.Text
		}
	}
	slices.Sort(to)
	return to, text
}

func keys(err error) string {
	bad, ok := problem.FieldsOf(err)
	if !ok && err != nil {
		return err.Error()
	}
	var list []string
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return strings.Join(list, ", ")
}

func TestWritingASummary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for _, who := range []access.Actor{{}, h.bodil, h.stranger} {
			if err := h.writes(t, who, 0, body); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
			if err := h.sends(t, who, 1); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
		}
		if got := keys(h.sends(t, h.staff, 0)); got != " evaluation.summary_missing" {
			t.Error(got)
		}
		for _, c := range []struct {
			seen       int64
			text, want string
		}{
			{0, " \r\n", "tekst evaluation.summary_missing"},
			{0, strings.Repeat("å", 10_001), "tekst evaluation.summary_too_long"},
			{0, "Sagen om 070761-4285", "tekst evaluation.cpr"},
			{0, "\a", "tekst evaluation.unprintable"},
			{0, body, ""},
			{0, body, ""}, // the same form again
			{0, "En andens", " evaluation.summary_changed"},
			{1, body + "\r\n", ""}, // a colleague's same text
		} {
			if got := keys(h.writes(t, h.staff, c.seen, c.text)); got != c.want {
				t.Errorf("%.20q after %d: %q, want %q", c.text, c.seen, got, c.want)
			}
		}
		if got := keys(h.sends(t, h.staff, 2)); got != " evaluation.summary_early" {
			t.Error("before the meeting:", got)
		}
		h.clock(morning.Add(6 * time.Hour))
		if got := keys(h.sends(t, h.staff, 1)); got != " evaluation.summary_changed" {
			t.Error("another text than was seen:", got)
		}
	})
}

// However often the button is pressed, each guest gets one mail.
func TestASummaryIsSentOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		if err := h.writes(t, h.staff, 0, body); err != nil {
			t.Fatal(err)
		}
		h.clock(morning.Add(6 * time.Hour))
		h.press(t)
		to, text := h.told(t)
		if len(to) != 7 || len(slices.Compact(slices.Clone(to))) != 7 {
			t.Errorf("mails to %v", to)
		}
		for _, want := range []string{"- spørg juristen", summaryPageAt, "/materialer"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in %s", want, text)
			}
		}
		if strings.Contains(text, "svarede på evalueringen") {
			t.Error("a result that nobody may see yet")
		}
		if err := h.writes(t, h.staff, 1, body+"\n\nRettet."); err != nil {
			t.Error("what was sent is put right:", keys(err))
		}
		if again, _ := h.told(t); len(again) != 7 {
			t.Error("a change is told:", len(again))
		}
	})
}

// The control: without the lock it goes out more than once.
func TestASummaryIsSentOnceNeedsTheLock(t *testing.T) {
	for range 20 { // they may still come one by one
		d := dbtest.Postgres(t)
		h := newHouse(t, d)
		if err := h.writes(t, h.staff, 0, body); err != nil {
			t.Fatal(err)
		}
		h.clock(morning.Add(6 * time.Hour))
		dbtest.Unlocked(d, 4)
		h.press(t)
		if n := h.count(t, `SELECT count(*) FROM jobs WHERE kind = 'evaluation.summary'`); n > 7 {
			return
		}
	}
	t.Error("it was sent once without the lock")
}

// press presses the button four times at once.
func (h *house) press(t testing.TB) {
	t.Helper()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := h.sends(t, h.staff, 1); err != nil {
				t.Error(err, keys(err))
			}
		})
	}
	all.Wait()
}

// Where it was marked who came, they get it; and the means go along once the
// evaluation has closed. A meeting that was cancelled has nothing to tell.
func TestWhoGetsASummary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		var marks []attendance.Mark
		for i, g := range h.guests[:6] {
			marks = append(marks, attendance.Mark{ID: string(rune('a' + i)), Person: g.Person, State: attendance.Came, At: morning, Device: "d"})
		}
		h.write(t, h.staff, func(ctx context.Context, tx *db.Tx) error {
			_, err := attendance.Take(ctx, tx, h.june, marks)
			return err
		})
		h.pass(t, time.Minute)
		for _, secret := range h.secrets() {
			if err := h.give(t, secret, Answer{Gain: 4, Usable: 3}); err != nil {
				t.Fatal(err)
			}
		}
		h.pass(t, 8*day)
		if err := h.writes(t, h.staff, 0, body); err != nil {
			t.Fatal(err)
		}
		h.write(t, h.staff, func(ctx context.Context, tx *db.Tx) error { return people.Leave(ctx, tx, h.guests[5].Person) })
		if err := h.sends(t, h.staff, 1); err != nil {
			t.Fatal(keys(err))
		}
		to, text := h.told(t)
		if len(to) != 5 || !strings.Contains(text, "6 af 6 svarede på evalueringen. Udbytte: 4,0 af 5") {
			t.Errorf("%v %s", to, text)
		}
		h.clock(morning.AddDate(5, 0, -1))
		h.write(t, system, Retain)
		if n := h.count(t, `SELECT count(*) FROM meeting_summaries`); n != 1 {
			t.Error("it is deleted too soon")
		}
		h.clock(morning.AddDate(5, 0, 1))
		h.write(t, system, Retain)
		if n := h.count(t, `SELECT count(*) FROM meeting_summaries`); n != 0 {
			t.Error("it is kept too long")
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		h := newHouse(t, dbtest.SQLite(t))
		h.clock(morning.Add(-time.Hour))
		h.write(t, h.staff, func(ctx context.Context, tx *db.Tx) error { return meeting.Cancel(ctx, tx, h.june, "Sygdom") })
		if err := h.writes(t, h.staff, 0, body); err != nil {
			t.Fatal(err)
		}
		h.clock(morning.Add(6 * time.Hour))
		if got := keys(h.sends(t, h.staff, 1)); got != " evaluation.summary_early" {
			t.Error(got)
		}
	})
}

// Nobody but the secretariat sees a draft; what is sent, those who take part.
func TestSummaryPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		staff, guest := browse(t, d, h.staff, "da"), browse(t, d, h.asa, "da")
		leads(t, staff.get(summaryPageAt), summaryPageAt+"/ret")
		golden(t, "opsamling-skriv", staff.get(summaryPageAt+"/ret"), browse(t, d, h.staff, "en").get(summaryPageAt+"/ret"))
		bad := staff.post(summaryPageAt+"/ret", "version", "0", "tekst", "Ring 070761-4285")
		if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(bad.Body.String(), "Ring 070761-4285") {
			t.Error(bad.Code, bad.Body)
		}
		leads(t, staff.post(summaryPageAt+"/ret", "version", "0", "tekst", body), summaryPageAt+"?sket=gemt")
		stale := staff.post(summaryPageAt+"/ret", "version", "0", "tekst", "Min egen tekst") // the colleague's is seen before it can be written over
		for _, want := range []string{"Min egen tekst", "Sådan står opsamlingen nu", "spørg juristen"} {
			if stale.Code != http.StatusUnprocessableEntity || !strings.Contains(stale.Body.String(), want) {
				t.Errorf("%d without %q", stale.Code, want)
			}
		}
		if got := staff.post(summaryPageAt+"/send", "version", "1"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "når mødet er holdt") {
			t.Error(got.Code, got.Body)
		}
		h.clock(morning.Add(6 * time.Hour))
		golden(t, "opsamling-kladde", staff.get(summaryPageAt), browse(t, d, h.staff, "en").get(summaryPageAt))
		for name, b := range map[string]browser{"a guest": guest, "a stranger": browse(t, d, h.stranger, "da")} {
			if got := b.get(summaryPageAt); got.Code != http.StatusNotFound {
				t.Errorf("%s sees a draft: %d", name, got.Code)
			}
		}
		for range 2 {
			leads(t, staff.post(summaryPageAt+"/send", "version", "1"), summaryPageAt+"?sket=sendt")
		}
		golden(t, "opsamling-sendt", staff.get(summaryPageAt+"?sket=sendt"), browse(t, d, h.staff, "en").get(summaryPageAt+"?sket=sendt"))
		golden(t, "opsamling-deltager", guest.get(summaryPageAt), browse(t, d, h.dorte, "en").get(summaryPageAt))
		if got := browse(t, d, h.stranger, "da").get(summaryPageAt); got.Code != http.StatusNotFound {
			t.Error("somebody who takes no part:", got.Code)
		}
	})
	t.Run("another meeting's member", func(t *testing.T) {
		h := newHouse(t, dbtest.SQLite(t))
		if err := h.writes(t, h.staff, 0, body); err != nil {
			t.Fatal(err)
		}
		h.clock(morning.Add(6 * time.Hour))
		if err := h.sends(t, h.staff, 1); err != nil {
			t.Fatal(err)
		}
		h.read(t, h.asa, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, h.june)
			if err != nil {
				return err
			}
			if _, found, err := ReadSummary(ctx, tx, m); err != nil || !found {
				t.Error("a guest:", found, err)
			}
			m.Programme = id.Programme("elsewhere")
			if _, found, err := ReadSummary(ctx, tx, m); err != nil || found {
				t.Error("of a programme they take no part in:", found, err)
			}
			return nil
		})
	})
}
