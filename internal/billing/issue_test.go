package billing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/pdf/pdftest"
	"faelled/internal/problem"
)

// TestSamplesBecomeInvoices also lends what the whole chain made to
// conformance/einvoice.
func TestSamplesBecomeInvoices(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		one := w.draft(t, w.order(june, autumn()))
		w.expect(t, map[string]int{
			`invoices WHERE state = 'draft' AND net_minor = 875000 AND vat_minor = 218750`: 1,
			`jobs WHERE kind = 'billing.issue'`:                                            1,
			`audit WHERE code = 'billing.drafted'`:                                         1,
		})
		for range 2 { // the queue may ask twice
			must(t, w.run(t.Context(), "billing.issue", one))
			must(t, w.run(t.Context(), "billing.render", one))
		}
		w.expect(t, map[string]int{
			`invoices WHERE state = 'issued' AND number = 1001 AND issued_on = '2026-03-02' AND due_on = '2026-04-01' AND pdf IS NOT NULL`: 1,
			`jobs WHERE kind = 'billing.render'`:  1,
			`audit WHERE code = 'billing.issued'`: 1,
			`files`:                               3,
		})
		w.read(t, w.clerk(), func(ctx context.Context, tx *db.Tx) error {
			p, err := byNumber(ctx, tx, "K1001")
			if err != nil {
				return err
			}
			xml, err := files.Get(ctx, tx, p.XML)
			if err != nil {
				return err
			}
			golden(t, "issued.xml", string(xml.Bytes))
			lend(t, "issued.xml", xml.Bytes)
			drawn, err := files.Get(ctx, tx, p.PDF)
			if err == nil {
				pdftest.Golden(t, "faktura", drawn.Bytes)
			}
			return err
		})
		w.read(t, system, Check)
	})
}

// The JSON is kept for years: it may grow, but nothing in it may be renamed.
func TestSnapshotKeepsItsForm(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	w.issue(t, w.order(june))
	var kept string
	w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
		row, _, err := issuedRow(ctx, tx, "K", 1001)
		if err != nil {
			return err
		}
		f, err := files.Get(ctx, tx, row.Snapshot)
		kept = strings.ReplaceAll(string(f.Bytes), ",", ",\n") + "\n"
		return err
	})
	golden(t, "snapshot.json", kept)
}

func TestSampleInvoicesSaySo(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	one := w.draft(t, w.order(june))
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		held, err := Issue(ctx, tx, one, "Eksempeldata")
		return errors.Join(held, err)
	})
	must(t, w.run(t.Context(), "billing.render", one))
	w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
		p, err := byNumber(ctx, tx, "K1001")
		if err != nil {
			return err
		}
		xml, err := files.Get(ctx, tx, p.XML)
		if err != nil {
			return err
		}
		if !strings.Contains(string(xml.Bytes), "<cbc:Note>Netværk for konsulenter. Eksempeldata</cbc:Note>") {
			t.Error("the e-invoice does not say that it is made up")
		}
		drawn, err := files.Get(ctx, tx, p.PDF)
		if err == nil && !strings.Contains(pdftest.Check(t, drawn.Bytes).Tree, "Eksempeldata") {
			t.Error("the PDF does not say that it is made up")
		}
		return err
	})
}

// What was sent out stays what it was, even if it is drawn anew.
func TestTheFirstPDFStays(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		one := w.issue(t, w.order(june))
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			another, err := files.Put(ctx, tx, "application/pdf", "x.pdf", []byte("%PDF-"))
			if err != nil {
				return err
			}
			return setPDF(ctx, tx, one, another)
		})
		w.expect(t, map[string]int{`invoices JOIN files ON files.hash = invoices.pdf WHERE files.name = 'K1001.pdf'`: 1})
	})
}

