// Package db opens the database and runs transactions. It is the only package
// that knows which engine is in use: sqlite.go and postgres.go say how they
// differ, and everything else is one text for both.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"faelled/internal/access"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
)

// DB hands out transactions, one at a time to each context.
type DB struct {
	Seams
	engine
	writer, reader *sqlx.DB
	group          *group        // SQLite's writer; nil on PostgreSQL
	read, write    *statements   // of SQLite's pools; nil on PostgreSQL
	commits        atomic.Uint64 // made by this process
	shared         shared
	kept           kept

	// OnEnqueue, when set, is called after a commit that queued jobs, so that a
	// worker in this process need not wait for its next look. It must not block.
	OnEnqueue func()
}

// Seams are the places where a test may take hold. Open fills in the first two
// and leaves the rest alone.
type Seams struct {
	Now         func() time.Time
	NewID       func() string
	Strict      bool   // panic when locks are taken out of rank
	NoLocks     bool   // negative controls: what would happen without Lock?
	BeforeWrite func() // negative controls: runs before a transaction's first change

	// OnQuery counts what a page asks of the database: it runs before each Get
	// and Select.
	OnQuery func(query string)
}

// engine is all that differs between SQLite and PostgreSQL.
type engine struct {
	postgres         bool
	writing, reading *sql.TxOptions
	lock             func(ctx context.Context, tx *sqlx.Tx, keys []int64) error
	conflict         func(error) bool // another try may succeed, and nothing was committed
	migrate          func(ctx context.Context, db *sql.DB) error
}

// ErrStale is what a command returns when it finds, under its last lock, that
// something it loaded before has changed: Write runs it again.
var ErrStale = errors.New("db: loaded too early")

// ErrNested is a programming fault: the inner work belongs in the outer fn.
var ErrNested = errors.New("db: a transaction inside a transaction")

// tries is how often a transaction is begun before a conflict is reported.
const tries = 10

// Open connects to a PostgreSQL URL, or to a SQLite file for any other name.
func Open(name string) (*DB, error) {
	open := openSQLite
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		open = openPostgres
	}
	d, err := open(name)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d.Now, d.NewID = time.Now, func() string { return uuid.Must(uuid.NewV7()).String() }
	return d, nil
}

// Close waits for the commands under way.
func (d *DB) Close() error {
	if d.group != nil {
		d.group.close()
	}
	d.read.forget()
	d.write.forget()
	return errors.Join(d.reader.Close(), d.writer.Close())
}

// Ready tells whether the database answers.
func (d *DB) Ready(ctx context.Context) error { return d.reader.PingContext(ctx) }

// Migrate brings the tables up to date.
func (d *DB) Migrate(ctx context.Context) error { return d.migrate(ctx, d.writer.DB) }

// Migrated fails unless the tables are exactly those of this program. It changes
// nothing, not even in an empty database.
func (d *DB) Migrated(ctx context.Context) error {
	want, err := latest()
	if err != nil {
		return err
	}
	var have int64
	if err := d.reader.GetContext(ctx, &have, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`); err != nil {
		return fmt.Errorf("the tables are not there: %w", err)
	}
	if have != want {
		return fmt.Errorf("the tables are of version %d, and this program's of %d", have, want)
	}
	return nil
}

// Write runs fn in one transaction, and again from the start when the engine
// reports a conflict. So fn changes nothing but the database (everything the
// outside world should notice is a job) and assigns its results, never appends.
// A connection lost during commit is not tried again: it may have committed.
//
// On SQLite commands that wait for the writer share a commit (see group): fn
// does not see ctx cancelled, and is not started when it already is.
func (d *DB) Write(ctx context.Context, who access.Actor, fn func(context.Context, *Tx) error) error {
	if ctx.Value(inside{}) != nil {
		return ErrNested
	}
	if d.group != nil {
		return d.group.write(ctx, who, fn)
	}
	for try := 1; ; try++ {
		err := d.once(ctx, d.writer, d.writing, who, fn)
		if err == nil || try == tries || !errors.Is(err, ErrStale) && !d.conflict(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * rand.N(10*time.Millisecond)):
		}
	}
}

// Read runs fn on one snapshot. The engine refuses any change.
func (d *DB) Read(ctx context.Context, who access.Actor, fn func(context.Context, *Tx) error) error {
	if ctx.Value(inside{}) != nil {
		return ErrNested
	}
	err := d.once(ctx, d.reader, d.reading, who, fn)
	d.read.parse(ctx)
	return err
}

type inside struct{} // marks a context that already has its transaction

func (d *DB) once(ctx context.Context, pool *sqlx.DB, opts *sql.TxOptions, who access.Actor, fn func(context.Context, *Tx) error) error {
	before := d.commits.Load()
	raw, err := pool.BeginTxx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer raw.Rollback()
	tx := d.tx(raw, who)
	tx.commits = before
	if tx.reading = opts != nil && opts.ReadOnly; tx.reading {
		tx.parsed = d.read
	}
	if err := tx.run(ctx, fn); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return err
	}
	if !tx.reading {
		d.commits.Add(1)
	}
	d.tell(tx)
	return nil
}

func (d *DB) tx(raw *sqlx.Tx, who access.Actor) *Tx {
	return &Tx{Now: d.Now().UTC().Truncate(time.Microsecond), Actor: who, raw: raw, db: d}
}

// tell wakes this process's workers when tx has queued something.
func (d *DB) tell(tx *Tx) {
	if tx.queued && d.OnEnqueue != nil {
		d.OnEnqueue()
	}
}
