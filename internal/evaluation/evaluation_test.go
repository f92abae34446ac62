package evaluation

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

const day = 24 * time.Hour

// Everybody is asked once, reminded once unless they have answered, and after
// seven days there is a result, and nobody is known any more.
func TestAnEvaluationRunsItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.pass(t, -time.Minute)
		if n := len(h.box.Messages()); n != 0 {
			t.Fatalf("%d asked during the meeting", n)
		}
		h.pass(t, time.Minute)
		h.pass(t, 2*time.Minute)
		if n := len(h.box.Messages()); n != 7 {
			t.Fatalf("%d mails to 7 guests", n)
		}
		first := h.secrets()
		for i, secret := range first[:5] {
			if err := h.give(t, secret, Answer{Gain: int64(i%2) + 4, Usable: 3, Text: " Mere tid \r\n"}); err != nil {
				t.Fatal(err)
			}
		}
		if h.result(t).Shown() {
			t.Error("a result while it can still be answered")
		}
		h.pass(t, 3*day+time.Hour)
		h.pass(t, 4*day)
		if n := len(h.box.Messages()); n != 9 {
			t.Fatalf("%d mails: the two who have not answered are reminded once", n)
		}
		if err := h.give(t, first[5], Answer{Gain: 1, Usable: 1}); err != nil {
			t.Error("the first link still works:", err)
		}
		h.pass(t, 7*day+time.Hour)
		r := h.result(t)
		if r.N != 6 || r.Invited != 7 || r.Gain != 38 || r.Usable != 27 || len(r.Texts) != 5 || r.Texts[0] != "Mere tid" {
			t.Errorf("%+v", r)
		}
		for _, table := range []string{"evaluation_invites", "evaluation_doors"} {
			if n := h.count(t, `SELECT count(*) FROM `+table); n != 0 {
				t.Errorf("%d rows in %s", n, table)
			}
		}
		if err := h.give(t, first[6], Answer{Gain: 1, Usable: 1}); !problem.Is(err, problem.NotFound) {
			t.Errorf("an answer afterwards: %v", err)
		}
		h.clock(morning.AddDate(2, 0, 2))
		h.write(t, system, Retain)
		if n := h.count(t, `SELECT count(*) FROM evaluation_answers`); n != 0 {
			t.Errorf("%d answers after two years", n)
		}
	})
}

// Fewer than five answers are never shown, and are gone.
func TestFewAnswersAreDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.pass(t, time.Minute)
		for _, secret := range h.secrets()[:4] {
			if err := h.give(t, secret, Answer{Gain: 4, Usable: 3}); err != nil {
				t.Fatal(err)
			}
		}
		h.pass(t, 8*day)
		if r, n := h.result(t), h.count(t, `SELECT count(*) FROM evaluation_answers`); r.Shown() || n != 0 {
			t.Errorf("%+v, and %d kept", r, n)
		}
	})
}

// Only those who came are asked, where that is known, nobody when they are too
// few, and nobody about what is long past or turned off.
func TestWhoIsAsked(t *testing.T) {
	came := func(n int) func(*testing.T, *house) {
		return func(t *testing.T, h *house) {
			var marks []attendance.Mark
			for i, g := range h.guests[:n] {
				state := attendance.Came
				if i == 0 {
					state = attendance.Late
				}
				marks = append(marks, attendance.Mark{ID: fmt.Sprint("m", i), Person: g.Person, State: state, At: morning, Device: "d"})
			}
			h.write(t, h.staff, func(ctx context.Context, tx *db.Tx) error {
				_, err := attendance.Take(ctx, tx, h.june, marks)
				return err
			})
		}
	}
	for name, c := range map[string]struct {
		given func(*testing.T, *house)
		after time.Duration
		want  int
	}{
		"nobody was marked": {func(*testing.T, *house) {}, time.Minute, 7},
		"six came":          {came(6), time.Minute, 6},
		"four came":         {came(4), time.Minute, 0},
		"upgraded late":     {func(*testing.T, *house) {}, 3*day + time.Minute, 0},
		"turned off": {func(t *testing.T, h *house) {
			h.write(t, h.staff, func(ctx context.Context, tx *db.Tx) error { return Switch(ctx, tx, h.june, false) })
		}, time.Minute, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, dbtest.SQLite(t))
			c.given(t, h)
			h.pass(t, c.after)
			if n := len(h.box.Messages()); n != c.want {
				t.Errorf("%d asked, want %d", n, c.want)
			}
		})
	}
}

