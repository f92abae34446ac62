package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"faelled/internal/access"

	"github.com/jmoiron/sqlx"
)

// Tx is everything a command may use: the data, the moment, the actor, fresh
// ids, locks, the audit trail and the job queue. All of it commits or none does.
type Tx struct {
	Now   time.Time // UTC, whole microseconds; the only clock a command sees
	Actor access.Actor

	raw     *sqlx.Tx
	parsed  *statements
	db      *DB
	reading bool
	commits uint64 // made by this process before the snapshot was taken, see Shared
	changed bool
	queued  bool
	rank    Class
	held    map[int64]bool
	noted   []note // audit rows and jobs, written together at the end
	jobs    []job
	waiting map[[2]string]int // by kind and key: which of jobs is the one
}

var errReading = errors.New("db: a Read changes nothing")

// run is the whole life of a transaction up to its commit.
func (tx *Tx) run(ctx context.Context, fn func(context.Context, *Tx) error) error {
	ctx = context.WithValue(ctx, inside{}, true)
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return tx.flush(ctx)
}

// NewID is a fresh UUIDv7.
func (tx *Tx) NewID() string { return tx.db.NewID() }

// Postgres tells a store which of its two texts to use, where the engines
// really differ.
func (tx *Tx) Postgres() bool { return tx.db.postgres }

// Get scans one row into a struct or a value; sql.ErrNoRows when there is none.
func (tx *Tx) Get(ctx context.Context, into any, query string, args ...any) error {
	tx.asks(query)
	if stmt := tx.parsed.in(ctx, tx.raw, query); stmt != nil {
		return stmt.GetContext(ctx, into, args...)
	}
	return tx.raw.GetContext(ctx, into, query, args...)
}

// Select scans all rows into a slice.
func (tx *Tx) Select(ctx context.Context, into any, query string, args ...any) error {
	tx.asks(query)
	if stmt := tx.parsed.in(ctx, tx.raw, query); stmt != nil {
		return stmt.SelectContext(ctx, into, args...)
	}
	return tx.raw.SelectContext(ctx, into, query, args...)
}

func (tx *Tx) asks(query string) {
	if tx.db.OnQuery != nil {
		tx.db.OnQuery(query)
	}
}

// SelectIn is Select with ? for parameters, of which slices stand for lists:
// … WHERE id IN (?). A list must not be empty.
func (tx *Tx) SelectIn(ctx context.Context, into any, query string, args ...any) error {
	query, args, err := sqlx.In(query, args...)
	if err != nil {
		return err
	}
	return tx.Select(ctx, into, sqlx.Rebind(sqlx.DOLLAR, query), args...)
}

// Exec changes rows; parameters are $1, $2 … on both engines.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	tx.change()
	if stmt := tx.parsed.in(ctx, tx.raw, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return tx.raw.ExecContext(ctx, query, args...)
}

// ExecIn is Exec with ? for parameters, of which slices stand for lists.
func (tx *Tx) ExecIn(ctx context.Context, query string, args ...any) (sql.Result, error) {
	query, args, err := sqlx.In(query, args...)
	if err != nil {
		return nil, err
	}
	return tx.Exec(ctx, sqlx.Rebind(sqlx.DOLLAR, query), args...)
}

// Named is Exec with parameters by name, :title or :price.minor, from a struct;
// from a slice of structs it inserts them all at once.
func (tx *Tx) Named(ctx context.Context, query string, from any) (sql.Result, error) {
	query, args, err := tx.raw.BindNamed(query, from)
	if err != nil {
		return nil, err
	}
	return tx.Exec(ctx, query, args...)
}

func (tx *Tx) change() {
	if !tx.changed && tx.db.BeforeWrite != nil {
		tx.db.BeforeWrite()
	}
	tx.changed = true
}

// note is one audit row, see package audit.
type note struct {
	ID       string
	At       time.Time
	Actor    string
	OnBehalf string `db:"on_behalf"`
	Code     string
	Object   string
	Details  string
}

