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
	"faelled/internal/id"
)

// Many runners share one queue: each job is done, and never by two at once.
func TestRunnersShare(t *testing.T) {
	const runners, jobs = 4, 400
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		now, done := map[id.Job]bool{}, map[id.Job]int{}
		handler := func(_ context.Context, _ *db.DB, j Job) error {
			mu.Lock()
			if now[j.ID] || done[j.ID] > 0 {
				t.Errorf("%s is done twice", j.ID)
			}
			now[j.ID] = true
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			delete(now, j.ID)
			done[j.ID]++
			return nil
		}
		dbtest.Warm(t, d, 8)
		busy := map[string]bool{}
		for n := range runners {
			r, _ := runner(d, map[string]Handler{"x": func(ctx context.Context, d *db.DB, j Job) error {
				mu.Lock()
				busy[fmt.Sprint(n)] = true
				mu.Unlock()
				return handler(ctx, d, j)
			}})
			running(t, r)
		}
		for range 4 {
			write(t, d, clerk, func(ctx context.Context, tx *db.Tx) (err error) {
				for range jobs / 4 {
					err = errors.Join(err, tx.Enqueue(ctx, "x", nil))
				}
				return err
			})
		}
		eventually(t, "the queue is empty", func() bool { return count(t, d, `1 = 1`) == 0 })
		mu.Lock()
		defer mu.Unlock()
		if len(done) != jobs || len(busy) < 2 {
			t.Errorf("%d done by %d runners", len(done), len(busy))
		}
	})
}

func TestAnIdleRunnerIsWoken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		started := make(chan time.Time, 1)
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error { started <- time.Now(); return nil }})
		r.Poll = time.Hour
		d.OnEnqueue = r.Wake
		running(t, r)
		time.Sleep(50 * time.Millisecond) // it has looked, and sleeps
		enqueue(t, d, "x", nil)
		select {
		case <-started:
		case <-time.After(10 * time.Second):
			t.Error("it slept on")
		}
	})
}

// When the program stops, it finishes what it has begun and claimed, and begins
// nothing else.
// While people wait, jobs give way; but the queue moves however many they are.
func TestJobsGiveWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var crowded atomic.Bool
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error { return nil }})
		r.Crowded = crowded.Load
		running(t, r)
		took := func() time.Duration {
			start := time.Now()
			enqueue(t, d, "x", nil)
			eventually(t, "the job is done", func() bool { return count(t, d, `1 = 1`) == 0 })
			return time.Since(start)
		}
		crowded.Store(true)
		if slow := took(); slow < manners {
			t.Errorf("done in %v while people waited", slow)
		}
		crowded.Store(false)
		took()
	})
}

func TestStopping(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		begun, goOn := make(chan struct{}, 1), make(chan struct{})
		var done atomic.Int64
		r, _ := runner(d, map[string]Handler{"x": func(context.Context, *db.DB, Job) error {
			select {
			case begun <- struct{}{}:
			default:
			}
			<-goOn
			done.Add(1)
			return nil
		}})
		r.Workers = 1
		enqueue(t, d, "x", nil)
		stop := running(t, r)
		<-begun
		stopped := make(chan struct{})
		go func() { stop(); close(stopped) }()
		time.Sleep(30 * time.Millisecond)
		enqueue(t, d, "x", nil)
		close(goOn)
		<-stopped
		if done.Load() != 1 || count(t, d, `attempt = 0`) != 1 || count(t, d, `1 = 1`) != 1 {
			t.Errorf("%d done, %d left", done.Load(), count(t, d, `1 = 1`))
		}
	})
}

// A handler that does not end in time sees its context end, and its job and
// those that waited for a worker go back at once.
func TestStoppingInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		timed(d)
		begun := make(chan struct{}, 1)
		r, log := runner(d, map[string]Handler{"x": func(ctx context.Context, _ *db.DB, _ Job) error {
			begun <- struct{}{}
			<-ctx.Done()
			return context.Cause(ctx)
		}})
		r.Workers, r.Grace = 1, 30*time.Millisecond
		write(t, d, clerk, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(tx.Enqueue(ctx, "x", nil), tx.Enqueue(ctx, "x", nil), tx.Enqueue(ctx, "x", nil))
		})
		stop := running(t, r)
		<-begun
		stop()
		next, _ := runner(d, map[string]Handler{"x": nothing})
		if err := next.Drain(t.Context()); err != nil || count(t, d, `1 = 1`) != 0 {
			t.Errorf("%d left, %v\n%s", count(t, d, `1 = 1`), err, log)
		}
		if strings.Contains(log.String(), "level=ERROR") {
			t.Error(log)
		}
	})
}

