package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// Lowest is the lowest price of one meeting in each of several programmes on a
// day, for lists of many; programmes without prices are left out. As public as
// PriceListFor.
func Lowest(ctx context.Context, tx *db.Tx, programmes []id.Programme, on when.Date) (map[id.Programme]money.Money, error) {
	found := make(map[id.Programme]money.Money, len(programmes))
	if len(programmes) == 0 {
		return found, nil
	}
	rows, err := lowest(ctx, tx, programmes, on)
	for _, r := range rows {
		found[r.Programme] = money.Money{Minor: r.Minor, Currency: r.Currency}
	}
	return found, err
}
