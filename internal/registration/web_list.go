package registration

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// showList is the secretariat's list of all registrations.
func showList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := listView{asked: askedFor(r.URL.Query())}
	if err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx) }); err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}
