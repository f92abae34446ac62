package billing

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/files"
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

// BenchmarkList opens the secretariat's list with 100,000 invoices of 98 buyers, 40
// programmes and five years, at each kind of filter; the aim is 50 ms.
func BenchmarkList(b *testing.B) {
	w := given(b, dbtest.SQLite(b))
	w.write(b, system, func(ctx context.Context, tx *db.Tx) error { return w.fill(ctx, tx, 100_000) })
	door := w.site(office).Handler(Routes)
	for name, q := range map[string]string{
		"all": "", "programme": "?forloeb=p7", "year": "?aar=2022", "programme-year": "?forloeb=p7&aar=2026", "drafts": "?status=draft",
		"issued": "?status=issued", "number": "?soeg=K51001", "buyer": "?soeg=Egelund", "buyer-year": "?soeg=Egelund&aar=2022",
		"nothing": "?forloeb=p7&status=draft",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				rec := httptest.NewRecorder()
				if door.ServeHTTP(rec, httptest.NewRequest("GET", path+q, nil)); rec.Code != http.StatusOK {
					b.Fatal(rec.Code)
				}
			}
		})
	}
}

// fill writes n invoices past the commands, which would take minutes.
func (w world) fill(ctx context.Context, tx *db.Tx, n int) error {
	kept, err := files.Put(ctx, tx, "application/json", "x.json", []byte("{}"))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
		INSERT INTO orgs (id, kind, name, official_name, sort_key, region, code, cvr, street, postcode, city, email, phone, population)
		SELECT 'o' || i, 'municipality', 'By ' || i, 'By ' || i, 'by', '', '', '', '', '', '', '', '', 0 FROM n`, 97); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1 - 1)
		INSERT INTO invoices (id, seller, buyer, programme, programme_name, registration, gln, order_ref, buyer_ref, accounting_cost, email,
			what, lines, net_minor, vat_minor, currency, created_at, state, number, issued_on, due_on, issued_at, snapshot, xml)
		SELECT printf('%08d', i), $2, CASE WHEN i % 98 = 0 THEN $3 ELSE 'o' || (i % 98) END, 'p' || (i % 40), 'Et netværk', 'r', '', 'x', '', '', '',
			'Et møde', 1, 437500, 109375, 'DKK', $4, 'issued', 1001 + i, (2022 + i * 5 / $1) || '-05-01', '2026-06-01', $4, $5, $5 FROM n`,
		n, w.seller, w.town, tx.Now, kept); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO invoice_sums (seller, programme, year, currency, programme_name, invoices, net_minor)
		SELECT seller, programme, substr(issued_on, 1, 4), currency, max(programme_name), count(*), sum(net_minor)
		FROM invoices GROUP BY seller, programme, substr(issued_on, 1, 4), currency`)
	return err
}
