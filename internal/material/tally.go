package material

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/web"
)

// countEvery is how long fetches are counted in memory before they are written
// down: a file for anybody is fetched by crowds, and a commit for each would stand in
// the way of all who register. What a program has not written down when it ends is
// lost, which is no matter for such a number.
const countEvery = time.Minute

// tally is how often materials were fetched since the last commit that said so, for
// each database that this program works with.
type tally struct {
	mu      sync.Mutex
	waiting map[*db.DB]map[id.Material]int64
}

var fetches = tally{waiting: map[*db.DB]map[id.Material]int64{}}

// add counts one fetch. It never fails, and does not wait for the database.
func (t *tally) add(s *web.Site, one id.Material) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting[s.DB] == nil {
		t.waiting[s.DB] = map[id.Material]int64{}
		time.AfterFunc(countEvery, func() {
			if err := t.flush(context.Background(), s.DB); err != nil {
				s.Log.Warn("fetches of material are not counted", "error", err)
			}
		})
	}
	t.waiting[s.DB][one]++
}

// flush writes down what waits, in one commit.
func (t *tally) flush(ctx context.Context, d *db.DB) error {
	t.mu.Lock()
	counts := t.waiting[d]
	delete(t.waiting, d)
	t.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	return d.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		for _, one := range slices.Sorted(maps.Keys(counts)) { // always in the same order: no two commits wait for each other
			if err := count(ctx, tx, one, counts[one]); err != nil {
				return err
			}
		}
		return nil
	})
}
