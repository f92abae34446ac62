package overview

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// meetingsView is all that a network's list of meetings may show.
type meetingsView struct {
	P      programme.Programme
	Head   web.Head
	Coming []row
	Past   []row  // the latest first
	New    string // where the secretariat adds one; empty for others
	Feed   string // the address that a calendar subscribes to
}

func meetings(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f networkFound
	var agendas map[id.Meeting]bool
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		if f, err = findNetwork(ctx, tx, r.PathValue("slug")); err != nil || f.Moved {
			return err
		}
		agendas, err = db.Shared(tx, "overview.agendas "+string(f.P.ID), func() (map[id.Meeting]bool, error) {
			return meeting.WithAgenda(ctx, tx, ids(f.past))
		})
		return err
	})
	if err != nil {
		return err
	}
	if f.Moved {
		return web.Redirect(w, r, f.P.Path()+"/moeder")
	}
	v := f.list(r.Context(), web.ViewerOf(r.Context()), agendas)
	v.Feed = s.BaseURL + f.P.Path() + "/moeder.ics"
	return web.Render(w, r, http.StatusOK, meetingsPage(v))
}

// webcal is Feed as an address that opens in a calendar.
func (v meetingsView) webcal() string {
	_, rest, _ := strings.Cut(v.Feed, "://")
	return "webcal://" + rest
}

// list is the network's meetings, from what its own page shows: who has read
// that has read this.
func (f networkFound) list(ctx context.Context, who web.Viewer, agendas map[id.Meeting]bool) meetingsView {
	v := meetingsView{P: f.P, Coming: f.rows(ctx, f.future), Past: f.rows(ctx, f.past)}
	for i, m := range f.past {
		if agendas[m.ID] && m.State == meeting.Planned {
			v.Past[i].PDF = v.Past[i].Href + "/program.pdf"
		}
	}
	slices.Reverse(v.Past)
	if who.IsStaff() {
		v.New = "/sekretariat/forloeb/" + string(f.P.ID) + "/moeder/nyt"
	}
	v.Head = web.Head{
		Kind: f.P.Kind, Title: i18n.T(ctx, "overview.meetings"), Lead: f.P.Name,
		Crumbs: append(crumbs(ctx, f.P), web.Crumb{Text: i18n.T(ctx, "overview.meetings")}),
	}
	return v
}

// crumbs lead to a page below a network's.
func crumbs(ctx context.Context, p programme.Programme) []web.Crumb {
	return []web.Crumb{
		{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: i18n.T(ctx, "web.kind_network"), Href: "/netvaerk"}, {Text: p.Name, Href: p.Path()},
	}
}
