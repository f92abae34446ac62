package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

func nothing(context.Context, *db.DB, Job) error { return nil }

func TestAJobIsDoneAsItWasAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		timed(d)
		var got Job
		var text string
		r, _ := runner(d, map[string]Handler{"greet": func(_ context.Context, _ *db.DB, j Job) error {
			got = j
			return j.Into(&text)
		}})
		enqueue(t, d, "greet", "hej")
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text != "hej" || got.Kind != "greet" || got.OnBehalf != "clerk" || got.Attempt != 1 || got.CreatedAt != dbtest.Noon || got.ID == "" {
			t.Errorf("%q, %+v", text, got)
		}
		if a := got.Actor(); !a.IsSystem() || a.OnBehalf != "clerk" {
			t.Errorf("acts as %+v", a)
		}
		if n := count(t, d, `1 = 1`); n != 0 {
			t.Errorf("%d jobs left", n)
		}
	})
}

func TestAJobWaitsForItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, done := timed(d), 0
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error { done++; return nil }})
		enqueue(t, d, "x", nil, db.At(dbtest.Noon.Add(time.Hour)))
		for _, step := range []struct {
			pass time.Duration
			done int
		}{{0, 0}, {time.Hour - time.Microsecond, 0}, {time.Microsecond, 1}, {time.Hour, 1}} {
			c.pass(step.pass)
			if err := r.Drain(t.Context()); err != nil || done != step.done {
				t.Errorf("at %s: done %d, want %d; %v", c.read(), done, step.done, err)
			}
		}
	})
}

func TestTheOldestComeFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, order := timed(d), ""
		r, _ := runner(d, map[string]Handler{"x": func(_ context.Context, _ *db.DB, j Job) error {
			var n string
			err := j.Into(&n)
			order += n
			return err
		}})
		for n := range 2 * perWorker {
			enqueue(t, d, "x", string(rune('a'+n)))
			c.pass(time.Second)
		}
		if err := r.Drain(t.Context()); err != nil || order != "abcdefghijklmnop" {
			t.Error(order, err)
		}
	})
}

func TestWhoFailsComesBackLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, calls := timed(d), 0
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error {
			if calls++; calls%2 == 0 {
				panic("a slip")
			}
			return errors.New("the server is down")
		}})
		enqueue(t, d, "x", nil)
		for n := 1; n <= attempts; n++ {
			if err := r.Drain(t.Context()); err == nil || calls != n {
				t.Fatalf("attempt %d: %d calls, %v", n, calls, err)
			}
			if err := r.Drain(t.Context()); err != nil || calls != n {
				t.Fatalf("came back at once: %d calls, %v", calls, err)
			}
			if why := map[int]string{0: "panic: a slip", 1: "the server is down"}[n%2]; count(t, d, `last_error = '`+why+`'`) != 1 {
				t.Errorf("after attempt %d the error is not kept", n)
			}
			c.pass(longest)
		}
		c.pass(24 * time.Hour)
		if err := r.Drain(t.Context()); err != nil || calls != attempts || count(t, d, `state = 'dead'`) != 1 {
			t.Errorf("%d calls, %v", calls, err)
		}
	})
}

func TestSomeErrorsAreForEver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		timed(d)
		r, log := runner(d, map[string]Handler{
			"refused": func(context.Context, *db.DB, Job) error {
				return fmt.Errorf("send: %w", Dead(errors.New("no such mailbox")))
			},
			"bounced": func(ctx context.Context, _ *db.DB, _ Job) error {
				return fmt.Errorf("send: %w", refused{errors.New("no such user")})
			},
			"garbled": func(_ context.Context, _ *db.DB, j Job) error { return j.Into(new(int)) },
		})
		enqueue(t, d, "refused", nil)
		enqueue(t, d, "garbled", "text")
		enqueue(t, d, "bounced", nil)
		if err := r.Drain(t.Context()); err == nil {
			t.Error("no error")
		}
		if count(t, d, `state = 'dead' AND last_error = 'send: no such mailbox'`) != 1 || count(t, d, `state = 'dead'`) != 3 {
			t.Error(log)
		}
	})
	if Dead(nil) != nil {
		t.Error("no error became one")
	}
}

