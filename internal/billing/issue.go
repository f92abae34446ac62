package billing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// batch is how many drafts one job issues: they share one lock and one commit.
const batch = 200

// Issue gives a draft the next number of its seller's series, and with it up to
// batch other drafts of that seller that wait, in the order they came. Snapshot
// and e-invoice are kept in the same commit. One already issued is left alone.
//
// A draft that cannot be issued is passed over and loses no number; held tells
// why it was this one, and is no reason to undo the others. The words of the
// invoice are in the language of ctx; note, which may be empty, stands on all.
func Issue(ctx context.Context, tx *db.Tx, one id.Invoice, note string) (held, err error) {
	if err := mayIssue(tx.Actor); err != nil {
		return nil, err
	}
	seller, err := sellerOfDraft(ctx, tx, one)
	if err != nil || seller == "" {
		return nil, err
	}
	if err := tx.Lock(ctx, db.Invoices, string(seller)); err != nil {
		return nil, err
	}
	s, err := SellerOf(ctx, tx, seller)
	if problem.Is(err, problem.NotFound) {
		return fmt.Errorf("billing: %s is not set up as a seller", seller), nil
	}
	if err != nil {
		return nil, err
	}
	drafts, err := draftsOf(ctx, tx, seller, one, batch)
	if err != nil || len(drafts) == 0 {
		return nil, err
	}
	buyers, err := people.Orgs(ctx, tx, ids(drafts, func(d draft) id.Org { return d.Buyer }))
	if err != nil {
		return nil, err
	}
	next, err := nextNumber(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	known, err := issuedOf(ctx, tx, ids(drafts, func(d draft) id.Invoice { return d.Corrects }))
	if err != nil {
		return nil, err
	}
	var done []issued
	for _, d := range drafts {
		corrected, ok := known[d.Corrects]
		if d.Corrects != "" && !ok {
			if d.ID == one {
				held = fmt.Errorf("billing: credit note %s corrects %s, which is not issued yet", d.ID, d.Corrects)
			}
			continue
		}
		frozen := freeze(ctx, tx.Now, d, s, asBuyer(d, buyers[d.Buyer]), next)
		frozen.Note = note
		if d.Corrects != "" {
			frozen.Corrects, frozen.CorrectsDay = numberText(s.Prefix, corrected.Number), corrected.Day
		}
		i, fault, err := settle(ctx, tx, d.ID, frozen, next)
		switch {
		case err != nil:
			return nil, err
		case fault == nil:
			done = append(done, i)
			known[d.ID] = reference{d.ID, next, frozen.Issued}
			next++
		case d.ID == one:
			held = fault
		}
	}
	return held, markIssued(ctx, tx, done)
}

// settle keeps what is to be kept of an invoice and tells the neighbours, or
// tells what is wrong with it.
func settle(ctx context.Context, tx *db.Tx, one id.Invoice, s snapshot, number int64) (i issued, fault, err error) {
	xml, err := ubl.Marshal(s.eInvoice())
	if _, broken := errors.AsType[ubl.Fault](err); broken {
		return i, fmt.Errorf("billing: invoice %s: %w", one, err), nil
	}
	if err != nil {
		return i, nil, err
	}
	frozen, err := json.Marshal(s)
	if err != nil {
		return i, nil, fmt.Errorf("snapshot of %s: %w", one, err)
	}
	i = issued{ID: one, Number: number}
	if i.Snapshot, err = files.Put(ctx, tx, "application/json", s.Number+".json", frozen); err != nil {
		return i, nil, err
	}
	if i.XML, err = files.Put(ctx, tx, "application/xml", s.Number+".xml", xml); err != nil {
		return i, nil, err
	}
	if err := tx.Audit(ctx, "billing.issued", string(one), i.XML); err != nil {
		return i, nil, err
	}
	return i, nil, tx.Enqueue(ctx, "billing.render", one)
}

// asBuyer is who pays, as called today.
func asBuyer(d draft, o people.Org) buyer {
	return buyer{
		Org: d.Buyer, Name: o.OfficialName, CVR: o.CVR, GLN: d.GLN,
		Street: o.Street, Postcode: o.Postcode, City: o.City, Email: d.Email,
	}
}
