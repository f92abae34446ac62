package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// AddPriceList keeps a new price list; of those that count on a day, the one
// that began last is used, so a newer one takes over from its first day. Once
// one has begun, somebody may have joined by it: then people can only add lists
// that begin today or later. The program may set the past of a world up. Faults
// are under tier1_from, tier1_to, tier1_price and so on, vat, rate, reason,
// valid_from and valid_to.
func AddPriceList(ctx context.Context, tx *db.Tx, l PriceList) (id.PriceList, error) {
	if err := mayPrice(tx.Actor); err != nil {
		return "", err
	}
	l.Reason = oneLine(l.Reason)
	if err := l.check(); err != nil {
		return "", err
	}
	if today := when.On(tx.Now); l.ValidFrom.Before(today) && !tx.Actor.IsSystem() {
		begun, err := anyListBegun(ctx, tx, l.Programme, today)
		if err != nil {
			return "", err
		}
		if begun {
			return "", problem.Fields{{Name: "valid_from", Key: "billing.begins_in_the_past"}}.Err()
		}
	}
	l.ID = id.PriceList(tx.NewID())
	added, err := insertPriceList(ctx, tx, l)
	if err != nil {
		return "", err
	}
	if !added {
		return "", problem.Fields{{Name: "valid_from", Key: "billing.begins_twice"}}.Err()
	}
	return l.ID, tx.Audit(ctx, "billing.price_list_added", string(l.ID), l.Programme)
}

// PriceListFor is what counts for a programme on a day; problem.NotFound when
// nothing does. Prices are no secret: anybody may see them.
func PriceListFor(ctx context.Context, tx *db.Tx, programme id.Programme, on when.Date) (PriceList, error) {
	l, found, err := priceListFor(ctx, tx, programme, on)
	if err == nil && !found {
		err = problem.New(problem.NotFound, "billing.no_price")
	}
	return l, err
}

// PriceListByID finds the list that somebody was given a price by, whatever has
// come since; problem.NotFound when there is none. As public as PriceListFor.
func PriceListByID(ctx context.Context, tx *db.Tx, one id.PriceList) (PriceList, error) {
	l, found, err := priceListByID(ctx, tx, one)
	if err == nil && !found {
		err = problem.New(problem.NotFound, "billing.no_price_list")
	}
	return l, err
}

// CheckPriceList is what AddPriceList would find wrong, under the same fields,
// for a form that has more to tell of at once.
func CheckPriceList(l PriceList) problem.Fields {
	l.Reason = oneLine(l.Reason)
	faults, _ := problem.FieldsOf(l.check())
	return faults
}
