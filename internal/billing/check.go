package billing

import (
	"context"
	"errors"
	"fmt"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/money"
)

// Check reads the books through: every series of numbers is whole, every invoice
// is the sum of its lines, the kept sums are theirs, no invoice is credited more
// than it was, and every issued one has its snapshot and its e-invoice as they
// were kept, saying the same as the books. All faults come joined.
func Check(ctx context.Context, tx *db.Tx) error {
	if err := mayPrice(tx.Actor); err != nil {
		return err
	}
	all, err := allSeries(ctx, tx)
	if err != nil {
		return err
	}
	var faults []error
	prefixes := map[id.Org]string{}
	for _, s := range all {
		prefixes[s.Seller] = s.Prefix
		if err := s.whole(); err != nil {
			faults = append(faults, err)
		}
	}
	off, err := unequal(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range off {
		faults = append(faults, fmt.Errorf("billing: invoice %s is not the sum of its lines", one))
	}
	wrong, err := wrongSums(ctx, tx)
	if err != nil {
		return err
	}
	for _, seller := range wrong {
		faults = append(faults, fmt.Errorf("billing: the sums of %s are not those of its invoices", seller))
	}
	too, err := overCredited(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range too {
		faults = append(faults, fmt.Errorf("billing: credit notes do not fit invoice %s", one))
	}
	last := id.Invoice("")
	for {
		page, err := issuedAfter(ctx, tx, last, 100)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return errors.Join(faults...)
		}
		for _, r := range page {
			if err := r.check(ctx, tx, prefixes[r.Seller]); err != nil {
				faults = append(faults, fmt.Errorf("billing: invoice %s: %w", r.ID, err))
			}
			last = r.ID
		}
	}
}

// whole tells of a hole in the series, or a beginning that is not the one set.
func (s series) whole() error {
	if s.Lowest != s.First || s.Top-s.Lowest+1 != s.Count {
		return fmt.Errorf("billing: the series of %s has %d numbers from %d to %d, and should begin at %d", s.Seller, s.Count, s.Lowest, s.Top, s.First)
	}
	return nil
}

// check compares one invoice with what was kept of it.
func (r row) check(ctx context.Context, tx *db.Tx, prefix string) error {
	s, err := thaw(ctx, tx, r.Snapshot)
	if err != nil {
		return err
	}
	net, gross := money.Money{Minor: r.NetMinor, Currency: r.Currency}, money.Money{Minor: r.NetMinor + r.VATMinor, Currency: r.Currency}
	if s.credit() { // on paper the other way round
		net, gross = net.Times(-1), gross.Times(-1)
	}
	sum := ubl.Sum(toUBL(s.Lines))
	number := numberText(prefix, r.Number)
	if s.Number != number || s.Total.Net != net || s.Total.Gross != gross || sum.Net != net || sum.Gross != gross {
		return errors.New("the snapshot says something else")
	}
	kept, err := files.Get(ctx, tx, r.XML)
	if err != nil {
		return err
	}
	head, err := ubl.Read(kept.Bytes)
	if err != nil {
		return err
	}
	if head != (ubl.Head{Number: number, Payable: gross}) {
		return errors.New("the e-invoice says something else")
	}
	if r.PDF != "" {
		_, err = files.Get(ctx, tx, r.PDF)
	}
	return err
}
