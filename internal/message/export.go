package message

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends who got a message, as the search and the state find them, a page at
// a time.
func (v logView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "message.log"), About: string(v.ID),
		Columns: []string{
			i18n.T(ctx, "message.name"), i18n.T(ctx, "message.export_org"), i18n.T(ctx, "message.mail_address"), i18n.T(ctx, "message.state"),
			i18n.T(ctx, "message.export_why"), i18n.T(ctx, "message.when"),
		},
		Rows: tabular.Paged(func(after int64) (rows [][]tabular.Cell, last int64, err error) {
			page := logView{State: v.State, Text: v.Text}
			err = s.DB.Read(ctx, web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
				if err := mayWrite(tx.Actor); err != nil {
					return err
				}
				return page.load(ctx, tx, v.ID, after)
			})
			for _, one := range page.Page {
				at := tabular.Time(one.At)
				if page.Editable() {
					at = tabular.Text("") // nothing has happened yet
				}
				rows = append(rows, []tabular.Cell{
					tabular.Text(one.Name), tabular.Text(page.Orgs[one.Org].Name), tabular.Text(one.Email), tabular.Text(one.State.name(ctx)),
					tabular.Text(one.why(ctx)), at,
				})
			}
			return rows, page.More, err
		}),
	})
}

// first is the address of the log with its search, from the beginning.
func (v logView) first() string {
	v.More = 0
	return v.next()
}
