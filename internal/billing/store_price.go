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

const priceColumns = `l.id, l.programme, l.vat, l.rate_bp, l.reason, l.valid_from, l.valid_to, t.from_n, t.to_n, t.minor, t.currency`

// priceListFor is one statement, because registrations make it.
func priceListFor(ctx context.Context, tx *db.Tx, programme id.Programme, on when.Date) (PriceList, bool, error) {
	var rows []tierRow
	err := tx.Select(ctx, &rows, `
		SELECT `+priceColumns+` FROM price_lists l JOIN price_tiers t ON t.price_list = l.id
		WHERE l.id = (
			SELECT id FROM price_lists
			WHERE programme = $1 AND valid_from <= $2 AND (valid_to = '' OR valid_to >= $2)
			ORDER BY valid_from DESC LIMIT 1)
		ORDER BY t.from_n`, programme, string(on))
	if err != nil {
		return PriceList{}, false, fmt.Errorf("price list of %s on %s: %w", programme, on, err)
	}
	return stair(rows), len(rows) > 0, nil
}

func priceListByID(ctx context.Context, tx *db.Tx, one id.PriceList) (PriceList, bool, error) {
	var rows []tierRow
	err := tx.Select(ctx, &rows, `
		SELECT `+priceColumns+` FROM price_lists l JOIN price_tiers t ON t.price_list = l.id
		WHERE l.id = $1 ORDER BY t.from_n`, one)
	if err != nil {
		return PriceList{}, false, fmt.Errorf("price list %s: %w", one, err)
	}
	return stair(rows), len(rows) > 0, nil
}

// stair is the one list that all rows are of.
func stair(rows []tierRow) (l PriceList) {
	for _, r := range rows {
		l.ID, l.Programme, l.VAT, l.RateBP, l.Reason, l.ValidFrom, l.ValidTo = r.ID, r.Programme, r.VAT, r.RateBP, r.Reason, r.ValidFrom, r.ValidTo
		l.Tiers = append(l.Tiers, Tier{r.From, r.To, money.Money{Minor: r.Minor, Currency: r.Currency}})
	}
	return l
}

// anyListBegun tells whether a programme has had a price by some day.
func anyListBegun(ctx context.Context, tx *db.Tx, programme id.Programme, by when.Date) (begun bool, err error) {
	err = tx.Get(ctx, &begun, `SELECT EXISTS (SELECT 1 FROM price_lists WHERE programme = $1 AND valid_from <= $2)`, programme, string(by))
	if err != nil {
		return false, fmt.Errorf("price lists of %s: %w", programme, err)
	}
	return begun, nil
}

// insertPriceList adds nothing when another list of the programme begins that
// day, also one that is being added at this moment.
func insertPriceList(ctx context.Context, tx *db.Tx, l PriceList) (added bool, err error) {
	done, err := tx.Exec(ctx, `
		INSERT INTO price_lists (id, programme, vat, rate_bp, reason, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (programme, valid_from) DO NOTHING`,
		l.ID, l.Programme, l.VAT, l.RateBP, l.Reason, string(l.ValidFrom), string(l.ValidTo))
	if err != nil {
		return false, fmt.Errorf("insert price list %s: %w", l.ID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return false, err
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
		return false, fmt.Errorf("insert tiers of %s: %w", l.ID, err)
	}
	return true, nil
}
