package jobs

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// BenchmarkRun is the queue alone: jobs that do nothing, with the usual four
// workers. It reports jobs a second.
func BenchmarkRun(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			var left atomic.Int64
			done := make(chan struct{})
			r := &Runner{DB: d, Log: slog.New(slog.DiscardHandler), Handlers: map[string]Handler{"x": func(context.Context, *db.DB, Job) error {
				if left.Add(-1) == 0 {
					close(done)
				}
				return nil
			}}}
			left.Store(int64(b.N))
			write(b, d, clerk, func(ctx context.Context, tx *db.Tx) error {
				for range b.N {
					if err := tx.Enqueue(ctx, "x", "payload"); err != nil {
						return err
					}
				}
				return nil
			})
			b.ResetTimer()
			stop := running(b, r)
			<-done
			stop()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
			if n := count(b, d, `1 = 1`); n != 0 {
				b.Errorf("%d left", n)
			}
		})
	}
}
