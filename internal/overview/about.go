package overview

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/personal"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// contactView is all that the page of contacts may show.
type contactView struct {
	Programmes []programmeContact
	Orgs       []people.Org // those who run or own something
}

type programmeContact struct {
	Kind       web.Kind
	Name, Href string
	People     []person
	Email      string
}

func about(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, aboutPage())
}

func contact(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v contactView
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error { return v.fill(ctx, tx) })
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, contactPage(v))
}

func (v *contactView) fill(ctx context.Context, tx *db.Tx) error {
	all, err := programme.Published(ctx, tx)
	if err != nil {
		return err
	}
	var persons []id.Person
	var behind []id.Org
	for _, p := range all {
		persons = append(persons, p.Contacts...)
		for _, one := range []id.Org{p.Operator, p.Owner} {
			if !slices.Contains(behind, one) {
				behind = append(behind, one)
			}
		}
	}
	names, err := people.NamesFor(ctx, tx, nil, persons)
	if err != nil {
		return err
	}
	orgs, err := people.Orgs(ctx, tx, behind)
	if err != nil {
		return err
	}
	for _, one := range behind {
		if o, ok := orgs[one]; ok {
			v.Orgs = append(v.Orgs, o)
		}
	}
	for _, p := range all {
		v.Programmes = append(v.Programmes, programmeContact{p.Kind, p.Name, p.Path(), personsIn(p.Contacts, names.Persons), p.Email})
	}
	return nil
}

// Privacy is the door to what the house keeps about people, as each capability
// has registered it.
func Privacy(holdings []personal.Holding) []web.Route {
	return []web.Route{{Pattern: "GET /privatliv", For: web.Public, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		return web.Render(w, r, http.StatusOK, privacyPage(holdings))
	}}}
}

// basis is a legal basis in words.
func basis(ctx context.Context, b personal.Basis) string {
	switch b {
	case personal.Consent:
		return i18n.T(ctx, "overview.basis_consent")
	case personal.Explicit:
		return i18n.T(ctx, "overview.basis_explicit")
	case personal.Contract:
		return i18n.T(ctx, "overview.basis_contract")
	case personal.Obligation:
		return i18n.T(ctx, "overview.basis_obligation")
	case personal.PublicTask:
		return i18n.T(ctx, "overview.basis_task")
	}
	return i18n.T(ctx, "overview.basis_interest")
}

// aboutOrg is where the page of contacts tells of an organisation behind a
// programme.
func aboutOrg(one id.Org) string { return "/kontakt#org-" + string(one) }

// orgName is the name to be written on a letter.
func orgName(o people.Org) string { return cmp.Or(o.OfficialName, o.Name) }

// address is an organisation's in one line.
func address(o people.Org) string {
	parts := slices.DeleteFunc([]string{o.Street, strings.TrimSpace(o.Postcode + " " + o.City)}, func(part string) bool { return part == "" })
	return strings.Join(parts, ", ")
}
