package db_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"

	"github.com/jackc/pgx/v5/pgconn"
)

var who = access.Actor{Person: "clerk"}

func TestATransactionInsideATransactionIsAnError(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		nothing := func(context.Context, *db.Tx) error { return nil }
		for name, outer := range map[string]func(context.Context, access.Actor, func(context.Context, *db.Tx) error) error{"Write": d.Write, "Read": d.Read} {
			ctx, stop := context.WithTimeout(t.Context(), 5*time.Second) // were it allowed, SQLite would wait for itself
			defer stop()
			err := outer(ctx, who, func(ctx context.Context, _ *db.Tx) error {
				if err := d.Read(ctx, who, nothing); !errors.Is(err, db.ErrNested) {
					t.Errorf("Read in %s: %v", name, err)
				}
				return d.Write(ctx, who, nothing)
			})
			if !errors.Is(err, db.ErrNested) {
				t.Errorf("Write in %s: %v", name, err)
			}
		}
	})
}

func TestAReadIsOneSnapshotAndChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		enqueue := func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, "test", nil) }
		err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			var before, after int
			if err := tx.Get(ctx, &before, `SELECT count(*) FROM jobs`); err != nil {
				return err
			}
			if err := d.Write(t.Context(), who, enqueue); err != nil { // beside it, not inside
				return err
			}
			if err := tx.Get(ctx, &after, `SELECT count(*) FROM jobs`); err != nil {
				return err
			}
			if before != after {
				t.Errorf("saw %d rows, then %d", before, after)
			}
			if err := tx.Lock(ctx, db.Seats, "m"); err == nil {
				t.Error("took a lock")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Read(t.Context(), who, enqueue); err == nil {
			t.Error("a Read changed something")
		}
	})
}

func TestSQLiteKeepsWhatItPromised(t *testing.T) {
	d := dbtest.SQLite(t)
	err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
			var got string
			if err := tx.Get(ctx, &got, `PRAGMA `+pragma); err != nil || got != want {
				t.Errorf("%s is %s, want %s; %v", pragma, got, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyConflictsAreTriedAgain(t *testing.T) {
	d := dbtest.Postgres(t)
	for name, c := range map[string]struct {
		err   error
		tries int
	}{
		"serialization": {&pgconn.PgError{Code: "40001"}, 2},
		"deadlock":      {&pgconn.PgError{Code: "40P01"}, 2},
		"duplicate":     {&pgconn.PgError{Code: "23505"}, 1},
		"lost":          {&pgconn.PgError{Code: "08006"}, 1}, // may have committed
	} {
		tries := 0
		err := d.Write(t.Context(), who, func(context.Context, *db.Tx) error {
			if tries++; tries == 1 {
				return c.err
			}
			return nil
		})
		if tries != c.tries || (err == nil) != (c.tries == 2) {
			t.Errorf("%s: %d tries, %v", name, tries, err)
		}
	}
}

func TestLocksGoDownTheRanks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, c := range map[string]struct {
			first, then db.Class
			ids         []string
			panics      bool
		}{
			"down":                  {db.Seats, db.Invoices, []string{"a"}, false},
			"up":                    {db.Invoices, db.Seats, []string{"a"}, true},
			"the same again":        {db.Seats, db.Seats, []string{"b", "a"}, false},
			"another of that class": {db.Seats, db.Seats, []string{"c"}, true},
		} {
			err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				if err := tx.Lock(ctx, c.first, "a", "b"); err != nil {
					return err
				}
				defer func() {
					if p := recover(); (p != nil) != c.panics {
						t.Errorf("%s: %v", name, p)
					}
				}()
				return tx.Lock(ctx, c.then, c.ids...)
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Two engines, one answer: what the house relies on in time, NULL and order.
func TestTimesSurvive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.Now = func() time.Time { return time.Date(2026, 7, 1, 14, 30, 0, 123456789, time.FixedZone("CEST", 7200)) }
		err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			if want := time.Date(2026, 7, 1, 12, 30, 0, 123456000, time.UTC); tx.Now != want {
				t.Errorf("now is %v", tx.Now)
			}
			whole := tx.Now.Truncate(time.Second)
			for _, at := range []time.Time{tx.Now, whole.Add(time.Second), whole, whole.Add(500 * time.Millisecond)} {
				if _, err := tx.Exec(ctx, `INSERT INTO jobs (id, run_at, on_behalf, kind, payload, created_at) VALUES ($2, $1, '', '', '', $1)`, at, tx.NewID()); err != nil {
					return err
				}
			}
			var at []time.Time
			if err := tx.Select(ctx, &at, `SELECT run_at FROM jobs WHERE run_at >= $1 ORDER BY run_at`, whole); err != nil {
				return err
			}
			if len(at) != 4 || !at[1].Equal(tx.Now) || !slices.IsSortedFunc(at, time.Time.Compare) {
				t.Errorf("got %v", at)
			}
			var none sql.NullTime
			return errors.Join(tx.Get(ctx, &none, `SELECT max(run_at) FROM jobs WHERE id = 'none'`), isNull(none))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func isNull(at sql.NullTime) error {
	if at.Valid {
		return errors.New("NULL became a time")
	}
	return nil
}

// The driver takes an address, in which # and ? end the name.
func TestAnyFileNameWillDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hus #1? 100% æøå.db")
	d, err := db.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error("another file was opened: ", err)
	}
}
