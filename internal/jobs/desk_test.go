package jobs

import (
	"context"
	"errors"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
)

func TestStats(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		read := func(who access.Actor) (f Queue, err error) {
			err = d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
				f, err = Stats(ctx, tx)
				return err
			})
			return f, err
		}
		if f, err := read(office); err != nil || f != (Queue{}) {
			t.Error(f, err)
		}
		r, _ := runner(d, map[string]Handler{"x": nothing, "no": func(context.Context, *db.DB, Job) error { return Dead(errors.New("no")) }})
		r.prepare()
		enqueue(t, d, "no", nil)
		if err := r.Drain(t.Context()); err == nil {
			t.Error("no error")
		}
		enqueue(t, d, "x", nil)
		if _, err := r.claim(t.Context(), r.kinds, 1); err != nil {
			t.Fatal(err)
		}
		enqueue(t, d, "x", nil, db.At(dbtest.Noon.Add(time.Hour)))
		enqueue(t, d, "x", nil)
		c.pass(time.Minute)
		enqueue(t, d, "x", nil)
		want := Queue{Ready: 2, Waiting: 2, Dead: 1, Oldest: dbtest.Noon}
		for _, who := range []access.Actor{office, access.System("")} {
			if f, err := read(who); err != nil || f != want {
				t.Errorf("%+v, %v", f, err)
			}
		}
		if _, err := read(clerk); !problem.Is(err, problem.Forbidden) {
			t.Error(err)
		}
	})
}

// kill queues a job and lets it die; its id is returned.
func kill(t *testing.T, d *db.DB, r *Runner) id.Job {
	t.Helper()
	enqueue(t, d, "no", nil)
	if err := r.Drain(t.Context()); err == nil {
		t.Fatal("it lives")
	}
	return listed(t, d, "", 1)[0].ID
}

func listed(t *testing.T, d *db.DB, before id.Job, limit int) (list []Corpse) {
	t.Helper()
	err := d.Read(t.Context(), office, func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = ListDead(ctx, tx, before, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheDeadAreListedAndTended(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, calls := timed(d), 0
		refuse := true
		r, _ := runner(d, map[string]Handler{"no": func(context.Context, *db.DB, Job) error {
			if calls++; refuse {
				return Dead(errors.New("nej"))
			}
			return errors.New("later")
		}})
		a, b, last := kill(t, d, r), kill(t, d, r), kill(t, d, r)
		page := listed(t, d, "", 2)
		if len(page) != 2 || page[0].ID != last || page[1].ID != b || page[0].LastError != "nej" || page[0].OnBehalf != "clerk" || page[0].CreatedAt != dbtest.Noon {
			t.Errorf("%+v", page)
		}
		if page = listed(t, d, page[1].ID, 2); len(page) != 1 || page[0].ID != a {
			t.Errorf("%+v", page)
		}

		do := func(who access.Actor, command func(context.Context, *db.Tx, id.Job) error, job id.Job) error {
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return command(ctx, tx, job) })
		}
		for _, command := range []func(context.Context, *db.Tx, id.Job) error{Retry, Discard} {
			if err := do(clerk, command, a); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
			if err := do(office, command, "none"); !problem.Is(err, problem.NotFound) {
				t.Error(err)
			}
		}
		if n := len(listed(t, d, "", 9)); n != 3 {
			t.Errorf("%d left", n)
		}
		if err := do(office, Discard, b); err != nil || count(t, d, `1 = 1`) != 2 {
			t.Error("discard", err)
		}
		if err := do(office, Discard, b); !problem.Is(err, problem.NotFound) {
			t.Error(err)
		}
		refuse, calls = false, 0
		if err := do(office, Retry, a); err != nil {
			t.Fatal(err)
		}
		if err := do(office, Retry, a); !problem.Is(err, problem.NotFound) {
			t.Error("it is not dead any more", err)
		}
		if count(t, d, `attempt > 1 AND state = 'ready'`) != 1 {
			t.Error("the fence fell: whoever had it before could finish it now")
		}
		for range attempts + 2 { // all attempts again
			_ = r.Drain(t.Context())
			c.pass(longest)
		}
		if calls != attempts || len(listed(t, d, "", 9)) != 2 {
			t.Errorf("%d calls", calls)
		}
		for code, want := range map[string]int{"jobs.retried": 1, "jobs.discarded": 1} {
			var n int
			write(t, d, office, func(ctx context.Context, tx *db.Tx) error {
				return tx.Get(ctx, &n, `SELECT count(*) FROM audit WHERE code = $1 AND actor = 'office' AND details = '"no"'`, code)
			})
			if n != want {
				t.Errorf("%s is noted %d times", code, n)
			}
		}
	})
}

// What a dead job says about people is kept for a season, not for ever.
func TestOldDeadJobsGo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error { return Dead(errors.New("no")) }})
		enqueue(t, d, "x", nil, db.At(dbtest.Noon.AddDate(0, 0, 200)))
		enqueue(t, d, "x", nil)
		r.Drain(t.Context())
		for _, day := range []struct{ passes, jobs int }{{90, 2}, {1, 1}, {115, 1}} { // 206 days: the other has just died
			c.pass(time.Duration(day.passes) * 24 * time.Hour)
			r.Drain(t.Context())
			write(t, d, access.System(""), Retain)
			if n := count(t, d, `1 = 1`); n != day.jobs {
				t.Errorf("after %d days more: %d jobs, want %d", day.passes, n, day.jobs)
			}
		}
		if err := d.Write(t.Context(), clerk, Retain); !problem.Is(err, problem.Forbidden) {
			t.Errorf("anybody may: %v", err)
		}
	})
}
