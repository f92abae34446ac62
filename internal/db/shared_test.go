package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

func TestShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := dbtest.Noon
		d.Now = func() time.Time { return now }
		loads := 0
		find := func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Shared(tx, "count", func() (int, error) { loads++; return loads, nil })
			return err
		}
		nothing := func(context.Context, *db.Tx) error { return nil }
		who := access.System("")
		for _, step := range []struct {
			what string
			do   func() error
			want int
		}{
			{"the first reader looks", func() error { return d.Read(t.Context(), who, find) }, 1},
			{"the next need not", func() error { return d.Read(t.Context(), who, find) }, 1},
			{"a command looks for itself", func() error { return d.Write(t.Context(), who, find) }, 2},
			{"and after it everybody does", func() error { return d.Read(t.Context(), who, find) }, 3},
			{"once", func() error { return d.Read(t.Context(), who, find) }, 3},
			{"a refused command", func() error {
				if err := d.Write(t.Context(), who, func(context.Context, *db.Tx) error { return errors.New("no") }); err == nil {
					t.Error("was not refused")
				}
				return d.Write(t.Context(), who, nothing)
			}, 3},
			{"then again", func() error { return d.Read(t.Context(), who, find) }, 4},
			{"just before a second", func() error { now = now.Add(time.Second - 1); return d.Read(t.Context(), who, find) }, 4},
			{"after a second", func() error { now = now.Add(time.Second); return d.Read(t.Context(), who, find) }, 5},
		} {
			if err := step.do(); err != nil {
				t.Fatal(step.what, err)
			}
			if loads != step.want {
				t.Errorf("%s: looked %d times, want %d", step.what, loads, step.want)
			}
		}
	})
}

func TestFailuresAreNotShared(t *testing.T) {
	d := dbtest.SQLite(t)
	failed := errors.New("failed")
	read := func(load func() (string, error)) (what string, err error) {
		err = d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
			what, err = db.Shared(tx, "key", load)
			return err
		})
		return what, err
	}
	if _, err := read(func() (string, error) { return "", failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	if what, err := read(func() (string, error) { return "found", nil }); what != "found" || err != nil {
		t.Error(what, err)
	}
}

// Whoever comes after a commit was reported sees it, however many read and write.
func TestSharedIsNeverOlderThanWhatWasReported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who, ctx := access.System(""), t.Context()
		count := func() (n int) {
			err := d.Read(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = db.Shared(tx, "count", func() (n int, err error) {
					return n, tx.Get(ctx, &n, `SELECT count(*) FROM audit`)
				})
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		var crowd sync.WaitGroup
		stop := make(chan struct{})
		for range 4 {
			crowd.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						count()
					}
				}
			})
		}
		for i := 1; i <= 40; i++ {
			if err := d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) error { return tx.Audit(ctx, "test.noted", "x", nil) }); err != nil {
				t.Fatal(err)
			}
			if n := count(); n < i {
				t.Fatalf("%d commits were reported, a reader sees %d", i, n)
			}
		}
		close(stop)
		crowd.Wait()
	})
}
