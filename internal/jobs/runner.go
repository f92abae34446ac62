package jobs

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
)

// Runner does the jobs of one program. Several, also in other programs, may
// share a database. Fill in DB, Log and Handlers before Run or Drain.
type Runner struct {
	DB       *db.DB
	Log      *slog.Logger
	Handlers map[string]Handler // by kind; jobs of other kinds are left for other programs
	Clocks   []Clock            // see Every and Daily

	// Prompt are the kinds that wait for no other machine. They have a worker to
	// themselves, so that a slow mail server does not stop the house; with a single
	// worker they wait like all others.
	Prompt []string

	// Bulk are the kinds that come by the thousands and can wait. There is always a
	// worker that does other jobs, and others go before them where they meet; with
	// fewer than three workers they share one with all but the prompt.
	Bulk []string

	Workers int           // handlers at the same time; 4 when 0
	Poll    time.Duration // how often to look when nobody wakes us; 1 s when 0
	Grace   time.Duration // how long handlers may go on after Run's ctx has ended; 20 s when 0

	// Crowded, when set, tells whether people wait for the machine. Each worker
	// then waits a moment before each job.
	Crowded func() bool

	once    sync.Once
	wake    chan struct{}
	kinds   []string
	strikes map[string]time.Time // when to look at each clock again
}

// stubborn is how much longer than Grace a handler may take to see that its
// context has ended, before it is left behind.
const stubborn = 5 * time.Second

func (r *Runner) prepare() {
	r.once.Do(func() {
		r.wake = make(chan struct{}, 1)
		r.strikes = map[string]time.Time{}
		r.kinds = slices.Sorted(maps.Keys(r.Handlers))
		r.Workers = orElse(r.Workers, 4)
		r.Poll = orElse(r.Poll, time.Second)
		r.Grace = orElse(r.Grace, 20*time.Second)
	})
}

func orElse[T int | time.Duration](given, usual T) T {
	if given == 0 {
		return usual
	}
	return given
}

// Wake has an idle Runner look at once. It never blocks: let db.DB.OnEnqueue be
// this function, before the first Write.
func (r *Runner) Wake() {
	r.prepare()
	select {
	case r.wake <- struct{}{}:
	default: // it has been told
	}
}

// Run does jobs until ctx ends. Then it claims no more, finishes those it has,
// and returns. Handlers that take longer than Grace see their context end, and
// their jobs are given back.
func (r *Runner) Run(ctx context.Context) {
	r.prepare()
	base, halt := context.WithCancelCause(context.WithoutCancel(ctx))
	defer halt(errStopping)
	s := &shift{
		Runner: r, ctx: base, held: map[*hold]bool{}, room: make(chan struct{}, 1),
		lanes: r.lanes(), results: make(chan result, batch),
	}

	var workers, finisher, minders sync.WaitGroup
	for n := range r.Workers {
		workers.Go(func() { s.labour(s.lanes.of(n, r.Workers)) })
	}
	finisher.Go(s.finish)
	minding, stopMinding := context.WithCancel(base)
	minders.Go(func() { every(minding, lease/4, s.extendAll) })
	minders.Go(func() { every(ctx, r.Poll, func() { r.tick(ctx) }) })
	minders.Go(func() { every(ctx, time.Minute, func() { r.lookForStrangers(ctx) }) })

	s.claimUntil(ctx)
	for _, l := range s.lanes {
		close(l.work)
	}
	late := time.AfterFunc(r.Grace, func() { halt(errStopping) })
	defer late.Stop()
	if !within(r.Grace+stubborn, &workers) {
		r.Log.Error("jobs: handlers do not stop", "held", s.holding())
		stopMinding()
		return // their leases run out
	}
	close(s.results)
	finisher.Wait()
	stopMinding()
	minders.Wait()
}

// every calls do at an interval until ctx ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			do()
		}
	}
}

// within waits for the group, but not for ever.
func within(limit time.Duration, group *sync.WaitGroup) bool {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(limit):
		return false
	}
}

func (r *Runner) lookForStrangers(ctx context.Context) {
	if len(r.kinds) == 0 {
		return
	}
	err := r.DB.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		found, err := strangers(ctx, tx, r.kinds, tx.Now.Add(-time.Minute))
		for _, s := range found {
			r.Log.Warn("jobs: nobody here does these", "kind", s.Kind, "jobs", s.N)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		r.Log.Error("jobs: look for unknown kinds", "err", err)
	}
}

// claim takes up to n jobs of some kinds. Those whose last attempt ended with the
// program are buried instead of being given out.
func (r *Runner) claim(ctx context.Context, kinds []string, n int) (mine []Job, err error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	err = r.DB.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		jobs, err := claim(ctx, tx, kinds, n, tx.Now.Add(lease))
		if err != nil {
			return err
		}
		slices.SortFunc(jobs, oldestFirst)
		mine = make([]Job, 0, len(jobs))
		for _, j := range jobs {
			if !crashed(j.Attempt) {
				mine = append(mine, j)
				continue
			}
			r.Log.Error("jobs: dead, the program stopped during its last attempt", "job", j.ID, "kind", j.Kind)
			if _, err := bury(ctx, tx, j, "the program stopped during the last attempt"); err != nil {
				return err
			}
		}
		return nil
	})
	return mine, err
}

// oldestFirst is the order of a batch.
func oldestFirst(a, b Job) int {
	return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
}

// do calls the handler. A panic is a failure like others, with its stack.
func (r *Runner) do(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			r.Log.Error("jobs: panic", "job", j.ID, "kind", j.Kind, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	return r.Handlers[j.Kind](ctx, r.DB, j)
}
