package overview

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// networksView is all that the list of networks may show.
type networksView struct {
	Head  web.Head
	Cards []card
	New   string // where the secretariat makes one; empty for others
}

func networks(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v networksView
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error {
		found, err := catalogue(ctx, tx)
		if err != nil {
			return err
		}
		all := slices.DeleteFunc(slices.Clone(found.Programmes), func(p programme.Programme) bool { return p.Kind != web.KindNetwork })
		v.Cards = cards(ctx, tx, all, found.Coming)
		if tx.Actor.IsStaff() {
			v.New = "/sekretariat/forloeb/nyt"
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.Head = web.Head{
		Kind: web.KindNetwork, Title: i18n.T(r.Context(), "overview.networks"), Lead: i18n.T(r.Context(), "overview.networks_lead"),
		Crumbs: []web.Crumb{{Text: i18n.T(r.Context(), "web.front"), Href: "/"}, {Text: i18n.T(r.Context(), "web.kind_network")}},
	}
	return web.Render(w, r, http.StatusOK, networksPage(v))
}

// cards are programmes to choose among, the one that meets soonest first.
func cards(ctx context.Context, tx *db.Tx, all []programme.Programme, meetings []meeting.Meeting) []card {
	list := make([]card, len(all))
	for i, p := range all {
		c := card{
			Kind: p.Kind, Href: p.Path(), Name: p.Name, Lead: p.Lead,
			Next: i18n.T(ctx, "overview.no_next"), Tag: openTag(ctx, p.Open(when.On(tx.Now))),
		}
		for _, m := range meetings {
			if m.Programme == p.ID && m.State == meeting.Planned && !m.Over(tx.Now) {
				c.soonest, c.Next = m.Day, when.Day(ctx, m.Day)
				break
			}
		}
		list[i] = c
	}
	slices.SortStableFunc(list, func(a, b card) int {
		return cmp.Or(compareBool(a.soonest == "", b.soonest == ""), cmp.Compare(a.soonest, b.soonest))
	})
	return list
}

// compareBool orders no before yes.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
