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

// largeForm is room for three texts of the longest kind in bytes, and the rest.
const largeForm = 256 << 10

// Routes lists every door into this capability. What anybody sees of a programme
// is drawn by overview, and the secretariat's page about one by edition, which
// know its meetings and prices.
var Routes = []web.Route{
	{Pattern: "GET /sekretariat/forloeb", For: web.StaffOnly, Do: showList},
	{Pattern: "GET /sekretariat/forloeb/{id}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /sekretariat/forloeb/{id}/ret", For: web.StaffOnly, MaxBody: largeForm, Do: postEdit},
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

// editView is all that the form may see.
type editView struct {
	Programme Programme // as it is kept
	Form      Form      // as it is typed
	Choices   Choices
	Faults    problem.Fields
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return editForm(s, w, r, http.StatusOK, nil, nil)
}

// postEdit saves and goes to the programme's page, or shows the form again with
// what was typed and every fault.
func postEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	form, one := ReadForm(r.PostForm), id.Programme(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		old, err := ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		p, unread := form.Programme(old.Kind)
		p.ID = one
		return inOrder(Together(unread, Edit(ctx, tx, p)))
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return editForm(s, w, r, http.StatusUnprocessableEntity, &form, faults)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, StaffPath(one)+"?gemt=1")
	return nil
}

func inOrder(err error) error {
	if faults, ok := problem.FieldsOf(err); ok {
		return InOrder(faults).Err()
	}
	return err
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

func editForm(s *web.Site, w http.ResponseWriter, r *http.Request, status int, form *Form, faults problem.Fields) error {
	v := editView{Faults: faults}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Choices, err = LoadChoices(ctx, tx); err != nil {
			return err
		}
		v.Programme, err = ByID(ctx, tx, id.Programme(r.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	if form == nil {
		stored := FormOf(r.Context(), v.Programme)
		form = &stored
	}
	v.Form = *form
	return web.Render(w, r, status, editPage(v))
}