// A program that dies leaves its jobs to others when the lease has run out, and
// must not finish what is no longer its own.
func TestTheLeaseRunsOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		first, log := runner(d, map[string]Handler{"x": nothing})
		second, _ := runner(d, map[string]Handler{"x": nothing})
		first.prepare()
		second.prepare()
		enqueue(t, d, "x", nil)
		lost, err := first.claim(t.Context(), first.kinds, 5)
		if err != nil || len(lost) != 1 {
			t.Fatal(lost, err)
		}
		c.pass(lease - time.Microsecond)
		if jobs, err := second.claim(t.Context(), second.kinds, 5); err != nil || len(jobs) != 0 {
			t.Fatal("claimed twice", jobs, err)
		}
		c.pass(time.Microsecond)
		taken, err := second.claim(t.Context(), second.kinds, 5)
		if err != nil || len(taken) != 1 || taken[0].Attempt != 2 {
			t.Fatal(taken, err)
		}
		for name, late := range map[string]result{
			"done":     {hold: &hold{Job: lost[0]}},
			"failed":   {hold: &hold{Job: lost[0]}, err: errors.New("x")},
			"dead":     {hold: &hold{Job: lost[0]}, err: Dead(errors.New("x"))},
			"released": {hold: &hold{Job: lost[0]}, err: errors.New("x"), released: true},
		} {
			if err := first.settle(t.Context(), []result{late}); err != nil {
				t.Fatal(err)
			}
			if count(t, d, `state = 'ready' AND attempt = 2 AND last_error = ''`) != 1 || !strings.Contains(log.String(), "too late") {
				t.Errorf("%s: the late one changed something", name)
			}
		}
		if err := second.settle(t.Context(), []result{{hold: &hold{Job: taken[0]}}}); err != nil || count(t, d, `1 = 1`) != 0 {
			t.Error("the right one could not finish", err)
		}
	})
}

func TestALongHandlerKeepsItsJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		r, _ := runner(d, map[string]Handler{"x": nothing})
		r.prepare()
		enqueue(t, d, "x", nil)
		s := &shift{Runner: r, ctx: t.Context(), held: map[*hold]bool{}}
		jobs, err := s.claim(t.Context(), s.kinds, 1)
		if err != nil || len(jobs) != 1 {
			t.Fatal(jobs, err)
		}
		h := s.hold(jobs[0])
		for range 5 {
			c.pass(lease / 2)
			s.extendAll()
			if other, err := r.claim(t.Context(), r.kinds, 1); err != nil || len(other) != 0 || h.ctx.Err() != nil {
				t.Fatal("lost it", other, err)
			}
		}
		c.pass(lease) // too long without extending
		if other, err := r.claim(t.Context(), r.kinds, 1); err != nil || len(other) != 1 {
			t.Fatal(other, err)
		}
		s.extendAll()
		if context.Cause(h.ctx) != errLost {
			t.Error("goes on with what is another's")
		}
	})
}

// A job that takes the program with it is not tried for ever.
func TestACrashInTheLastAttempt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		r, _ := runner(d, map[string]Handler{"x": nothing})
		r.prepare()
		enqueue(t, d, "x", nil)
		for n := 1; n <= attempts; n++ {
			if jobs, err := r.claim(t.Context(), r.kinds, 1); err != nil || len(jobs) != 1 {
				t.Fatal(n, jobs, err)
			}
			c.pass(lease)
		}
		if jobs, err := r.claim(t.Context(), r.kinds, 1); err != nil || len(jobs) != 0 || count(t, d, `state = 'dead'`) != 1 {
			t.Error(jobs, err)
		}
	})
}

func TestJobsOfUnknownKindsStay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		r, log := runner(d, map[string]Handler{"known": nothing})
		enqueue(t, d, "known", nil)
		enqueue(t, d, "tomorrow.thing", nil)
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.lookForStrangers(t.Context())
		if log.String() != "" {
			t.Error("told too early:", log)
		}
		c.pass(time.Minute)
		r.lookForStrangers(t.Context())
		if !strings.Contains(log.String(), "kind=tomorrow.thing jobs=1") || count(t, d, `attempt = 0`) != 1 {
			t.Error(log)
		}
		newer, _ := runner(d, map[string]Handler{"tomorrow.thing": nothing})
		if err := newer.Drain(t.Context()); err != nil || count(t, d, `1 = 1`) != 0 {
			t.Error("the newer program did not do it", err)
		}
	})
}

func TestOneWaitsUnderAKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		r, _ := runner(d, map[string]Handler{"x": nothing, "y": nothing})
		r.prepare()
		later, sooner := db.At(dbtest.Noon.Add(time.Hour)), db.At(dbtest.Noon.Add(time.Minute))
		write(t, d, clerk, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(
				tx.Enqueue(ctx, "x", "a", db.Once("k"), later), tx.Enqueue(ctx, "x", "b", db.Once("k")),
				tx.Enqueue(ctx, "x", "a", db.Once("other")), tx.Enqueue(ctx, "y", "a", db.Once("k")),
				tx.Enqueue(ctx, "x", "a"), tx.Enqueue(ctx, "x", "a"))
		})
		enqueue(t, d, "x", "c", db.Once("k"), sooner)
		if n, k := count(t, d, `1 = 1`), count(t, d, `kind = 'x' AND once = 'k' AND payload = '"a"'`); n != 5 || k != 1 {
			t.Fatalf("%d jobs, %d under the key", n, k)
		}
		if err := r.Drain(t.Context()); err != nil || count(t, d, `1 = 1`) != 0 {
			t.Fatal("the earliest moment counts", err)
		}

		enqueue(t, d, "x", nil, db.Once("k"), later)
		enqueue(t, d, "x", nil, db.Once("k"), sooner)
		c.pass(time.Minute)
		jobs, err := r.claim(t.Context(), r.kinds, 5)
		if err != nil || len(jobs) != 1 {
			t.Fatal("the sooner moment counts", jobs, err)
		}
		enqueue(t, d, "x", nil, db.Once("k")) // the one that runs has not seen this
		enqueue(t, d, "x", nil, db.Once("k"))
		if n := count(t, d, `once = 'k'`); n != 1 {
			t.Errorf("%d wait beside the one that runs", n)
		}
		fails := []result{{hold: &hold{Job: jobs[0]}, err: errors.New("x")}}
		if err := r.settle(t.Context(), fails); err != nil || count(t, d, `1 = 1`) != 2 {
			t.Error("it cannot come back beside the other", err)
		}
	})
}

// Nothing that a transaction did goes unseen because "one is waiting already".
func TestNoChangeIsMissedUnderAKey(t *testing.T) {
	const writers, each = 4, 40
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var seen, runs atomic.Int64
		handler := func(ctx context.Context, d *db.DB, j Job) error {
			runs.Add(1)
			return d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
				var n int64
				if err := tx.Get(ctx, &n, `SELECT count(*) FROM answers`); err != nil {
					return err
				}
				for old := seen.Load(); n > old && !seen.CompareAndSwap(old, n); old = seen.Load() {
				}
				return nil
			})
		}
		slowCommits(t, d)
		r, _ := runner(d, map[string]Handler{"look": handler})
		d.OnEnqueue = r.Wake
		running(t, r)
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					err := d.Write(t.Context(), clerk, func(ctx context.Context, tx *db.Tx) error {
						if err := tx.Enqueue(ctx, "look", nil, db.Once("k")); err != nil {
							return err
						}
						return tx.Remember(ctx, fmt.Sprint(w, "-", i), nil, nil)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		eventually(t, "the queue is empty", func() bool { return count(t, d, `1 = 1`) == 0 })
		if seen.Load() != writers*each {
			t.Errorf("saw %d of %d changes, in %d runs", seen.Load(), writers*each, runs.Load())
		}
	})
}

// slowCommits has PostgreSQL pause between a transaction's last statement and
// its commit, when a change is made but not yet seen. SQLite's writer is alone.
func slowCommits(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, clerk, func(ctx context.Context, tx *db.Tx) error {
		if !tx.Postgres() {
			return nil
		}
		_, err := tx.Exec(ctx, `
			CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.005); RETURN NULL; END';
			CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON answers
			DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pause()`)
		return err
	})
}

// outage is an error that others have a say in.
type outage struct{ error }

func (outage) Patience() time.Duration { return 72 * time.Hour }
func (o outage) ForStaff() string      { return o.Error() + " for ida@kommune.example" }

// A mail server may be down from Friday to Sunday.
func TestSomeErrorsAreTriedForDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, calls := timed(d), 0
		r, log := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error {
			calls++
			return fmt.Errorf("send: %w", outage{errors.New("nobody answers")})
		}})
		enqueue(t, d, "x", nil)
		died := time.Duration(0)
		for died = 0; count(t, d, `state = 'dead'`) == 0; died += 5 * time.Minute {
			if died > 100*time.Hour {
				t.Fatal("it is tried for ever")
			}
			c.pass(5 * time.Minute)
			r.Drain(t.Context())
		}
		if died < 72*time.Hour || died > 84*time.Hour || calls < 72 || calls > 200 {
			t.Errorf("died after %s and %d calls", died, calls)
		}
		if count(t, d, `last_error = 'nobody answers for ida@kommune.example'`) != 1 {
			t.Error("staff are not told")
		}
		if strings.Contains(log.String(), "ida@") || !strings.Contains(log.String(), "send: nobody answers") {
			t.Error("the log says", log)
		}
	})
}

// refused is an error of another package that says itself that it is for ever.
type refused struct{ error }

func (refused) Permanent() bool { return true }
