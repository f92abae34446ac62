package attendance

import (
	"context"
	"net/http"

	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends who came to a meeting, as far as anybody said so, to those who
// receive the guests.
func (v doorView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "attendance.title") + " - " + v.Meeting.Title, About: string(v.Meeting.ID),
		Columns: []string{
			i18n.T(ctx, "attendance.export_name"), i18n.T(ctx, "attendance.export_job"), i18n.T(ctx, "attendance.export_org"),
			i18n.T(ctx, "attendance.title"), i18n.T(ctx, "attendance.export_at"),
		},
		Rows: tabular.All(v.Guests, func(g guest) []tabular.Cell { return g.cells(ctx) }),
	})
}

// cells is one guest as a row of the file. Of whom nothing is known nothing is said.
func (g guest) cells(ctx context.Context) []tabular.Cell {
	state := ""
	if g.Entry.State != Unknown {
		state = g.Entry.State.Word(ctx)
	}
	return []tabular.Cell{
		tabular.Text(g.Name), tabular.Text(g.Title), tabular.Text(g.From.Name), tabular.Text(state), tabular.Time(g.Entry.At),
	}
}
