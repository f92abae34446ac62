package jobs

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

var (
	clerk  = access.Actor{Person: "clerk"}
	office = access.Actor{Person: "office", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
)

// clock is the time of a database, which only tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func timed(d *db.DB) *clock {
	c := &clock{now: dbtest.Noon}
	d.Now = c.read
	return c
}

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func runner(d *db.DB, handlers map[string]Handler) (*Runner, *journal) {
	j := &journal{}
	return &Runner{DB: d, Log: slog.New(slog.NewTextHandler(j, nil)), Handlers: handlers, Poll: 10 * time.Millisecond}, j
}

func write(t testing.TB, d *db.DB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func enqueue(t testing.TB, d *db.DB, kind string, payload any, when ...db.When) {
	t.Helper()
	write(t, d, clerk, func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, kind, payload, when...) })
}

// count is how many jobs there are where a condition holds.
func count(t testing.TB, d *db.DB, where string) (n int) {
	t.Helper()
	err := d.Read(t.Context(), clerk, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &n, `SELECT count(*) FROM jobs WHERE `+where)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// eventually waits for something that is about to happen.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("never: ", what)
		}
	}
}

// running runs it until the test, or stop, ends it.
func running(t testing.TB, r *Runner) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return stop
}
