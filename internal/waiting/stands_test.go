package waiting

import (
	"context"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// Whoever asks whether an organisation waits, and acts on a no, is not overtaken.
func TestStandsHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.fill(t, 0)
		done := make(chan error, 1)
		asked := false
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			before, err := Stands(ctx, tx, w.network, w.towns[1].Org)
			if err != nil || before {
				t.Errorf("%v %v", before, err)
			}
			if !asked {
				asked = true
				go func() {
					_, err := w.join(t, 1, false, 0)
					done <- err
				}()
			}
			time.Sleep(300 * time.Millisecond) // long enough for a Join that need not wait
			after, err := Stands(ctx, tx, w.network, w.towns[1].Org)
			if after != before {
				t.Error("they began to wait meanwhile")
			}
			return err
		})
		if err := <-done; err != nil {
			t.Error(err, keysOf(err))
		}
	})
}
