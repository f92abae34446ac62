package overview

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// meetingsView is all that a network's list of meetings may show.
type meetingsView struct {
	P      programme.Programme
	Head   web.Head
	Menu   []web.MenuItem
	Coming []row
	Past   []row  // the latest first
	New    string // where the secretariat adds one; empty for others
}

func meetings(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v meetingsView
	var moved bool
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		v, moved, err = findMeetings(ctx, tx, r.PathValue("slug"))
		return err
	})
	if err != nil {
		return err
	}
	if moved {
		web.Redirect(w, r, v.P.Path()+"/moeder")
		return nil
	}
	return web.Render(w, r, http.StatusOK, meetingsPage(v))
}

func findMeetings(ctx context.Context, tx *db.Tx, slug string) (v meetingsView, moved bool, err error) {
	if v.P, moved, err = programme.BySlug(ctx, tx, web.KindNetwork, slug); err != nil || moved {
		return v, moved, err
	}
	list, err := meeting.InProgramme(ctx, tx, v.P.ID)
	if err != nil {
		return v, false, err
	}
	seats, err := registration.AttendanceOf(ctx, tx, v.P.ID, limited(list))
	if err != nil {
		return v, false, err
	}
	base := chance{Now: tx.Now, Open: v.P.Open(when.On(tx.Now)), Member: member(seats, tx.Actor)}
	for _, m := range list {
		c := base
		c.Own, c.Taken = seats.Own[m.ID], seats.Taken[m.ID]
		if r := rowOf(ctx, v.P, m, c); m.Over(tx.Now) {
			v.Past = append(v.Past, r)
		} else {
			v.Coming = append(v.Coming, r)
		}
	}
	slices.Reverse(v.Past)
	v.Menu = networkMenu(ctx, v.P)
	if tx.Actor.IsStaff() {
		v.New = "/sekretariat/forloeb/" + string(v.P.ID) + "/moeder/nyt"
	}
	v.Head = web.Head{
		Kind: v.P.Kind, Title: i18n.T(ctx, "overview.meetings"), Lead: v.P.Name,
		Crumbs: append(crumbs(ctx, v.P), web.Crumb{Text: i18n.T(ctx, "overview.meetings")}),
	}
	return v, false, nil
}

// crumbs lead to a page below a network's.
func crumbs(ctx context.Context, p programme.Programme) []web.Crumb {
	return []web.Crumb{
		{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: i18n.T(ctx, "web.kind_network"), Href: "/netvaerk"}, {Text: p.Name, Href: p.Path()},
	}
}
