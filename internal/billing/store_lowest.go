package billing

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

type lowestRow struct {
	Programme id.Programme
	Minor     int64
	Currency  string
}

// lowest is one statement for them all: of each programme the list that began
// last, and of that the cheapest step.
func lowest(ctx context.Context, tx *db.Tx, programmes []id.Programme, on when.Date) (rows []lowestRow, err error) {
	err = tx.SelectIn(ctx, &rows, `
		SELECT l.programme, t.currency, MIN(t.minor) AS minor
		FROM price_lists l JOIN price_tiers t ON t.price_list = l.id
		WHERE l.programme IN (?) AND l.id = (
			SELECT n.id FROM price_lists n
			WHERE n.programme = l.programme AND n.valid_from <= ? AND (n.valid_to = '' OR n.valid_to >= ?)
			ORDER BY n.valid_from DESC LIMIT 1)
		GROUP BY l.programme, t.currency`, programmes, string(on), string(on))
	if err != nil {
		return nil, fmt.Errorf("lowest prices on %s: %w", on, err)
	}
	return rows, nil
}
