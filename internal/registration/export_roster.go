package registration

import (
	"net/http"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// export sends an organisation's people in a programme: to its contact persons, and
// to the secretariat.
func (ro roster) export(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format) error {
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name: i18n.F(ctx, "registration.roster_title", i18n.Args{"Org": ro.Org.Name}), About: string(ro.Org.ID),
		Columns: []string{
			i18n.T(ctx, "registration.attending_name"), i18n.T(ctx, "registration.attending_job"), i18n.T(ctx, "registration.attending_mail"),
			i18n.T(ctx, "registration.attending_phone"), i18n.T(ctx, "registration.meetings"), i18n.T(ctx, "registration.awaited"),
		},
		Rows: tabular.All(ro.People, func(p participant) []tabular.Cell { return p.cells() }),
	})
}

func (p participant) cells() []tabular.Cell {
	days := func(meetings []meeting.Meeting) string {
		var list []string
		for _, m := range meetings {
			list = append(list, string(m.Day))
		}
		return strings.Join(list, ", ")
	}
	return tabular.Texts(p.Name, p.Title, p.Email, p.Phone, days(p.sits()), days(p.Waits))
}
