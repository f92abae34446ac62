package registration

import (
	"context"
	"sync"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// order drafts one invoice for each bill that is due at once.
func order(ctx context.Context, tx *db.Tx, s scene, req Request, done Receipt) error {
	for _, bill := range done.Quote.atOnce() {
		_, err := billing.Draft(ctx, tx, billing.Order{
			Seller: s.Programme.Seller, Buyer: req.Org, Programme: s.Programme.ID, ProgrammeName: s.Programme.Name, Registration: done.ID,
			GLN: req.GLN, OrderRef: req.OrderRef, BuyerRef: req.BuyerRef, Email: req.Email,
			Lines: lines(s.Programme, s.List, bill),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lines writes a bill as the buyer reads it. The buyer's bookkeeping reads
// Danish, whatever language the form was filled in in.
func lines(p programme.Programme, list billing.PriceList, bill []QuoteLine) []billing.Line {
	ctx := words().For(context.Background(), i18n.Languages[0])
	all := make([]billing.Line, len(bill))
	for i, l := range bill {
		all[i] = line(list, l, invoiceText(ctx, p, l))
	}
	return all
}

func line(list billing.PriceList, l QuoteLine, text string) billing.Line {
	return billing.Line{
		Meeting: l.Meeting, Text: text, Quantity: 1, Unit: l.Due,
		VAT: list.VAT, RateBP: list.RateBP, Reason: list.Reason, Delivered: l.Day, Participants: l.After,
	}
}

// creditLine is a meeting on a credit note.
func creditLine(list billing.PriceList, l QuoteLine) billing.Line {
	ctx := words().For(context.Background(), i18n.Languages[0])
	args := i18n.Args{"Title": l.Title, "Day": when.Day(ctx, l.Day), "Before": i18n.N(ctx, "registration.participants", int(l.Before)), "After": l.After}
	return line(list, l, i18n.F(ctx, "registration.credit_line", args))
}

func invoiceText(ctx context.Context, p programme.Programme, l QuoteLine) string {
	args := i18n.Args{"Title": l.Title, "Day": when.Day(ctx, l.Day), "People": i18n.N(ctx, "registration.participants", int(l.After)), "Tier": tierText(ctx, l.Tier), "Span": span(l.Tier)}
	if l.Invoiced.Minor > 0 {
		return i18n.F(ctx, "registration.invoice_more", args)
	}
	return i18n.F(ctx, "registration.invoice_line", args)
}

// words are this capability's own, for texts that are not for the reader of a page.
var words = sync.OnceValue(func() *i18n.Words {
	w, err := i18n.Load(Locale)
	if err != nil {
		panic(err) // they are part of the program
	}
	return w
})
