package audit

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends all that the filter finds, the newest first, a page at a time. The
// page that it was asked for from is loaded already, and is not in the way.
func (v view) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "audit.title"), About: string(web.Actor(r).Org),
		Columns: []string{
			i18n.T(ctx, "audit.when"), i18n.T(ctx, "audit.who"), i18n.T(ctx, "audit.what"), i18n.T(ctx, "audit.object"), i18n.T(ctx, "audit.code"),
		},
		Rows: tabular.Paged(func(after string) (rows [][]tabular.Cell, last string, err error) {
			err = s.DB.Read(ctx, web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
				page := v
				page.Before = after
				if err := page.load(ctx, tx); err != nil {
					return err
				}
				for _, e := range page.Events {
					who, _ := page.who(ctx, e)
					rows = append(rows, []tabular.Cell{
						tabular.Time(e.At), tabular.Text(who), tabular.Text(page.what(ctx, e)), tabular.Text(page.object(ctx, e)), tabular.Text(e.Code),
					})
				}
				if len(page.Events) == pageSize {
					last = page.Events[pageSize-1].ID
				}
				return nil
			})
			return rows, last, err
		}),
	})
}