func TestDraftRefuses(t *testing.T) {
	cases := map[string]struct {
		spoil func(*Order)
		want  string
	}{
		"a wrong check digit":   {func(o *Order) { o.GLN = "9520000000012" }, "gln billing.gln_wrong"},
		"no reference":          {func(o *Order) { o.OrderRef, o.BuyerRef = " ", "\u2028" }, "order_ref billing.reference_missing"},
		"a novel":               {func(o *Order) { o.BuyerRef = strings.Repeat("å", 201) }, "buyer_ref billing.too_long"},
		"everything at once":    {func(o *Order) { o.GLN, o.OrderRef, o.BuyerRef, o.Email = "1", "", "", strings.Repeat("x", 201) }, "gln billing.gln_wrong, order_ref billing.reference_missing, email billing.too_long"},
		"no buyer":              {func(o *Order) { o.Buyer = "" }, "fault"},
		"a negative price":      {func(o *Order) { o.Lines[0].Unit.Minor = -1 }, "fault"},
		"less than one":         {func(o *Order) { o.Lines[0].Quantity = 0 }, "fault"},
		"more than can be paid": {func(o *Order) { o.Lines[0].Quantity = 1 << 40 }, "fault"},
		"exempt for no reason":  {func(o *Order) { o.Lines[0].VAT, o.Lines[0].RateBP = Exempt, 0 }, "fault"},
		"too many lines":        {func(o *Order) { o.Lines = make([]Line, mostLines+1) }, "fault"},
	}
	each(t, func(t *testing.T, w world) {
		for name, c := range cases {
			o := w.order(june)
			c.spoil(&o)
			err := w.Write(t.Context(), system, func(ctx context.Context, tx *db.Tx) error {
				_, err := Draft(ctx, tx, o)
				return err
			})
			if got := complaints(err); got != c.want {
				t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
			}
		}
		w.expect(t, map[string]int{`invoices`: 0, `invoice_lines`: 0, `audit WHERE code = 'billing.drafted'`: 0, `jobs WHERE kind = 'billing.issue'`: 0})
	})
}

func TestWhatIsFreeBecomesNoInvoice(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		free := june
		free.Unit = money.DKK(0)
		for _, o := range []Order{w.order(), w.order(free)} {
			if one := w.draft(t, o); one != "" {
				t.Errorf("invoice %s", one)
			}
		}
		w.expect(t, map[string]int{`invoices`: 0, `jobs`: 0})
	})
}

func TestThePayerOrders(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for _, who := range w.everybody() {
			err := w.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				_, err := Draft(ctx, tx, w.order(june))
				return err
			})
			if want := who.IsStaff() || who.IsSystem() || who.Person == "clerk"; (err == nil) != want || !want && !problem.Is(err, problem.Forbidden) {
				t.Errorf("%q: %v", who.Person, err)
			}
		}
	})
}

func TestOnlyTheProgramIssues(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	one := w.draft(t, w.order(june))
	for _, who := range w.everybody() {
		err := w.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			_, err := Issue(ctx, tx, one, "")
			return err
		})
		if want := !who.IsSystem(); problem.Is(err, problem.Forbidden) != want {
			t.Errorf("%q: %v", who.Person, err)
		}
	}
}

