package renewal

import (
	"context"
	"net/http"

	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends who is asked, and what they answered.
func (v roundView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.F(ctx, "renewal.round_title", i18n.Args{"Season": v.Season.Name}), About: string(v.Season.ID),
		Columns: []string{
			i18n.T(ctx, "renewal.municipality"), i18n.T(ctx, "renewal.people_before"), i18n.T(ctx, "renewal.export_contacts"), i18n.T(ctx, "renewal.answer"),
			i18n.T(ctx, "renewal.why"), i18n.T(ctx, "renewal.export_note"), i18n.T(ctx, "renewal.export_at"), i18n.T(ctx, "renewal.export_by"),
		},
		Rows: tabular.All(v.Rows, func(row roundRow) []tabular.Cell { return row.cells(ctx) }),
	})
}

func (r roundRow) cells(ctx context.Context) []tabular.Cell {
	answered := tabular.Text("")
	if r.AnsweredAt != nil {
		answered = tabular.Time(*r.AnsweredAt)
	}
	return []tabular.Cell{
		tabular.Text(r.Org.Name), tabular.Int(r.People), tabular.Int(int64(r.Contacts)), tabular.Text(r.tag(ctx).Text),
		tabular.Text(r.said(ctx)), tabular.Text(r.Note), answered, tabular.Text(r.By),
	}
}
