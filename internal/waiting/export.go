package waiting

import (
	"context"
	"net/http"

	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends the line of a meeting, a row for each person, in its order.
func (q queue) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	var rows [][]tabular.Cell
	for _, one := range q.Waits {
		rows = append(rows, one.cells(ctx)...)
	}
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "waiting.line_title") + " - " + q.Meeting.Title, About: string(q.Meeting.ID),
		Columns: []string{
			i18n.T(ctx, "waiting.in_line"), i18n.T(ctx, "waiting.org"), i18n.T(ctx, "waiting.export_name"), i18n.T(ctx, "waiting.export_mail"),
			i18n.T(ctx, "waiting.export_together"), i18n.T(ctx, "waiting.export_answer_to"), i18n.T(ctx, "waiting.waits_for_price"), i18n.T(ctx, "waiting.reason"),
		},
		Rows: tabular.All(rows, func(row []tabular.Cell) []tabular.Cell { return row }),
	})
}

func (s standing) cells(ctx context.Context) (rows [][]tabular.Cell) {
	for _, g := range s.Guests {
		rows = append(rows, []tabular.Cell{
			tabular.Int(int64(s.Before + 1)), tabular.Text(s.Org.Name), tabular.Text(g.Name), tabular.Text(g.Email),
			tabular.YesNo(ctx, len(s.Guests) > 1 && s.Together), tabular.Text(s.Email), tabular.YesNo(ctx, s.Asked > 0), tabular.Text(s.Reason),
		})
	}
	return rows
}