// An answer leaves nothing that tells whose it is: no row of the trail, of the
// forms or of the queue, and its id is chance. All rows of the meeting are written
// by the latest answer, so that the database's own marks say nothing either.
func TestAnAnswerIsNobodys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.pass(t, time.Minute)
		before := h.count(t, `SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM answers) + (SELECT count(*) FROM jobs)`)
		for i, secret := range h.secrets()[:6] {
			if err := h.give(t, secret, Answer{Gain: int64(i%5) + 1, Usable: 3}); err != nil {
				t.Fatal(err)
			}
		}
		if after := h.count(t, `SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM answers) + (SELECT count(*) FROM jobs)`); after != before {
			t.Errorf("%d rows tell of the answers", after-before)
		}
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			var kept []string
			place := `rowid`
			if tx.Postgres() {
				place = `ctid`
				var writers int
				if err := tx.Get(ctx, &writers, `
					SELECT count(DISTINCT w) FROM (SELECT xmin::text AS w FROM evaluation_answers UNION SELECT xmin::text FROM evaluation_invites) all_rows`); err != nil {
					return err
				}
				if writers != 1 {
					t.Errorf("the rows were written by %d transactions", writers)
				}
			}
			if err := tx.Select(ctx, &kept, `SELECT id FROM evaluation_answers ORDER BY `+place); err != nil {
				return err
			}
			sorted, err := answersTo(ctx, tx, []id.Meeting{h.june})
			for i, a := range sorted {
				if kept[i] != a.ID {
					t.Errorf("the place of answer %d tells when it came", i)
				}
			}
			return err
		})
	})
}

// A crowd that answers at once loses nothing, and one secret counts once.
func TestACrowdAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if kept := crowd(t, d); kept != 7 {
			t.Errorf("%d answers kept from 7", kept)
		}
	})
}

// Without locks answers are lost: the crowd is one that can fail.
func TestACrowdNeedsTheLock(t *testing.T) {
	for range 20 { // they may still come one by one
		d := dbtest.Postgres(t)
		h := newHouse(t, d)
		h.pass(t, time.Minute)
		d.NoLocks = true
		dbtest.Unlocked(d, 7)
		if kept := h.rush(t, 1); kept < 7 {
			return
		}
	}
	t.Error("no answer was lost without the lock")
}

func crowd(t *testing.T, d *db.DB) int {
	h := newHouse(t, d)
	h.pass(t, time.Minute)
	return h.rush(t, 3)
}

// rush lets all who were asked answer at the same time, each some times over, and
// counts what is kept.
func (h *house) rush(t *testing.T, times int) int {
	t.Helper()
	var all sync.WaitGroup
	for _, secret := range h.secrets() {
		for range times {
			all.Go(func() {
				_ = h.d.Write(context.Background(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error {
					return Give(ctx, tx, secret, Answer{Gain: 4, Usable: 4, Text: strings.Repeat("a", 10)})
				})
			})
		}
	}
	all.Wait()
	return h.count(t, `SELECT count(*) FROM evaluation_answers`)
}

// Switching is for the secretariat, and too late when people have been asked.
func TestSwitch(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	turn := func(who access.Actor, on bool) error {
		return h.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Switch(ctx, tx, h.june, on) })
	}
	if err := turn(h.bodil, false); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a contact person: %v", err)
	}
	h.pass(t, time.Minute)
	if err := turn(h.staff, false); err != nil {
		t.Fatal(err)
	}
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		e, err := byMeeting(ctx, tx, h.june)
		if e.State != Open {
			t.Errorf("turned off after asking: %+v", e)
		}
		return err
	})
}

// Two people who are one answer once, whichever link they open.
func TestMergedAnswerOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.pass(t, time.Minute)
		secretTo := map[string]string{}
		for _, m := range h.box.Messages() {
			secretTo[m.To] = link.FindStringSubmatch(m.Text)[1]
		}
		gone, kept := secretTo["else@egelund.example"], secretTo["finn@egelund.example"]
		if err := h.give(t, gone, Answer{Gain: 4, Usable: 4}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return Merged(ctx, tx, people.Merged{Kept: h.guests[5].Person, Gone: h.guests[4].Person})
			})
		}
		for _, secret := range []string{gone, kept} {
			if err := h.give(t, secret, Answer{Gain: 1, Usable: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(t, `SELECT count(*) FROM evaluation_answers`); n != 1 {
			t.Errorf("%d answers of one person", n)
		}
	})
}
