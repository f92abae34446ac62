package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"faelled/internal/access"

	"github.com/jmoiron/sqlx"
)

// group is SQLite's one writer. A commit waits for the disk; commands that
// arrive meanwhile share the next one, each in its own savepoint, so that one
// refusal leaves the others alone. Nobody is told of success before the shared
// commit is on the disk.
type group struct {
	db      *DB
	queue   chan *command
	stopped chan struct{}
	closing sync.RWMutex // held for reading while handing in a command
	closed  bool
}

// A batch ends when nobody waits, or at these bounds: a command must not wait
// long for strangers who came after it.
const (
	batchSize = 64
	batchTime = 10 * time.Millisecond
)

// command is one call of Write.
type command struct {
	ctx      context.Context
	who      access.Actor
	fn       func(context.Context, *Tx) error
	tx       *Tx
	err      error
	panicked any
	done     chan struct{}
}

var errClosed = errors.New("db: the database is closed")

func newGroup(d *DB) *group {
	g := &group{db: d, queue: make(chan *command, batchSize), stopped: make(chan struct{})}
	go g.run()
	return g
}

func (g *group) write(ctx context.Context, who access.Actor, fn func(context.Context, *Tx) error) error {
	c := &command{ctx: ctx, who: who, fn: fn, done: make(chan struct{})}
	if err := g.hand(c); err != nil {
		return err
	}
	<-c.done
	if c.panicked != nil {
		panic(c.panicked) // where the caller's own recover can see it
	}
	if c.err == nil {
		g.db.tell(c.tx)
	}
	return c.err
}

func (g *group) hand(c *command) error {
	g.closing.RLock()
	defer g.closing.RUnlock()
	if g.closed {
		return errClosed
	}
	select {
	case g.queue <- c:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}

// close lets what was handed in finish.
func (g *group) close() {
	g.closing.Lock()
	if !g.closed {
		g.closed = true
		close(g.queue)
	}
	g.closing.Unlock()
	<-g.stopped
}

func (g *group) run() {
	defer close(g.stopped)
	for first := range g.queue {
		batch := []*command{first}
		for try := 1; ; try++ {
			err := g.together(&batch)
			if err == nil {
				break
			}
			if try == tries || !g.db.conflict(err) && !errors.Is(err, errLost) {
				fail(batch, err)
				break
			}
		}
		for _, c := range batch {
			close(c.done)
		}
		g.db.write.parse(context.Background())
	}
}

// fail tells those who thought they had succeeded that they have not.
func fail(batch []*command, err error) {
	for _, c := range batch {
		if c.err == nil {
			c.err = err
		}
	}
}

// errLost: the engine rolled the whole transaction back on its own, as SQLite
// does for a full disk. Those not to blame are tried again.
var errLost = errors.New("db: the shared transaction was rolled back")

// together runs the batch, and whoever has come meanwhile, in one transaction.
// On an error nothing was committed, and those without an error of their own
// may be tried again.
func (g *group) together(batch *[]*command) error {
	ctx := context.Background()
	raw, err := g.db.writer.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer raw.Rollback()
	until := time.Now().Add(batchTime)
	for i := 0; i < len(*batch); i++ {
		c := (*batch)[i]
		if c.err == nil { // or it was refused in an earlier try
			if err := g.alone(ctx, raw, c); err != nil {
				return err
			}
		}
		if i == len(*batch)-1 && len(*batch) < batchSize && time.Now().Before(until) {
			select {
			case more, open := <-g.queue:
				if open {
					*batch = append(*batch, more)
				}
			default:
			}
		}
	}
	if err := raw.Commit(); err != nil {
		return err
	}
	g.db.commits.Add(1)
	return nil
}

// alone runs one command in its savepoint. The error it returns is about the
// shared transaction, never the command's own.
func (g *group) alone(ctx context.Context, raw *sqlx.Tx, c *command) error {
	if c.err = c.ctx.Err(); c.err != nil {
		return nil
	}
	if _, err := raw.ExecContext(ctx, `SAVEPOINT command`); err != nil {
		return err
	}
	c.tx = g.db.tx(raw, c.who)
	c.tx.parsed = g.db.write
	func() {
		defer func() {
			if c.panicked = recover(); c.panicked != nil {
				c.err = fmt.Errorf("panic: %v", c.panicked)
			}
		}()
		// An interrupted statement would roll back everybody's work.
		c.err = c.tx.run(context.WithoutCancel(c.ctx), c.fn)
	}()
	if c.err != nil {
		if _, err := raw.ExecContext(ctx, `ROLLBACK TO command`); err != nil {
			return fmt.Errorf("%w: %w", errLost, c.err)
		}
	}
	if _, err := raw.ExecContext(ctx, `RELEASE command`); err != nil {
		return fmt.Errorf("%w: %w", errLost, err)
	}
	return nil
}
