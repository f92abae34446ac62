package signin

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// mineView is a person's own page.
type mineView struct {
	Person   people.Person
	Org      people.Org
	Sessions []Session
	Here     string // the hash of this browser's cookie
	Saved    bool
	Faults   problem.Fields
}

func mine(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return showMine(s, w, r, http.StatusOK, mineView{Saved: r.FormValue("gemt") != ""})
}

// showMine fills in what the database knows, but for what was typed and refused.
func showMine(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v mineView) error {
	v.Here = hash(tokenOf(r, s.Secure))
	typed := v.Person
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Person, err = people.PersonByID(ctx, tx, tx.Actor.Person); err != nil {
			return err
		}
		if v.Org, err = people.OrgByID(ctx, tx, v.Person.Org); err != nil {
			return err
		}
		v.Sessions, err = Sessions(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Faults) > 0 {
		v.Person.Name, v.Person.Title, v.Person.Phone, v.Person.Lang = typed.Name, typed.Title, typed.Phone, typed.Lang
	}
	return web.Render(w, r, status, minePage(v))
}

func editMine(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	p := people.Person{
		Name: r.PostFormValue("name"), Title: r.PostFormValue("title"), Phone: r.PostFormValue("phone"), Lang: r.PostFormValue("lang"),
	}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return people.Edit(ctx, tx, p.Name, p.Title, p.Phone, p.Lang)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return showMine(s, w, r, http.StatusUnprocessableEntity, mineView{Person: p, Faults: faults})
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, minePath+"?gemt=1")
	return nil
}

func revoke(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return Revoke(ctx, tx, r.PathValue("session"))
	})
	if err != nil {
		return err
	}
	web.Redirect(w, r, minePath)
	return nil
}
