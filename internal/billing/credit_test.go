package billing

import (
	"context"
	"slices"
	"testing"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/money"

	"pgregory.net/rapid"
)

// drafts are the ids of what waits to be issued, oldest first.
func (w world) drafts(t testing.TB) (list []id.Invoice) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &list, `SELECT id FROM invoices WHERE state = 'draft' ORDER BY id`)
	})
	return list
}

func (w world) credit(t testing.TB, lines ...Line) error {
	t.Helper()
	return w.DB.Write(t.Context(), w.clerk(), func(ctx context.Context, tx *db.Tx) error {
		return Credit(ctx, tx, w.order(june).Programme, w.town, lines)
	})
}

// less is a line of June about so many kroner.
func less(kroner int64) Line {
	l := june
	l.Unit = money.DKK(kroner)
	return l
}

// TestSamplesBecomeCreditNotes also lends one to conformance/einvoice: it has the
// next number of the series, names the invoice that it corrects, and says on paper
// and in the e-invoice what is taken back.
func TestSamplesBecomeCreditNotes(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.issue(t, w.order(june))
		must(t, w.credit(t, less(1375)))
		must(t, w.run(t.Context(), "billing.issue", w.drafts(t)[0]))
		w.read(t, w.clerk(), func(ctx context.Context, tx *db.Tx) error {
			p, err := byNumber(ctx, tx, "K1002")
			if err != nil {
				return err
			}
			if p.Corrects != "K1001" || p.Total.Net != money.DKK(1375) || p.title(w.danish(ctx)) != "Kreditnota K1002" {
				t.Errorf("%s: %s of %s", p.title(w.danish(ctx)), p.Total.Net, p.Corrects)
			}
			xml, err := files.Get(ctx, tx, p.XML)
			if err != nil {
				return err
			}
			golden(t, "credited.xml", string(xml.Bytes))
			lend(t, "credited.xml", xml.Bytes)
			all, err := Invoiced(ctx, tx, p.Programme, w.town)
			if got := all[june.Meeting]; got != june.Unit.Sub(money.DKK(1375)) {
				t.Errorf("%s is left", got)
			}
			return err
		})
		w.read(t, system, Check)
		w.read(t, w.clerk(), func(ctx context.Context, tx *db.Tx) error { // and the invoice tells of it
			p, err := byNumber(ctx, tx, "K1001")
			moments := p.history(w.danish(ctx))
			if err != nil || len(moments) != 4 || moments[2].When != "K1002, 2. marts 2026: 1.718,75\u00a0kr. inkl. moms" {
				t.Errorf("%v %+v", err, moments)
			}
			return nil
		})
	})
}

func TestNoMoreIsCreditedThanWasInvoiced(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.issue(t, w.order(june))
		w.issue(t, w.order(less(100)))
		must(t, w.credit(t, less(150))) // the newest first, and the rest from the older
		w.expect(t, map[string]int{`invoices WHERE corrects <> ''`: 2, `invoices WHERE corrects <> '' AND net_minor = -10000`: 1, `invoices WHERE corrects <> '' AND net_minor = -5000`: 1})
		if err := w.credit(t, Line{Meeting: june.Meeting, Text: "x", Quantity: 1, Unit: june.Unit, VAT: june.VAT, RateBP: june.RateBP}); err == nil {
			t.Error("more was credited than was left")
		}
		w.expect(t, map[string]int{`invoices WHERE corrects <> ''`: 2})
		if err := w.DB.Write(t.Context(), w.stranger(), func(ctx context.Context, tx *db.Tx) error {
			return Credit(ctx, tx, w.order(june).Programme, w.town, []Line{less(1)})
		}); err == nil {
			t.Error("another municipality's contact credited")
		}
	})
}

// A credit note waits for its invoice; together they get their numbers in order.
func TestACreditNoteIsNeverBeforeItsInvoice(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		one := w.draft(t, w.order(june))
		must(t, w.credit(t, less(1000)))
		must(t, w.run(t.Context(), "billing.issue", one))
		w.expect(t, map[string]int{
			`invoices WHERE number = 1001 AND corrects = ''`: 1, `invoices WHERE number = 1002 AND corrects <> ''`: 1,
		})
		w.read(t, system, Check)
	})
}

// However an amount is taken, the parts are the whole, and no invoice gives more
// than it has.
func TestShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var left []open
		all := int64(0)
		for range rapid.IntRange(0, 6).Draw(t, "invoices") {
			o := open{Invoice: id.Invoice(rapid.StringN(1, 3, 3).Draw(t, "id")), Meeting: "m", Minor: rapid.Int64Range(-50, 100).Draw(t, "left"), Currency: "DKK"}
			left = append(left, o)
			all += max(0, o.Minor)
		}
		before := slices.Clone(left)
		want := rapid.Int64Range(0, 500).Draw(t, "asked")
		got := int64(0)
		for _, p := range share(left, Line{Meeting: "m", Unit: money.Money{Minor: want, Currency: "DKK"}}) {
			if p.Line.Unit.Minor <= 0 {
				t.Fatalf("a part of %s", p.Line.Unit)
			}
			got += p.Line.Unit.Minor
		}
		if got != min(want, all) {
			t.Fatalf("%d of %d, %d were left", got, want, all)
		}
		for i, o := range left {
			if o.Minor < min(0, before[i].Minor) {
				t.Fatalf("%d is left of %d", o.Minor, before[i].Minor)
			}
		}
	})
}
