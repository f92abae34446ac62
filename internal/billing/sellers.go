package billing

import (
	"context"
	"database/sql"
	"errors"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// SetSeller says how an organisation stands on the invoices to come; those
// issued keep what they had. Prefix and first number cannot change once the
// series has begun. Faults are under the names of the fields: name, cvr, street,
// postcode, city, contact, email, phone, bank, account, gln, prefix and first.
func SetSeller(ctx context.Context, tx *db.Tx, s Seller) error {
	if err := maySell(tx.Actor); err != nil {
		return err
	}
	s = s.tidy()
	if err := tx.Lock(ctx, db.Invoices, string(s.Org), "prefix "+s.Prefix); err != nil {
		return err
	}
	before, err := SellerOf(ctx, tx, s.Org)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	used, err := seriesBegun(ctx, tx, s.Org)
	if err != nil {
		return err
	}
	holder, err := sellerByPrefix(ctx, tx, s.Prefix)
	if err != nil {
		return err
	}
	if err := s.check(before, used, holder != "" && holder != s.Org); err != nil {
		return err
	}
	if err := putSeller(ctx, tx, s); err != nil {
		return err
	}
	return tx.Audit(ctx, "billing.seller_set", string(s.Org), nil)
}

// SellerOf is how an organisation stands on its invoices; problem.NotFound when
// it has not been set. It stands on every invoice, so anybody may see it.
func SellerOf(ctx context.Context, tx *db.Tx, org id.Org) (Seller, error) {
	s, err := sellerOf(ctx, tx, org)
	if errors.Is(err, sql.ErrNoRows) {
		return Seller{}, problem.New(problem.NotFound, "billing.no_seller")
	}
	return s, err
}
