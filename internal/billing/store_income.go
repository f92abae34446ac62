package billing

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// incomeRow is what one meeting brought.
type incomeRow struct {
	Programme id.Programme
	Meeting   id.Meeting
	Minor     int64
	Currency  string
}

func incomeOf(ctx context.Context, tx *db.Tx, programmes []id.Programme) (rows []incomeRow, err error) {
	err = tx.SelectIn(ctx, &rows, `
		SELECT i.programme, l.meeting, CAST(sum(l.net_minor) AS BIGINT) AS minor, i.currency
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id
		WHERE i.programme IN (?) AND i.state = 'issued' GROUP BY i.programme, l.meeting, i.currency`, programmes)
	if err != nil {
		err = fmt.Errorf("income: %w", err)
	}
	return rows, err
}
