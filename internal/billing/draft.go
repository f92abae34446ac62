package billing

import (
	"context"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/id"
)

// Draft keeps an order until the job it queues issues it, moments later. An
// order of nothing, or of what is free, becomes no invoice and gives no id.
// Faults are under gln, order_ref, buyer_ref, accounting_cost and email. It makes
// two statements and takes no lock: registrations come many at once.
func Draft(ctx context.Context, tx *db.Tx, o Order) (id.Invoice, error) {
	if err := mayOrder(tx.Actor, o.Buyer); err != nil {
		return "", err
	}
	o = o.tidy()
	if err := o.faults().Err(); err != nil {
		return "", err
	}
	if err := o.sound(); err != nil {
		return "", err
	}
	total := ubl.Sum(toUBL(o.Lines))
	if total.Net.Minor == 0 {
		return "", nil
	}
	d := draft{Order: o, ID: id.Invoice(tx.NewID()), CreatedAt: tx.Now}
	if err := insertDraft(ctx, tx, d, total); err != nil {
		return "", err
	}
	if err := tx.Audit(ctx, "billing.drafted", string(d.ID), o.Registration); err != nil {
		return "", err
	}
	return d.ID, tx.Enqueue(ctx, "billing.issue", d.ID)
}
