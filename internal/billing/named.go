package billing

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/when"
)

// Objects is what invoices and price lists are called, for the pages that have
// only ids. A draft has no number yet, so it is called by what it is for.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	invoices, err := invoicesNamed(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	found := audit.Names{}
	for _, i := range invoices {
		if i.Number == 0 {
			found[i.ID] = audit.Named{Text: i18n.F(ctx, "billing.named_draft", i18n.Args{"Programme": i.Programme})}
			continue
		}
		number := numberText(i.Prefix, i.Number)
		found[i.ID] = audit.Named{Text: i18n.F(ctx, "billing.title", i18n.Args{"Number": number}), Href: path + "/" + number}
	}
	lists, err := pricesNamed(ctx, tx, ids)
	for _, l := range lists {
		n := audit.Named{Text: i18n.T(ctx, "billing.named_prices")}
		if l.From != "" {
			n.Text = i18n.F(ctx, "billing.named_prices_from", i18n.Args{"Day": when.Day(ctx, l.From)})
		}
		found[l.ID] = n
	}
	return found, err
}
