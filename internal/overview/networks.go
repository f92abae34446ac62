package overview

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/web"
)

// networksView is all that the list of networks may show.
type networksView struct {
	Head  web.Head
	Cards []card
	Total int
	All   string // where those left out are; empty when none is
	New   string // where the secretariat makes one; empty for others
}

func networks(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v networksView
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error {
		all, err := offered(ctx, tx)
		if err != nil {
			return err
		}
		only := wish{Kind: string(web.KindNetwork)}
		found := only.choose(all, tx.Now)
		page, more := only.page(found, pageSize)
		if v.Cards, err = offerCards(ctx, tx, page, only); err != nil {
			return err
		}
		if more {
			v.Total, v.All = len(found), only.address()
		}
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
