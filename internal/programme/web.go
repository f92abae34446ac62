package programme

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Routes lists every door into this capability. What anybody sees of a programme
// is drawn by overview, and the secretariat's pages about one by edition, which
// know its meetings and prices.
var Routes = []web.Route{
	{Pattern: "GET /sekretariat/forloeb", For: web.StaffOnly, Do: showList},
}

// StaffPath is the address of the secretariat's page about a programme.
func StaffPath(one id.Programme) string { return "/sekretariat/forloeb/" + string(one) }

// listView is all that the list may see.
type listView struct {
	Programmes []Programme
	Orgs       map[id.Org]people.Org
}

func showList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Programmes, err = All(ctx, tx); err != nil {
			return err
		}
		var owners []id.Org
		for _, p := range v.Programmes {
			owners = append(owners, p.Owner)
		}
		v.Orgs, err = people.Orgs(ctx, tx, owners)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// Together is the faults of reading a form and those of its command at once. A
// form that could not be read is never saved.
func Together(unread problem.Fields, err error) error {
	if faults, ok := problem.FieldsOf(err); ok {
		return append(unread, faults...).Err()
	}
	if err != nil {
		return err
	}
	return unread.Err()
}
