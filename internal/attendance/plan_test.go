package attendance

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"

	"pgregory.net/rapid"
)

func TestTheRunSheet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b := browse(t, d, w.staff, "da")
		page := door3 + "/koereplan"
		for range 2 { // the same form twice is one line
			leads(t, b.post(page, "key", "k1", "goer", "linje", "kl", "8.30", "hvad", "Døren åbnes, kaffe står klar", "hvem", "venue", "navn", "", "note", "60 kopper"), page)
		}
		leads(t, b.post(page, "goer", "kontakt", "kontakt", "Signe Land", "telefon", "00 00 00 01"), page)
		leads(t, b.post(page, "key", "k2", "goer", "aftale", "slags", "speaker", "til", "Hjalmar Odderbo", "beloeb", "12.500", "aftalt", "1. maj 2026"), page)
		golden(t, "koereplan", b.get(page), browse(t, d, w.staff, "en").get(page))

		bad := b.post(page, "key", "k3", "goer", "linje", "kl", "25.00", "hvad", "", "hvem", "nobody", "note", "cpr 010150-1234")
		text := bad.Body.String()
		if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(text, `value="cpr 010150-1234"`) || strings.Count(text, `href="#`) < 5 {
			t.Errorf("%d %s", bad.Code, text)
		}
		if bad := b.post(page, "key", "k4", "goer", "aftale", "slags", "speaker", "til", "", "beloeb", "12.50"); bad.Code != http.StatusUnprocessableEntity ||
			!strings.Contains(bad.Body.String(), `href="#beloeb"`) || !strings.Contains(bad.Body.String(), `href="#til"`) {
			t.Errorf("%d %s", bad.Code, bad.Body)
		}
		for name, who := range map[string]access.Actor{"contact": w.bodil, "guest": w.carlo, "moderator": w.moderator} {
			if got := browse(t, d, who, "da").get(page); got.Code != http.StatusForbidden || strings.Contains(got.Body.String(), "12.500") {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
		var tasks []task
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) (err error) {
			tasks, err = tasksOf(ctx, tx, w.june)
			return err
		})
		if len(tasks) != 1 || tasks[0].Clock != "08:30" {
			t.Fatalf("%+v", tasks)
		}
		leads(t, b.post(page, "goer", "fjern-linje "+tasks[0].ID), page)
		if strings.Contains(b.get(page).Body.String(), "kaffe") {
			t.Error("the line is still there")
		}
		w.clock(morning.AddDate(2, 0, 1))
		w.write(t, system, Retain)
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			if c, err := contactOf(ctx, tx, w.june); c.Name != "" || err != nil {
				t.Errorf("after two years: %+v %v", c, err)
			}
			costs, err := meeting.Costs(ctx, tx, w.june)
			if len(costs) != 1 {
				t.Error("what was agreed is needed for the accounts")
			}
			return err
		})
		w.clock(morning.AddDate(6, 7, 0))
		w.write(t, system, Retain)
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			costs, err := meeting.Costs(ctx, tx, w.june)
			if len(costs) != 0 {
				t.Error("what was agreed is kept for ever")
			}
			return err
		})
	})
}

// Nothing of the programme or of what was added is lost, and all is by time.
func TestTheRunSheetIsByTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []meeting.Item
		var tasks []task
		for range rapid.IntRange(0, 6).Draw(t, "items") {
			at := morning.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "at")) * time.Minute)
			items = append(items, meeting.Item{Starts: at, Ends: at.Add(time.Minute), Title: "x"})
		}
		for range rapid.IntRange(0, 6).Draw(t, "tasks") {
			tasks = append(tasks, task{ID: "t", Clock: rapid.StringMatching(`(0[4-9]|1[0-9]):[0-5][0-9]`).Draw(t, "clock"), Party: Venue})
		}
		list := runSheet("2026-06-03", items, tasks)
		if len(list) != len(items)+len(tasks) {
			t.Fatalf("%d lines of %d and %d", len(list), len(items), len(tasks))
		}
		for i := 1; i < len(list); i++ {
			if list[i].At.Before(list[i-1].At) || list[i].At.Equal(list[i-1].At) && list[i-1].Task == "" && list[i].Task != "" {
				t.Fatalf("%v before %v", list[i-1], list[i])
			}
		}
	})
}
