package billing

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// exportPage is how many invoices are read at a time for a file.
const exportPage = 500

// export sends all that the filters find, the newest first, a page at a time: the
// secretariat everybody's, a contact person their own organisation's. Amounts of
// a credit note are below nothing.
func (v listView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "billing.invoices"), About: string(web.Actor(r).Org),
		Columns: []string{
			i18n.T(ctx, "billing.number"), i18n.T(ctx, "billing.export_kind"), i18n.T(ctx, "billing.state"), i18n.T(ctx, "billing.buyer"),
			i18n.T(ctx, "billing.programme"), i18n.T(ctx, "billing.what"), i18n.T(ctx, "billing.export_ordered_on"), i18n.T(ctx, "billing.issued_on"),
			i18n.T(ctx, "billing.due_on"), i18n.T(ctx, "billing.excl_vat"), i18n.T(ctx, "billing.export_vat"), i18n.T(ctx, "billing.export_gross"),
			i18n.T(ctx, "billing.export_currency"),
		},
		Rows: tabular.Paged(func(after id.Invoice) (rows [][]tabular.Cell, last id.Invoice, err error) {
			err = s.DB.Read(ctx, web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
				if _, err := seesInvoicesOf(tx.Actor); err != nil || v.Nothing {
					return err
				}
				filter := v.Filter
				filter.Before = after
				list, err := summaries(ctx, tx, filter, exportPage)
				for _, one := range list {
					rows = append(rows, one.cells(ctx))
				}
				if len(list) == exportPage {
					last = list[exportPage-1].ID
				}
				return err
			})
			return rows, last, err
		}),
	})
}

// cells is one invoice as a row of the file.
func (s Summary) cells(ctx context.Context) []tabular.Cell {
	kind, what := i18n.T(ctx, "billing.invoice"), s.What
	if s.Credit {
		kind = i18n.T(ctx, "billing.credit_note")
	}
	if s.Lines != 1 || s.Credit {
		what = s.detail(ctx)
	}
	return []tabular.Cell{
		tabular.Text(s.Number), tabular.Text(kind), tabular.Text(s.State.text(ctx)), tabular.Text(s.BuyerName),
		tabular.Text(s.ProgrammeName), tabular.Text(what), tabular.Day(when.On(s.CreatedAt)), tabular.Day(s.IssuedOn),
		tabular.Day(s.DueOn), tabular.Money(s.Net), tabular.Money(s.Gross.Sub(s.Net)), tabular.Money(s.Gross), tabular.Text(s.Net.Currency),
	}
}
