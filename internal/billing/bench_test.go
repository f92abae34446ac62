package billing

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

// BenchmarkIssue issues full batches on SQLite with synchronous=FULL; one
// operation is one invoice, its order not counted.
func BenchmarkIssue(b *testing.B) {
	w := given(b, dbtest.SQLite(b))
	b.ReportAllocs()
	b.ResetTimer()
	for done := 0; done < b.N; done += batch {
		b.StopTimer()
		var last id.Invoice
		w.write(b, system, func(ctx context.Context, tx *db.Tx) (err error) {
			for i := range min(batch, b.N-done) {
				if last, err = Draft(ctx, tx, w.numbered(done+i)); err != nil {
					return err
				}
			}
			return nil
		})
		b.StartTimer()
		must(b, w.run(b.Context(), "billing.issue", last))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "invoices/s")
}

// BenchmarkDraft orders, many to a commit: what a registration pays for it.
func BenchmarkDraft(b *testing.B) {
	w := given(b, dbtest.SQLite(b))
	b.ReportAllocs()
	w.write(b, system, func(ctx context.Context, tx *db.Tx) error {
		for b.Loop() {
			if _, err := Draft(ctx, tx, w.order(june)); err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkRender draws the PDF of a snapshot.
func BenchmarkRender(b *testing.B) {
	w := given(b, dbtest.SQLite(b))
	w.issue(b, w.order(june, autumn(), june, autumn()))
	var p paper
	w.read(b, office, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = byNumber(ctx, tx, "K1001")
		return err
	})
	ctx := w.danish(b.Context())
	b.ReportAllocs()
	for b.Loop() {
		_, err := render(ctx, p.snapshot)
		must(b, err)
	}
}
