package edition

import (
	"context"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// Edit is programme.Edit for one that is sold: besides what that asks for, the
// seller must be able to send invoices, and today's prices must reach as many
// people as may come from one organisation. All faults are told at once, under
// programme's fields. For the secretariat and jobs.
func Edit(ctx context.Context, tx *db.Tx, p programme.Programme) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	err := programme.Edit(ctx, tx, p)
	bad, ok := problem.FieldsOf(err)
	if err != nil && !ok {
		return err
	}
	if err := checkSold(ctx, tx, p, &bad); err != nil {
		return err
	}
	return bad.Err()
}

// checkSold finds what would stop a programme's invoices.
func checkSold(ctx context.Context, tx *db.Tx, p programme.Programme, bad *problem.Fields) error {
	if err := checkSeller(ctx, tx, p.Seller, bad); err != nil {
		return err
	}
	l, priced, err := pricesNow(ctx, tx, p.ID)
	if priced && unpriced(l, p.MaxPerOrg) {
		bad.Add("max_per_org", "edition.no_price_for_most", "")
	}
	return err
}

// unpriced tells whether a price list says nothing of so many people. No list,
// and no number, have faults of their own.
func unpriced(l billing.PriceList, most int64) bool {
	_, priced := l.Tier(most)
	return most > 0 && len(l.Tiers) > 0 && !priced
}

// pricesNow is the price list that counts today, if one does.
func pricesNow(ctx context.Context, tx *db.Tx, p id.Programme) (billing.PriceList, bool, error) {
	l, err := billing.PriceListFor(ctx, tx, p, when.On(tx.Now))
	if problem.Is(err, problem.NotFound) {
		return l, false, nil
	}
	return l, err == nil, err
}
