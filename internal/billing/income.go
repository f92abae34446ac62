package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
)

// Income is what has been invoiced for some programmes, by meeting, excl. VAT:
// issued invoices less credit notes, and no drafts. A programme without invoices is
// left out. For the secretariat and jobs.
func Income(ctx context.Context, tx *db.Tx, programmes ...id.Programme) (map[id.Programme]map[id.Meeting]money.Money, error) {
	if err := mayPrice(tx.Actor); err != nil {
		return nil, err
	}
	all := map[id.Programme]map[id.Meeting]money.Money{}
	if len(programmes) == 0 {
		return all, nil
	}
	rows, err := incomeOf(ctx, tx, programmes)
	for _, r := range rows {
		if all[r.Programme] == nil {
			all[r.Programme] = map[id.Meeting]money.Money{}
		}
		all[r.Programme][r.Meeting] = money.Money{Minor: r.Minor, Currency: r.Currency}
	}
	return all, err
}
