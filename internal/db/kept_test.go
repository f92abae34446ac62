package db_test

import (
	"context"
	"errors"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

func TestKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		loads, who := 0, access.System("")
		find := func(stamp string) func(context.Context, *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Kept(tx, "dear", stamp, func() (int, error) { loads++; return loads, nil })
				return err
			}
		}
		nothing := func(context.Context, *db.Tx) error { return nil }
		for _, step := range []struct {
			what string
			do   func() error
			want int
		}{
			{"the first reader looks", func() error { return d.Read(t.Context(), who, find("1")) }, 1},
			{"the next need not", func() error { return d.Read(t.Context(), who, find("1")) }, 1},
			{"nor after a commit", func() error {
				return errors.Join(d.Write(t.Context(), who, nothing), d.Read(t.Context(), who, find("1")))
			}, 1},
			{"a command looks for itself", func() error { return d.Write(t.Context(), who, find("1")) }, 2},
			{"another stamp", func() error { return d.Read(t.Context(), who, find("2")) }, 3},
			{"is kept", func() error { return d.Read(t.Context(), who, find("2")) }, 3},
			{"in place of the first", func() error { return d.Read(t.Context(), who, find("1")) }, 4},
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

func TestFailuresAreNotKept(t *testing.T) {
	d, failed := dbtest.SQLite(t), errors.New("failed")
	for _, want := range []error{failed, nil} {
		err := d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Kept(tx, "dear", "1", func() (int, error) { return 0, want })
			return err
		})
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}
