package billing

import (
	"context"
	"fmt"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

// creditable is what is left of each invoice for each meeting, the newest first.
func creditable(ctx context.Context, tx *db.Tx, programme id.Programme, buyer id.Org) (left []open, err error) {
	err = tx.Select(ctx, &left, `
		SELECT CASE WHEN i.corrects = '' THEN i.id ELSE i.corrects END AS invoice, l.meeting,
			CAST(sum(l.net_minor) AS BIGINT) AS minor, i.currency
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id
		WHERE i.buyer = $1 AND i.programme = $2
		GROUP BY CASE WHEN i.corrects = '' THEN i.id ELSE i.corrects END, l.meeting, i.currency
		ORDER BY 1 DESC, l.meeting`, buyer, programme)
	if err != nil {
		return nil, fmt.Errorf("what may be credited to %s for %s: %w", buyer, programme, err)
	}
	return left, nil
}

// overCredited lists invoices that credit notes take back more of than there was,
// at some meeting, or that are not the buyer's own.
func overCredited(ctx context.Context, tx *db.Tx) (list []id.Invoice, err error) {
	err = tx.Select(ctx, &list, `
		SELECT c.corrects FROM invoices c
		LEFT JOIN invoices i ON i.id = c.corrects AND i.corrects = '' AND i.buyer = c.buyer AND i.seller = c.seller AND i.currency = c.currency
		WHERE c.corrects <> '' AND i.id IS NULL
		UNION
		SELECT c.corrects FROM invoices c JOIN invoice_lines l ON l.invoice = c.id
		WHERE c.corrects <> '' GROUP BY c.corrects, l.meeting
		HAVING sum(l.net_minor) + (SELECT coalesce(sum(b.net_minor), 0) FROM invoice_lines b WHERE b.invoice = c.corrects AND b.meeting = l.meeting) < 0
		ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("credit notes: %w", err)
	}
	return list, nil
}

// creditNote is one of those that correct an invoice.
type creditNote struct {
	Number    int64
	Day       when.Date `db:"issued_on"`
	GrossBack int64     `db:"gross_back"` // minor units, positive
}

func creditsOf(ctx context.Context, tx *db.Tx, one id.Invoice) (list []creditNote, err error) {
	err = tx.Select(ctx, &list, `
		SELECT number, issued_on, -(net_minor + vat_minor) AS gross_back FROM invoices
		WHERE corrects = $1 AND corrects <> '' AND state = 'issued' ORDER BY number`, one)
	if err != nil {
		return nil, fmt.Errorf("credit notes of %s: %w", one, err)
	}
	return list, nil
}

// headOf is an invoice as an order again, without its lines.
func headOf(ctx context.Context, tx *db.Tx, one id.Invoice) (d draft, err error) {
	var r invoiceRow
	if err := tx.Get(ctx, &r, `SELECT `+draftColumns+` FROM invoices WHERE id = $1`, one); err != nil {
		return d, fmt.Errorf("invoice %s: %w", one, err)
	}
	return r.draft(nil), nil
}

// reference is what a credit note tells of the invoice it corrects.
type reference struct {
	ID     id.Invoice
	Number int64
	Day    when.Date `db:"issued_on"`
}

// issuedOf finds those of some invoices that are issued.
func issuedOf(ctx context.Context, tx *db.Tx, of []id.Invoice) (map[id.Invoice]reference, error) {
	found := map[id.Invoice]reference{}
	if of = slices.DeleteFunc(of, func(one id.Invoice) bool { return one == "" }); len(of) == 0 {
		return found, nil
	}
	var rows []reference
	if err := tx.SelectIn(ctx, &rows, `SELECT id, number, issued_on FROM invoices WHERE state = 'issued' AND id IN (?)`, of); err != nil {
		return nil, fmt.Errorf("invoices that are corrected: %w", err)
	}
	for _, r := range rows {
		found[r.ID] = r
	}
	return found, nil
}
