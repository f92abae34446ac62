package billing

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/when"
)

type namedInvoice struct {
	ID        string
	Prefix    string
	Number    int64  // 0 while it is a draft
	Programme string // its name
}

// invoicesNamed are those of the ids that are invoices.
func invoicesNamed(ctx context.Context, tx *db.Tx, ids []string) (rows []namedInvoice, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.SelectIn(ctx, &rows, `
		SELECT i.id, i.programme_name AS programme, coalesce(s.prefix, '') AS prefix, coalesce(i.number, 0) AS number
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller WHERE i.id IN (?)`, ids)
	if err != nil {
		return nil, fmt.Errorf("invoices by id: %w", err)
	}
	return rows, nil
}

type namedPrices struct {
	ID   string
	From when.Date `db:"valid_from"`
}

// pricesNamed are those of the ids that are price lists.
func pricesNamed(ctx context.Context, tx *db.Tx, ids []string) (rows []namedPrices, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if err = tx.SelectIn(ctx, &rows, `SELECT id, valid_from FROM price_lists WHERE id IN (?)`, ids); err != nil {
		return nil, fmt.Errorf("price lists by id: %w", err)
	}
	return rows, nil
}
