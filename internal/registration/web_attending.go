package registration

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// showAttending is everybody who comes, as a page or as a file.
func showAttending(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := attending{Meeting: id.Meeting(q.Get("moede")), Org: id.Org(q.Get("kommune")), Region: q.Get("region"), After: id.Seat(q.Get("efter"))}
	var rows []attendee
	var next id.Seat
	moved := ""
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Programme, moved, err = find(ctx, tx, r); err != nil {
			return err
		}
		if moved != "" {
			moved = AttendingPath(v.Programme, "")
			return nil
		}
		if err := v.load(ctx, tx); err != nil {
			return err
		}
		rows, next = v.page(v.After, attendingPage)
		rows, err = addSent(ctx, tx, rows)
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved)
	}
	if f, ok := tabular.Asked(r); ok {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, http.StatusOK, attendingListPage(&v, rows, next))
}

// export sends everybody that the filters find. Who sits where is read once, who
// registered them a page at a time.
func (v *attending) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.T(ctx, "registration.attending_title") + " - " + v.Programme.Name, About: string(v.Programme.ID),
		Columns: []string{
			i18n.T(ctx, "registration.export_day"), i18n.T(ctx, "registration.list_meeting"), i18n.T(ctx, "registration.list_org"),
			i18n.T(ctx, "registration.attending_region"), i18n.T(ctx, "registration.attending_name"), i18n.T(ctx, "registration.attending_job"),
			i18n.T(ctx, "registration.attending_mail"), i18n.T(ctx, "registration.attending_phone"), i18n.T(ctx, "registration.attending_since"),
			i18n.T(ctx, "registration.export_sender"), i18n.T(ctx, "registration.attending_number"), i18n.T(ctx, "registration.attending_covered"),
		},
		Rows: tabular.Paged(func(after id.Seat) (rows [][]tabular.Cell, last id.Seat, err error) {
			err = s.DB.Read(ctx, web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
				list, next := v.page(after, exportPage)
				list, err := addSent(ctx, tx, list)
				for _, a := range list {
					rows = append(rows, a.cells(ctx))
				}
				last = next
				return err
			})
			return rows, last, err
		}),
	})
}

// cells is one seat as a row of the file.
func (a attendee) cells(ctx context.Context) []tabular.Cell {
	return []tabular.Cell{
		tabular.Day(a.Meeting.Day), tabular.Text(a.Meeting.Title), tabular.Text(a.Org.Name),
		tabular.Text(a.Org.Region), tabular.Text(a.Person.Name), tabular.Text(a.Person.Title),
		tabular.Text(a.Person.Email), tabular.Text(a.Person.Phone), tabular.Time(a.At),
		tabular.Text(a.Sender), tabular.Text(numberText(a.Sent.Number)), tabular.Text(a.covered(ctx)),
	}
}
