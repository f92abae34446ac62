package registration

import (
	"context"
	"net/http"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// exportPage is how many registrations are read at a time for a file.
const exportPage = 500

// address is that of the list with its filters, from the beginning.
func (v listView) address() string {
	if q := v.query(); len(q) > 0 {
		return listPath + "?" + q.Encode()
	}
	return listPath
}

// export sends all that the filters find, the newest first, a page at a time.
func (v listView) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "registration.list_title"), About: string(web.Actor(r).Org),
		Columns: []string{
			i18n.T(ctx, "registration.list_number"), i18n.T(ctx, "registration.list_when"), i18n.T(ctx, "registration.list_org"),
			i18n.T(ctx, "registration.export_sender"), i18n.T(ctx, "registration.list_programme"), i18n.T(ctx, "registration.export_day"),
			i18n.T(ctx, "registration.list_meeting"), i18n.T(ctx, "registration.list_people"), i18n.T(ctx, "registration.list_net"),
			i18n.T(ctx, "registration.export_invoices"), i18n.T(ctx, "registration.export_order"), i18n.T(ctx, "registration.export_buyer_ref"),
			i18n.T(ctx, "registration.gln_short"), i18n.T(ctx, "registration.export_email"), i18n.T(ctx, "registration.list_tag_joined"),
			i18n.T(ctx, "registration.list_changed"), i18n.T(ctx, "registration.export_message"),
		},
		Rows: tabular.Paged(func(after id.Registration) (rows [][]tabular.Cell, last id.Registration, err error) {
			err = s.DB.Read(ctx, web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
				if err := maySeeAll(tx.Actor); err != nil || v.Trouble != noTrouble {
					return err
				}
				rows, last, err = v.rowsAfter(ctx, tx, after)
				return err
			})
			return rows, last, err
		}),
	})
}

// rowsAfter is a page of the file; last is empty after the last of them.
func (v listView) rowsAfter(ctx context.Context, tx *db.Tx, after id.Registration) (rows [][]tabular.Cell, last id.Registration, err error) {
	var from place
	if after != "" {
		if from, err = placeOf(ctx, tx, after, false); err != nil {
			return nil, "", err
		}
	}
	records, err := sifted(ctx, tx, v.Sift, from, exportPage)
	if err != nil || len(records) == 0 {
		return nil, "", err
	}
	if len(records) == exportPage {
		last = records[len(records)-1].ID
	}
	list, err := described(ctx, tx, records)
	for _, l := range list {
		rows = append(rows, l.cells(ctx))
	}
	return rows, last, err
}

// cells is one registration as a row of the file.
func (l listed) cells(ctx context.Context) []tabular.Cell {
	var invoices []string
	for _, o := range l.issued() {
		invoices = append(invoices, o.Number)
	}
	return []tabular.Cell{
		tabular.Text(numberText(l.Number)), tabular.Time(l.CreatedAt), tabular.Text(l.OrgName), tabular.Text(l.Sender),
		tabular.Text(season(l.Programme)), tabular.Day(l.Meeting.Day), tabular.Text(l.Meeting.Title), tabular.Int(l.Seated), tabular.Money(l.net()),
		tabular.Text(strings.Join(invoices, ", ")), tabular.Text(l.OrderRef), tabular.Text(l.BuyerRef),
		tabular.Text(l.GLN), tabular.Text(l.Email), tabular.YesNo(ctx, l.has(markJoined)),
		tabular.YesNo(ctx, l.has(markChanged)), tabular.Text(l.Message),
	}
}