// Audit records what was done to an object, in the same commit. The row is
// chained to the others later, see package audit. References only: no names.
func (tx *Tx) Audit(ctx context.Context, code, object string, details any) error {
	if tx.reading {
		return errReading
	}
	text, err := json.Marshal(details)
	if err != nil {
		return err
	}
	tx.noted = append(tx.noted, note{tx.NewID(), tx.Now, string(tx.Actor.Person), string(tx.Actor.OnBehalf), code, object, string(text)})
	return nil
}

// job is one row of the queue, see package jobs.
type job struct {
	ID       string
	Kind     string
	Payload  string
	OnBehalf string    `db:"on_behalf"`
	RunAt    time.Time `db:"run_at"`
	Now      time.Time `db:"created_at"`
	Once     *string
}

// When asks for a job to wait, or to be one with others.
type When func(*job)

// At has the job wait until a moment.
func At(moment time.Time) When { return func(j *job) { j.RunAt = moment.UTC() } }

// Once has at most one job of its kind wait under a key: further ones change
// nothing, but that it runs at the earliest moment asked for. A job that is
// already running has not seen what this transaction did, so another one waits.
func Once(key string) When { return func(j *job) { j.Once = &key } }

// Enqueue asks for a job to run after commit, at least once, by the system on
// behalf of the actor.
func (tx *Tx) Enqueue(ctx context.Context, kind string, payload any, when ...When) error {
	if tx.reading {
		return errReading
	}
	text, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	cause := tx.Actor.Person
	if tx.Actor.IsSystem() {
		cause = tx.Actor.OnBehalf
	}
	j := job{tx.NewID(), kind, string(text), string(cause), tx.Now, tx.Now, nil}
	for _, set := range when {
		set(&j)
	}
	if j.Once == nil || !tx.joins(j) {
		tx.jobs = append(tx.jobs, j)
	}
	return nil
}

// joins tells whether the job is one with another of this transaction, which
// then runs at the earlier moment of the two. One that joins none is the next.
func (tx *Tx) joins(j job) bool {
	key := [2]string{j.Kind, *j.Once}
	i, there := tx.waiting[key]
	switch {
	case !there && tx.waiting == nil:
		tx.waiting = map[[2]string]int{key: len(tx.jobs)}
	case !there:
		tx.waiting[key] = len(tx.jobs)
	case j.RunAt.Before(tx.jobs[i].RunAt):
		tx.jobs[i].RunAt = j.RunAt
	}
	return there
}

// rowsAtOnce keeps an insert below the engines' bounds on parameters, and small for
// SQLite, which looks for each parameter among all of the statement.
const rowsAtOnce = 100

// oneWaits also holds the waiting job until this transaction commits: were it
// claimed before, it would not see what the transaction did.
const oneWaits = `
	ON CONFLICT (kind, once) WHERE once IS NOT NULL DO UPDATE
	SET run_at = CASE WHEN excluded.run_at < jobs.run_at THEN excluded.run_at ELSE jobs.run_at END`

// flush writes the audit rows and jobs, many to a statement: a command that
// seats thirty people makes two trips to the database for them, not sixty.
func (tx *Tx) flush(ctx context.Context) error {
	tx.queued = len(tx.jobs) > 0
	for rows := tx.noted; len(rows) > 0; {
		n := min(len(rows), rowsAtOnce)
		if _, err := tx.Named(ctx, `
			INSERT INTO audit (id, at, actor, on_behalf, code, object, details)
			VALUES (:id, :at, :actor, :on_behalf, :code, :object, :details)`, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	for rows := tx.jobs; len(rows) > 0; {
		n := min(len(rows), rowsAtOnce)
		if _, err := tx.Named(ctx, `
			INSERT INTO jobs (id, kind, payload, on_behalf, run_at, created_at, once)
			VALUES (:id, :kind, :payload, :on_behalf, :run_at, :created_at, :once)`+oneWaits, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
