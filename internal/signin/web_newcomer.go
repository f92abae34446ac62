package signin

import (
	"context"
	"net/http"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// whoView is the form in which somebody whose address is proved, but who is
// unknown, says who they are.
type whoView struct {
	Email, Org  string
	Name, Title string
	Faults      problem.Fields
}

func askName(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return whoAreYou(s, w, r, http.StatusOK, whoView{})
}

func whoAreYou(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v whoView) error {
	err := s.DB.Read(r.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		asked, org, err := newcomer(ctx, tx, browserOf(r, s.Secure).secret)
		v.Email, v.Org = asked.Email, org.OfficialName
		return err
	})
	if problem.Is(err, problem.Gone) {
		return gone(w, r, "")
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, status, whoPage(v))
}

func takeName(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b := browserOf(r, s.Secure)
	guest := people.Guest{Name: r.PostFormValue("name"), Title: r.PostFormValue("title")}
	err := system(s, r, func(ctx context.Context, tx *db.Tx) error {
		return join(ctx, tx, b.secret, guest.Name, guest.Title)
	})
	if problem.Is(err, problem.Gone) {
		return gone(w, r, "")
	}
	if faults, ok := problem.FieldsOf(err); ok {
		return whoAreYou(s, w, r, http.StatusUnprocessableEntity, whoView{Name: guest.Name, Title: guest.Title, Faults: faults})
	}
	if err != nil {
		return err
	}
	b.remember(w, s.Secure)
	web.Redirect(w, r, waitPath)
	return nil
}
