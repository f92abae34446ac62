package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

func TestTheSecretIsMadeOnceAndKept(t *testing.T) {
	d := dbtest.SQLite(t)
	file := filepath.Join(t.TempDir(), "secret")
	if _, err := readSecret(file); err == nil {
		t.Error("a check made up a key")
	}
	first, err := trailKey(t.Context(), d, file)
	if err != nil {
		t.Fatal(err)
	}
	again, err := trailKey(t.Context(), d, file)
	if err != nil || !bytes.Equal(first, again) || len(first) != secretBytes {
		t.Errorf("%d bytes, then %d; %v", len(first), len(again), err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(file, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readSecret(file); err == nil {
		t.Error("a broken secret was accepted")
	}
}

// A trail that has a key is never sealed on with another: not when the file is
// gone, not when another house's lies there, and not when the trail is from before
// keys were marked.
func TestATrailKeepsItsKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		folder := t.TempDir()
		own, gone, other := filepath.Join(folder, "own"), filepath.Join(folder, "gone"), filepath.Join(folder, "other")
		key, err := trailKey(t.Context(), d, own)
		must(t, err)
		_, err = makeSecret(other)
		must(t, err)
		refuses := func(when string) {
			t.Helper()
			if _, err := trailKey(t.Context(), d, gone); err == nil || !strings.Contains(err.Error(), gone) {
				t.Errorf("%s: without its key: %v", when, err)
			}
			if _, err := os.Stat(gone); err == nil {
				t.Errorf("%s: a key was made", when)
			}
			if _, err := trailKey(t.Context(), d, other); !errors.Is(err, audit.ErrOtherKey) {
				t.Errorf("%s: with another key: %v", when, err)
			}
			if again, err := trailKey(t.Context(), d, own); err != nil || !bytes.Equal(key, again) {
				t.Errorf("%s: with its own: %v", when, err)
			}
		}
		refuses("nothing is sealed")
		for range 3 {
			must(t, d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
				return tx.Audit(ctx, "thing.done", "it", nil)
			}))
			must(t, d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
				if _, err := audit.Seal(ctx, tx, key, sealBatch); err != nil {
					return err
				}
				_, err := tx.Exec(ctx, `UPDATE audit_head SET key_mark = ''`) // as before
				return err
			}))
			refuses("the trail is old")
			refuses("the trail is marked")
		}
		var says strings.Builder
		wrong, err := readSecret(other)
		must(t, err)
		if err := verify(t.Context(), d, wrong, &says); err == nil || !strings.Contains(says.String(), "not the key") {
			t.Errorf("a check with another key says %s", &says)
		}
	})
}
