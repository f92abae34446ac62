package people

import (
	"context"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

const (
	duplicatesPath = "/sekretariat/dubletter"
	mergePath      = duplicatesPath + "/saml"
)

// duplicatesView is a page of people who may be one.
type duplicatesView struct {
	Page    []pair
	All     int
	Persons map[id.Person]Person
	Orgs    map[id.Org]Org
	Merged  bool // the page before merged two
}

func showDuplicates(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := duplicatesView{Merged: r.URL.Query().Has("samlet")}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Page, v.All, err = duplicates(ctx, tx, r.URL.Query().Get("efter")); err != nil {
			return err
		}
		var persons []id.Person
		for _, p := range v.Page {
			persons = append(persons, p.One, p.Other)
		}
		if v.Persons, err = Persons(ctx, tx, persons); err != nil {
			return err
		}
		v.Orgs, err = orgsOf(ctx, tx, v.Persons)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, duplicatesPage(v))
}

func orgsOf(ctx context.Context, tx *db.Tx, persons map[id.Person]Person) (map[id.Org]Org, error) {
	var orgs []id.Org
	for _, p := range persons {
		orgs = append(orgs, p.Org)
	}
	return Orgs(ctx, tx, orgs)
}

// next is the address of the next page; empty when this is the last.
func (v duplicatesView) next() string {
	if len(v.Page) < pageSize {
		return ""
	}
	return duplicatesPath + "?" + url.Values{"efter": {v.Page[len(v.Page)-1].key()}}.Encode()
}

// mergeAddress is where two are shown beside each other before they are merged.
func mergeAddress(kept, gone id.Person) string {
	return mergePath + "?" + url.Values{"behold": {string(kept)}, "vaek": {string(gone)}}.Encode()
}

// name is a likeness in words.
func (l likeness) name(ctx context.Context) string {
	switch l {
	case sameMailbox:
		return i18n.T(ctx, "people.like_mail")
	case samePhone:
		return i18n.T(ctx, "people.like_phone")
	}
	return i18n.T(ctx, "people.like_name")
}

// mergeView is two people, and what comes of merging them.
type mergeView struct {
	union
	Orgs   map[id.Org]Org
	Faults problem.Fields
}

func askMerge(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return mergeWith(s, w, r, http.StatusOK, nil)
}

func mergeWith(s *web.Site, w http.ResponseWriter, r *http.Request, status int, faults problem.Fields) error {
	v := mergeView{Faults: faults}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayEditOrg(tx.Actor); err != nil {
			return err
		}
		if v.union, err = uniting(ctx, tx, id.Person(r.FormValue("behold")), id.Person(r.FormValue("vaek"))); err != nil {
			return err
		}
		v.Orgs, err = orgsOf(ctx, tx, map[id.Person]Person{v.Kept.ID: v.Kept, v.Gone.ID: v.Gone})
		return err
	})
	if err != nil {
		return err
	}
	if v.Faults == nil {
		v.Faults = v.check(web.Actor(r))
	}
	return web.Render(w, r, status, mergePage(v))
}

func postMerge(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return Merge(ctx, tx, id.Person(r.PostFormValue("behold")), id.Person(r.PostFormValue("vaek")))
	})
	if faults, ok := problem.FieldsOf(err); ok && len(faults) > 0 {
		return mergeWith(s, w, r, http.StatusUnprocessableEntity, faults)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, duplicatesPath+"?samlet=1")
	return nil
}
