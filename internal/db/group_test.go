package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// Commands that share a commit are still alone: one that fails, panics or is
// no longer wanted takes nobody with it, and leaves no trace.
func TestThoseWhoShareACommitDoNotShareAFate(t *testing.T) {
	const crowd = 200
	refused := errors.New("refused")
	d := dbtest.SQLite(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var all sync.WaitGroup
	for i := range crowd {
		all.Go(func() {
			ctx := t.Context()
			if i%5 == 3 {
				ctx = gone
			}
			defer func() {
				if p := recover(); (p != nil) != (i%5 == 2) {
					t.Errorf("command %d: panic %v", i, p)
				}
			}()
			err := d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) error {
				if err := tx.Audit(ctx, "thing.done", fmt.Sprint(i%5), nil); err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, `INSERT INTO answers (actor, key, at, question, answer) VALUES ('a', $1, $2, '', '')`, fmt.Sprint(i), tx.Now); err != nil {
					return err
				}
				switch i % 5 {
				case 1:
					return refused
				case 2:
					panic("a bug")
				case 4:
					_, err := tx.Exec(ctx, `INSERT INTO nowhere VALUES (1)`) // a broken statement, too
					return err
				}
				return nil
			})
			if want := i%5 == 0; (err == nil) != want {
				t.Errorf("command %d: %v", i, err)
			}
			if i%5 == 1 && !errors.Is(err, refused) {
				t.Errorf("command %d was told %v", i, err)
			}
		})
	}
	all.Wait()
	err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		var answers, audit, strangers int
		err := errors.Join(
			tx.Get(ctx, &answers, `SELECT count(*) FROM answers`),
			tx.Get(ctx, &audit, `SELECT count(*) FROM audit`),
			tx.Get(ctx, &strangers, `SELECT count(*) FROM audit WHERE object <> '0'`))
		if answers != crowd/5 || audit != crowd/5 || strangers != 0 {
			t.Errorf("%d answers and %d audit rows, %d of them from those who failed; want %d", answers, audit, strangers, crowd/5)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A full disk rolls everything back at once: all are told, none is half done.
func TestAFullDiskIsToldToEverybody(t *testing.T) {
	d := dbtest.SQLite(t)
	err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		var pages int
		if err := tx.Get(ctx, &pages, `PRAGMA page_count`); err != nil {
			return err
		}
		return tx.Get(ctx, &pages, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+2))
	})
	if err != nil {
		t.Fatal(err)
	}
	var acknowledged sync.Map
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			key := fmt.Sprint(i)
			if err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				return tx.Remember(ctx, key, key, string(make([]byte, 2000)))
			}); err == nil {
				acknowledged.Store(key, true)
			}
		})
	}
	all.Wait()
	var kept []string
	if err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &kept, `SELECT key FROM answers`)
	}); err != nil {
		t.Fatal(err)
	}
	told := 0
	acknowledged.Range(func(any, any) bool { told++; return true })
	if told == 64 {
		t.Error("the disk was never full: the test proves nothing")
	}
	if len(kept) != told {
		t.Errorf("%d were told it was kept, %d are kept", told, len(kept))
	}
	for _, key := range kept {
		if _, ok := acknowledged.Load(key); !ok {
			t.Errorf("%s is kept, but its caller was told it failed", key)
		}
	}
}

func TestAClosedDatabaseSaysSo(t *testing.T) {
	d := dbtest.SQLite(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), who, func(context.Context, *db.Tx) error { return nil }); err == nil {
		t.Error("wrote to a closed database")
	}
}

func TestWorkersAreWokenByACommitThatQueued(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		woken := 0
		d.OnEnqueue = func() { woken++ }
		for _, fn := range []func(context.Context, *db.Tx) error{
			func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, "test", nil) },
			func(ctx context.Context, tx *db.Tx) error { return tx.Audit(ctx, "test", "", nil) },
			func(ctx context.Context, tx *db.Tx) error {
				return errors.Join(tx.Enqueue(ctx, "test", nil), errors.New("refused"))
			},
		} {
			_ = d.Write(t.Context(), who, fn) // the last is refused on purpose
		}
		if woken != 1 {
			t.Errorf("woken %d times, want once", woken)
		}
	})
}

// go test -bench WritersTogether ./internal/db
func BenchmarkWritersTogether(b *testing.B) {
	d := dbtest.SQLite(b)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := d.Write(b.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error {
				return tx.Audit(ctx, "thing.done", "x", nil)
			}); err != nil {
				b.Error(err)
			}
		}
	})
}