func TestNumbersHaveNoGapsInARace(t *testing.T) {
	const crowd = 64
	each(t, func(t *testing.T, w world) {
		if refused := w.rush(t, crowd); refused != 0 {
			t.Errorf("%d refused", refused)
		}
		w.expect(t, map[string]int{
			`invoices WHERE state = 'issued'`:                     crowd,
			`invoices WHERE number >= 1001 AND number <= 1064`:    crowd,
			`audit WHERE code = 'billing.issued'`:                 crowd,
			`jobs WHERE kind = 'billing.render'`:                  crowd,
			`(SELECT DISTINCT xml FROM invoices) AS each_its_own`: crowd,
		})
		w.read(t, system, Check)
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockNumbersCollide(t *testing.T) {
	const crowd = 8
	w := given(t, dbtest.Postgres(t))
	for i := range crowd {
		w.draft(t, w.numbered(i))
	}
	waiting := w.waitingIDs(t)
	dbtest.Warm(t, w.DB, crowd)
	dbtest.Unlocked(w.DB, crowd)
	if refused := w.all(t, waiting, "billing.issue"); refused == 0 {
		t.Error("nothing collided: the test above proves nothing")
	}
}

// lend writes a file to the folder that was asked for, if any.
func lend(t *testing.T, name string, text []byte) {
	t.Helper()
	if *samples == "" {
		return
	}
	folder := filepath.Join(*samples, "einvoice")
	must(t, os.MkdirAll(folder, 0o755))
	must(t, os.WriteFile(filepath.Join(folder, name), text, 0o644))
}

// rush has a crowd order and issue at the same moment: half of the drafts lie
// there beforehand, half come while numbers are being given.
func (w world) rush(t *testing.T, crowd int) (refused int64) {
	t.Helper()
	for i := range crowd / 2 {
		w.draft(t, w.numbered(i))
	}
	waiting := w.waitingIDs(t)
	dbtest.Warm(t, w.DB, 8)
	var failed atomic.Int64
	var all sync.WaitGroup
	all.Go(func() { failed.Add(w.all(t, waiting, "billing.issue")) })
	for i := crowd / 2; i < crowd; i++ {
		all.Go(func() {
			var one id.Invoice
			err := w.Write(t.Context(), system, func(ctx context.Context, tx *db.Tx) (err error) {
				one, err = Draft(ctx, tx, w.numbered(i))
				return err
			})
			if err == nil {
				err = w.run(t.Context(), "billing.issue", one)
			}
			if err != nil {
				t.Log(err)
				failed.Add(1)
			}
		})
	}
	all.Wait()
	return failed.Load()
}

// all does a job for each invoice, all at once.
func (w world) all(t *testing.T, list []id.Invoice, kind string) (refused int64) {
	var failed atomic.Int64
	var all sync.WaitGroup
	for _, one := range list {
		all.Go(func() {
			if err := w.run(t.Context(), kind, one); err != nil {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	return failed.Load()
}

func (w world) numbered(i int) Order {
	o := w.order(june)
	o.OrderRef = fmt.Sprint("REKV-", i)
	return o
}

func (w world) waitingIDs(t *testing.T) (list []id.Invoice) {
	t.Helper()
	w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &list, `SELECT id FROM invoices WHERE state = 'draft' ORDER BY id`)
	})
	return list
}

func TestWhatCannotBeIssuedHoldsNobodyUp(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		before, after := w.order(june), w.order(autumn())
		nowhere := w.order(june)
		nowhere.Buyer, nowhere.GLN = w.other, "" // no CVR either: it cannot be sent anywhere
		first, lost, last := w.draft(t, before), w.draft(t, nowhere), w.draft(t, after)
		if err := w.run(t.Context(), "billing.issue", lost); err == nil || !strings.Contains(err.Error(), "PEPPOL-EN16931-R010") {
			t.Errorf("the draft that goes nowhere: %v", err)
		}
		for _, one := range []id.Invoice{first, last} {
			must(t, w.run(t.Context(), "billing.issue", one))
		}
		w.expect(t, map[string]int{
			`invoices WHERE number IN (1001, 1002)`: 2,
			`invoices WHERE state = 'draft'`:        1,
		})
		w.read(t, system, Check)
		w.write(t, admin, func(ctx context.Context, tx *db.Tx) error { // somebody finds its number
			_, err := tx.Exec(ctx, `UPDATE orgs SET cvr = '99229977' WHERE id = $1`, w.other)
			return err
		})
		must(t, w.run(t.Context(), "billing.issue", lost))
		w.expect(t, map[string]int{`invoices WHERE number = 1003`: 1})
	})
}

func TestABatchTakesItsOwnDraftFirst(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	var last id.Invoice
	for i := range batch + 5 {
		last = w.draft(t, w.numbered(i))
	}
	must(t, w.run(t.Context(), "billing.issue", last))
	w.expect(t, map[string]int{
		`invoices WHERE state = 'issued'`:                                 batch,
		`invoices WHERE state = 'issued' AND id = '` + string(last) + `'`: 1,
	})
	w.read(t, system, Check)
}

func TestWithoutASellerDraftsWait(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		o := w.order(june)
		o.Seller = w.other
		one := w.draft(t, o)
		if err := w.run(t.Context(), "billing.issue", one); err == nil {
			t.Error("issued by nobody")
		}
		w.expect(t, map[string]int{`invoices WHERE state = 'draft'`: 1})
		s := association
		s.Org, s.Prefix, s.First = w.other, "", 1
		w.write(t, admin, func(ctx context.Context, tx *db.Tx) error { return SetSeller(ctx, tx, s) })
		must(t, w.run(t.Context(), "billing.issue", one))
		w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
			_, err := byNumber(ctx, tx, "1")
			return err
		})
	})
}