// However many programs there are, a clock strikes once.
func TestAClockStrikesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		var done atomic.Int64
		pair := make([]*Runner, 2)
		for i := range pair {
			pair[i], _ = runner(d, map[string]Handler{"seal": func(context.Context, *db.DB, Job) error { done.Add(1); return nil }})
			pair[i].Clocks = []Clock{Every("seal", time.Minute)}
			pair[i].prepare()
		}
		both := func() {
			var all sync.WaitGroup
			for _, r := range pair {
				all.Go(func() { r.tick(t.Context()) })
			}
			all.Wait()
		}
		both() // winds
		for want := range 5 {
			both()
			both()
			if n := count(t, d, `kind = 'seal'`); want > 0 && n != 1 || want == 0 && n != 0 {
				t.Errorf("minute %d: %d queued", want, n)
			}
			if err := pair[want%2].Drain(t.Context()); err != nil || done.Load() != int64(want) {
				t.Errorf("minute %d: done %d times, %v", want, done.Load(), err)
			}
			c.pass(time.Minute)
		}
		pair[0].tick(t.Context())
		if err := pair[0].Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		pair[1].tick(t.Context()) // the other one has seen to this minute
		if n := count(t, d, `kind = 'seal'`); n != 0 {
			t.Errorf("%d queued again", n)
		}
		c.pass(time.Minute)
		both()
		c.pass(time.Minute)
		both() // the last one still waits
		if n := count(t, d, `kind = 'seal'`); n != 1 {
			t.Errorf("%d wait", n)
		}
		later, _ := runner(d, nil)
		later.Clocks = pair[0].Clocks
		later.prepare()
		c.pass(time.Hour)
		later.tick(t.Context()) // a program that starts late does not wind it again
		later.tick(t.Context())
		if at := later.strikes["seal"]; at != c.read().Add(time.Minute) {
			t.Errorf("next at %s", at)
		}
	})
}

func TestAClockMayHaveNothingToDo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		dirty := false
		r, _ := runner(d, map[string]Handler{"seal": nothing})
		r.Clocks = []Clock{Every("seal", time.Second).If(func(context.Context, *db.Tx) (bool, error) { return dirty, nil })}
		r.prepare()
		r.tick(t.Context())
		for range 3 {
			c.pass(time.Second)
			r.tick(t.Context())
		}
		if n := count(t, d, `1 = 1`); n != 0 {
			t.Errorf("%d queued for nothing", n)
		}
		dirty = true
		r.tick(t.Context())
		if n := count(t, d, `1 = 1`); n != 1 {
			t.Errorf("%d queued", n)
		}
	})
}

func TestRunTicks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := timed(d)
		var done atomic.Int64
		r, _ := runner(d, map[string]Handler{"seal": func(context.Context, *db.DB, Job) error { done.Add(1); return nil }})
		r.Clocks = []Clock{Every("seal", time.Second)}
		running(t, r)
		eventually(t, "it strikes twice", func() bool { c.pass(time.Second); return done.Load() >= 2 })
	})
}

// Whatever waits for other machines leaves one worker to the house, also when
// there is far more of it than may be claimed.
func TestPromptJobsDoNotWaitForOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const workers = 2
		hang, sealed := make(chan struct{}), make(chan struct{}, 1)
		r, _ := runner(d, map[string]Handler{
			"mail": func(context.Context, *db.DB, Job) error { <-hang; return nil },
			"seal": func(context.Context, *db.DB, Job) error { sealed <- struct{}{}; return nil },
		})
		r.Workers, r.Prompt = workers, []string{"seal"}
		write(t, d, clerk, func(ctx context.Context, tx *db.Tx) (err error) {
			for range 3 * workers * perWorker {
				err = errors.Join(err, tx.Enqueue(ctx, "mail", nil))
			}
			return err
		})
		stop := running(t, r)
		defer stop()
		defer close(hang)
		eventually(t, "mail hangs", func() bool { return count(t, d, `kind = 'mail' AND attempt = 1`) >= workers*perWorker })
		for range 2 {
			enqueue(t, d, "seal", nil)
			select {
			case <-sealed:
			case <-time.After(10 * time.Second):
				t.Fatal("a hanging mail stops the house")
			}
		}
	})
}

// However much there is to send, and however slow that goes, what somebody waits
// for finds a worker.
func TestOthersDoNotWaitForTheBulk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const workers = 3
		hang, signedIn := make(chan struct{}), make(chan struct{}, 1)
		r, _ := runner(d, map[string]Handler{
			"news":    func(context.Context, *db.DB, Job) error { <-hang; return nil },
			"sign-in": func(context.Context, *db.DB, Job) error { signedIn <- struct{}{}; return nil },
			"seal":    func(context.Context, *db.DB, Job) error { return nil },
		})
		r.Workers, r.Prompt, r.Bulk = workers, []string{"seal"}, []string{"news"}
		write(t, d, clerk, func(ctx context.Context, tx *db.Tx) (err error) {
			for range 3 * workers * perWorker {
				err = errors.Join(err, tx.Enqueue(ctx, "news", nil))
			}
			return err
		})
		stop := running(t, r)
		defer stop()
		defer close(hang)
		eventually(t, "the news hangs", func() bool { return count(t, d, `kind = 'news' AND attempt = 1`) >= workers*perWorker })
		for range 2 {
			enqueue(t, d, "sign-in", nil)
			select {
			case <-signedIn:
			case <-time.After(10 * time.Second):
				t.Fatal("news to all delays a sign-in")
			}
		}
	})
}

// Where the bulk shares a worker with others, it is begun on when nothing else is
// there.
func TestTheBulkIsDoneLast(t *testing.T) {
	r := &Runner{Workers: 1, Prompt: []string{"seal"}, Bulk: []string{"news"}}
	s := &shift{Runner: r, lanes: r.lanes(), room: make(chan struct{}, 1)}
	for _, kind := range []string{"news", "mail", "news", "seal", "mail"} {
		s.lanes[r.laneOf(kind)].work <- &hold{Job: Job{Kind: kind}}
	}
	for _, l := range s.lanes {
		close(l.work)
	}
	work := s.lanes.of(0, r.Workers)
	var order []string
	for h := s.next(&work); h != nil; h = s.next(&work) {
		order = append(order, h.Kind)
	}
	if len(order) != 5 || order[3] != "news" || order[4] != "news" {
		t.Errorf("done in the order %v", order)
	}
}
