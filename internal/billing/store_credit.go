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
