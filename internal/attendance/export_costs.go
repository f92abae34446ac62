package attendance

import (
	"context"
	"net/http"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends what is agreed for a meeting to the secretariat: whom with, and for
// how much.
func (v planView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "attendance.costs") + " - " + v.Meeting.Title, About: string(v.Meeting.ID),
		Columns: []string{
			i18n.T(ctx, "attendance.cost_who"), i18n.T(ctx, "attendance.cost_kind"), i18n.T(ctx, "attendance.cost_amount"),
			i18n.T(ctx, "attendance.cost_day"), i18n.T(ctx, "attendance.note"),
		},
		Rows: tabular.All(v.Costs, func(c meeting.Cost) []tabular.Cell { return costCells(ctx, c) }),
	})
}

func costCells(ctx context.Context, c meeting.Cost) []tabular.Cell {
	return []tabular.Cell{
		tabular.Text(c.Who), tabular.Text(c.Kind.Word(ctx)), tabular.Money(c.Amount()), tabular.Day(c.AgreedOn), tabular.Text(c.Note),
	}
}
