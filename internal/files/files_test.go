package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

var who = access.Actor{Person: "clerk"}

func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	return b
}

func put(t *testing.T, d *db.DB, b []byte) (hash id.File) {
	t.Helper()
	err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		hash, err = Put(ctx, tx, "application/pdf", "faktura.pdf", b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func get(ctx context.Context, d *db.DB, hash id.File) (f File, err error) {
	err = d.Read(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = Get(ctx, tx, hash)
		return err
	})
	return f, err
}

func check(ctx context.Context, d *db.DB) error { return d.Read(ctx, who, Check) }

func count(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &n, `SELECT count(*) FROM `+table)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBytesComeBackAsTheyWere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		texts := [][]byte{nil, {0}, []byte("12345"), []byte("æøå\x00\xff'"), noise(chunk), noise(chunk + 1), noise(3*chunk - 1)}
		for _, b := range texts {
			f, err := get(t.Context(), d, put(t, d, b))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(f.Bytes, b) || f.Size != int64(len(b)) || f.Media != "application/pdf" || f.Name != "faktura.pdf" {
				t.Errorf("%d bytes came back as %d, %s, %s", len(b), len(f.Bytes), f.Media, f.Name)
			}
		}
		if n := count(t, d, `file_chunks`); n != 0+1+1+1+1+2+3 {
			t.Errorf("%d chunks", n)
		}
		if err := check(t.Context(), d); err != nil {
			t.Error(err)
		}
	})
}

func TestTheSameBytesAreKeptOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := noise(chunk + 1)
		dbtest.Warm(t, d, 8)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { put(t, d, b) })
		}
		all.Wait()
		put(t, d, b)
		if f, c := count(t, d, `files`), count(t, d, `file_chunks`); f != 1 || c != 2 {
			t.Errorf("%d files, %d chunks", f, c)
		}
	})
}

func TestAMissingFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := get(t.Context(), d, "feed"); !errors.Is(err, ErrMissing) {
			t.Error(err)
		}
	})
}

func TestBrokenFilesAreNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for i := range 250 { // more than two pages
			put(t, d, []byte(fmt.Sprint("small ", i)))
		}
		whole, cut, edited, longer := put(t, d, noise(7)), put(t, d, noise(2*chunk)), put(t, d, noise(8)), put(t, d, noise(9))
		err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			_, a := tx.Exec(ctx, `DELETE FROM file_chunks WHERE hash = $1 AND n = 1`, cut)
			_, b := tx.Exec(ctx, `UPDATE file_chunks SET bytes = $2 WHERE hash = $1`, edited, []byte("12345678"))
			_, c := tx.Exec(ctx, `UPDATE files SET size = 10 WHERE hash = $1`, longer)
			return errors.Join(a, b, c)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, hash := range []id.File{cut, edited, longer} {
			if _, err := get(t.Context(), d, hash); !errors.Is(err, ErrBroken) {
				t.Errorf("%s: %v", hash, err)
			}
		}
		err = check(t.Context(), d)
		if !errors.Is(err, ErrBroken) || strings.Contains(err.Error(), string(whole)) || strings.Count(err.Error(), "\n") != 2 {
			t.Errorf("check says %v", err)
		}
	})
}
