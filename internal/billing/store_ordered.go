package billing

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
)

// Ordered is an invoice that a registration led to.
type Ordered struct {
	Number string // "K1001"; empty while it is a draft
	Net    money.Money
}

// Path is the address of an issued invoice.
func (o Ordered) Path() string { return pathOf(o.Number) }

// OrderedBy are the invoices that a buyer's registration led to, oldest first:
// for its contact persons and the secretariat.
func OrderedBy(ctx context.Context, tx *db.Tx, buyer id.Org, programme id.Programme, by id.Registration) ([]Ordered, error) {
	if !maySee(tx.Actor, buyer) {
		return nil, problem.New(problem.Forbidden, "billing.not_your_org")
	}
	var rows []orderedRow
	err := tx.Select(ctx, &rows, `
		SELECT coalesce(s.prefix, '') AS prefix, coalesce(i.number, 0) AS number, i.net_minor, i.currency
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller
		WHERE i.buyer = $1 AND i.programme = $2 AND i.registration = $3 ORDER BY i.id`, buyer, programme, by)
	if err != nil {
		return nil, fmt.Errorf("invoices of registration %s: %w", by, err)
	}
	list := make([]Ordered, len(rows))
	for i, r := range rows {
		list[i] = r.ordered()
	}
	return list, nil
}

// OrderedByAny are the invoices that several registrations led to, oldest first,
// with one query: for the secretariat.
func OrderedByAny(ctx context.Context, tx *db.Tx, by []id.Registration) (map[id.Registration][]Ordered, error) {
	if err := mayPrice(tx.Actor); err != nil {
		return nil, err
	}
	found := map[id.Registration][]Ordered{}
	if len(by) == 0 {
		return found, nil
	}
	var rows []struct {
		Registration id.Registration
		orderedRow
	}
	err := tx.SelectIn(ctx, &rows, `
		SELECT i.registration, coalesce(s.prefix, '') AS prefix, coalesce(i.number, 0) AS number, i.net_minor, i.currency
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller WHERE i.registration IN (?) ORDER BY i.id`, by)
	if err != nil {
		return nil, fmt.Errorf("invoices of %d registrations: %w", len(by), err)
	}
	for _, r := range rows {
		found[r.Registration] = append(found[r.Registration], r.ordered())
	}
	return found, nil
}

// orderedRow is an Ordered as the database has it.
type orderedRow struct {
	Prefix   string
	Number   int64
	NetMinor int64 `db:"net_minor"`
	Currency string
}

func (r orderedRow) ordered() (o Ordered) {
	o.Net = money.Money{Minor: r.NetMinor, Currency: r.Currency}
	if r.Number > 0 {
		o.Number = numberText(r.Prefix, r.Number)
	}
	return o
}
