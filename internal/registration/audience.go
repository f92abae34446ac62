package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// SeatsIn is everybody's seats at all meetings of a programme: for the secretariat
// and jobs.
func SeatsIn(ctx context.Context, tx *db.Tx, p id.Programme) ([]Seat, error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	return seatsWhere(ctx, tx, `programme = $1`, p)
}

// Order is what one registration says about the invoice.
type Order struct {
	Number   int64
	Org      id.Org
	Person   id.Person // who sent it
	OrderRef string    `db:"order_ref"` // requisition; may be empty
}

// OrdersIn is what the registrations for a programme say about their invoices, in
// the order they came: for the secretariat and jobs.
func OrdersIn(ctx context.Context, tx *db.Tx, p id.Programme) (list []Order, err error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	return ordersOf(ctx, tx, p)
}
