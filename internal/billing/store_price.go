package billing

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// tierRow is one step with the list it belongs to.
type tierRow struct {
	ID        id.PriceList
	Programme id.Programme
	VAT       VATCategory
	RateBP    int64 `db:"rate_bp"`
	Reason    string
	ValidFrom when.Date `db:"valid_from"`
	ValidTo   when.Date `db:"valid_to"`
	From      int64     `db:"from_n"`
	To        int64     `db:"to_n"`
	Minor     int64
	Currency  string
}

// thatCounts picks a programme's list on a day.
const thatCounts = `l.id = (
	SELECT id FROM price_lists
	WHERE programme = $1 AND valid_from <= $2 AND (valid_to = '' OR valid_to >= $2)
	ORDER BY valid_from DESC LIMIT 1)`

// priceListWhere is one statement, because registrations make it; where is one of
// this package's own texts.
func priceListWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (l PriceList, found bool, err error) {
	var rows []tierRow
	err = tx.Select(ctx, &rows, `
		SELECT l.id, l.programme, l.vat, l.rate_bp, l.reason, l.valid_from, l.valid_to, t.from_n, t.to_n, t.minor, t.currency
		FROM price_lists l JOIN price_tiers t ON t.price_list = l.id
		WHERE `+where+` ORDER BY t.from_n`, args...)
	if err != nil {
		return l, false, fmt.Errorf("price list: %w", err)
	}
	for _, r := range rows {
		l.ID, l.Programme, l.VAT, l.RateBP, l.Reason, l.ValidFrom, l.ValidTo = r.ID, r.Programme, r.VAT, r.RateBP, r.Reason, r.ValidFrom, r.ValidTo
		l.Tiers = append(l.Tiers, Tier{r.From, r.To, money.Money{Minor: r.Minor, Currency: r.Currency}})
	}
	return l, len(rows) > 0, nil
}

func listBegins(ctx context.Context, tx *db.Tx, programme id.Programme, on when.Date) (taken bool, err error) {
	err = tx.Get(ctx, &taken, `SELECT EXISTS (SELECT 1 FROM price_lists WHERE programme = $1 AND valid_from = $2)`, programme, string(on))
	if err != nil {
		return false, fmt.Errorf("price lists of %s: %w", programme, err)
	}
	return taken, nil
}

func insertPriceList(ctx context.Context, tx *db.Tx, l PriceList) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO price_lists (id, programme, vat, rate_bp, reason, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.ID, l.Programme, l.VAT, l.RateBP, l.Reason, string(l.ValidFrom), string(l.ValidTo))
	if err != nil {
		return fmt.Errorf("insert price list %s: %w", l.ID, err)
	}
	rows := make([]struct {
		ID       id.PriceList
		From, To int64
		Minor    int64
		Currency string
	}, len(l.Tiers))
	for i, t := range l.Tiers {
		rows[i].ID, rows[i].From, rows[i].To, rows[i].Minor, rows[i].Currency = l.ID, t.From, t.To, t.PerMeeting.Minor, t.PerMeeting.Currency
	}
	_, err = tx.Named(ctx, `
		INSERT INTO price_tiers (price_list, from_n, to_n, minor, currency) VALUES (:id, :from, :to, :minor, :currency)`, rows)
	if err != nil {
		return fmt.Errorf("insert tiers of %s: %w", l.ID, err)
	}
	return nil
}
