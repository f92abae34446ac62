package people

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// newOrgPath cannot be an organisation's: no id is a word.
const newOrgPath = orgsPath + "/ny"

// newOrgView is the form for an organisation that is not in the register.
type newOrgView struct {
	Typed      NewOrg
	Population string
	Key        string // makes sending twice the same as once
	Faults     problem.Fields
}

func showNewOrg(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return newOrgForm(w, r, http.StatusOK, newOrgView{Key: s.DB.NewID()})
}

func newOrgForm(w http.ResponseWriter, r *http.Request, status int, v newOrgView) error {
	if err := mayManageOrgs(web.Actor(r)); err != nil {
		return err
	}
	if len(v.Typed.GLNs) == 0 {
		v.Typed.GLNs = make([]GLN, spare)
	}
	if len(v.Typed.Domains) == 0 {
		v.Typed.Domains = make([]string, spare)
	}
	return web.Render(w, r, status, newOrgPage(v))
}

func addOrg(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	n := typedOrg(r)
	n.Name, n.OfficialName = r.PostFormValue("name"), r.PostFormValue("official_name")
	var added id.Org
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		key := r.PostFormValue("key")
		done, err := tx.Recall(ctx, key, n, &added)
		if done || err != nil {
			return err
		}
		if added, err = AddOrg(ctx, tx, n); err != nil {
			return err
		}
		return tx.Remember(ctx, key, n, added)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v := newOrgView{Typed: n, Population: r.PostFormValue("population"), Key: s.DB.NewID(), Faults: faults}
		return newOrgForm(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, orgsPath+"/"+string(added))
	return nil
}
