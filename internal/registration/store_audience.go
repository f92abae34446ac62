package registration

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

func ordersOf(ctx context.Context, tx *db.Tx, p id.Programme) (list []Order, err error) {
	if err := tx.Select(ctx, &list, `
		SELECT number, org, person, order_ref FROM registrations WHERE programme = $1 ORDER BY id`, p); err != nil {
		return nil, fmt.Errorf("orders of %s: %w", p, err)
	}
	return list, nil
}
