package billing

import (
	"context"
	"fmt"
	"slices"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
)

// Credit takes back what the lines say of what an organisation was invoiced for
// the meetings of a programme: one credit note for each invoice it corrects, the
// newest first, drafted now and issued by a job. Amounts are positive, and no
// more than was invoiced for that meeting.
func Credit(ctx context.Context, tx *db.Tx, programme id.Programme, buyer id.Org, lines []Line) error {
	if err := mayOrder(tx.Actor, buyer); err != nil {
		return err
	}
	left, err := creditable(ctx, tx, programme, buyer)
	if err != nil {
		return err
	}
	parts := map[id.Invoice][]Line{}
	var order []id.Invoice
	for _, l := range lines {
		for _, p := range share(left, l) {
			if parts[p.Invoice] == nil {
				order = append(order, p.Invoice)
			}
			parts[p.Invoice] = append(parts[p.Invoice], p.Line)
			l.Unit = l.Unit.Sub(p.Line.Unit)
		}
		if l.Unit.Minor != 0 {
			return fmt.Errorf("billing: %s more than was invoiced to %s for meeting %s", l.Unit, buyer, l.Meeting)
		}
	}
	for _, one := range order {
		if err := draftCredit(ctx, tx, one, parts[one]); err != nil {
			return err
		}
	}
	return nil
}

// open is what is left of an invoice for one meeting, after earlier credit notes.
type open struct {
	Invoice  id.Invoice
	Meeting  id.Meeting
	Minor    int64
	Currency string
}

// part is what one invoice gives back of a line.
type part struct {
	Invoice id.Invoice
	Line    Line
}

// share takes an amount from the invoices that have something left, in their
// order, and lowers what they have.
func share(left []open, l Line) (parts []part) {
	rest := l.Unit.Minor
	for i := range left {
		o := &left[i]
		if rest == 0 || o.Meeting != l.Meeting || o.Minor <= 0 || o.Currency != l.Unit.Currency {
			continue
		}
		take := min(rest, o.Minor)
		o.Minor -= take
		rest -= take
		p := part{o.Invoice, l}
		p.Line.Unit = money.Money{Minor: take, Currency: o.Currency}
		parts = append(parts, p)
	}
	return parts
}

// draftCredit keeps one credit note until it is issued. In the books it is an
// invoice of less than nothing, so that all sums are right; on paper its amounts
// are positive (DK-R-016).
func draftCredit(ctx context.Context, tx *db.Tx, corrects id.Invoice, lines []Line) error {
	d, err := headOf(ctx, tx, corrects)
	if err != nil {
		return err
	}
	d.ID, d.CreatedAt, d.Corrects, d.Lines = id.Invoice(tx.NewID()), tx.Now, corrects, turned(lines)
	if err := insertDraft(ctx, tx, d, ubl.Sum(toUBL(d.Lines))); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "billing.credit_drafted", string(d.ID), corrects); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "billing.issue", d.ID)
}

// turned has every amount the other way round.
func turned(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i].Quantity = -lines[i].Quantity
	}
	return lines
}
