package approval

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// mandateView is who may bind an organisation, and the forms that change it.
type mandateView struct {
	people.Mandate
	Org    people.Org
	People []people.Person // who can be named
	Fields []string        // of work, as programmes have them
	Loosen bool            // the reader may allow more
	Staff  bool
	Saved  bool // something was just changed
	Typed  url.Values
	Faults problem.Fields
}

// mandateOrg is whose mandate the page is about: the secretariat says whose.
func mandateOrg(who access.Actor, r *http.Request) id.Org {
	if one := id.Org(r.FormValue("kommune")); who.IsStaff() && one != "" {
		return one
	}
	return who.Org
}

func loadMandate(ctx context.Context, tx *db.Tx, org id.Org) (v mandateView, err error) {
	if v.Mandate, err = people.MandateOf(ctx, tx, org); err != nil {
		return v, err
	}
	if v.Org, err = people.OrgByID(ctx, tx, org); err != nil {
		return v, err
	}
	if v.People, err = people.Candidates(ctx, tx, org); err != nil {
		return v, err
	}
	v.Staff = tx.Actor.IsStaff()
	v.Loosen = v.Staff || tx.Actor.Is(access.Signer, access.At(org))
	if v.Fields, err = fields(ctx, tx); err != nil {
		return v, err
	}
	for _, l := range v.Limits {
		v.Fields = append(v.Fields, l.Field)
	}
	for _, s := range v.Signers {
		v.Fields = append(v.Fields, s.Field)
	}
	v.Fields = tidy(v.Fields)
	return v, nil
}

// fields are those that published programmes have.
func fields(ctx context.Context, tx *db.Tx) (list []string, err error) {
	all, err := programme.Published(ctx, tx)
	for _, p := range all {
		list = append(list, p.Field)
	}
	return list, err
}

// tidy has each field once, as Danes order them.
func tidy(list []string) []string {
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(i18n.SortKey(a), i18n.SortKey(b)) })
	return slices.Compact(slices.DeleteFunc(list, func(f string) bool { return f == "" }))
}

func showMandate(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return mandateWith(s, w, r, http.StatusOK, nil)
}

func mandateWith(s *web.Site, w http.ResponseWriter, r *http.Request, status int, bad problem.Fields) error {
	var v mandateView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = loadMandate(ctx, tx, mandateOrg(tx.Actor, r))
		return err
	})
	if err != nil {
		return err
	}
	v.Typed, v.Faults, v.Saved = r.PostForm, bad, r.Method == http.MethodGet && r.FormValue("gemt") != ""
	return web.Render(w, r, status, mandatePage(v))
}

// mandateChange is a command about an organisation's mandate.
type mandateChange func(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error

func changeMandate(do mandateChange) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		org := mandateOrg(web.Actor(r), r)
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, org, r) })
		if bad, ok := problem.FieldsOf(err); ok {
			return mandateWith(s, w, r, http.StatusUnprocessableEntity, bad)
		}
		if err != nil {
			return err
		}
		to := url.Values{"gemt": {"1"}}
		if web.Actor(r).IsStaff() {
			to.Set("kommune", string(org))
		}
		return web.Redirect(w, r, mandatePath+"?"+to.Encode())
	}
}

// forOrg is the address of a page about an organisation: the secretariat's says whose.
func forOrg(path string, staff bool, org id.Org) string {
	if staff {
		path += "?kommune=" + url.QueryEscape(string(org))
	}
	return path
}

func setLimit(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	most, ok := money.Parse(r.PostFormValue("graense"))
	if !ok {
		most = money.DKK(-1) // refused, with all other faults
	}
	return people.SetLimit(ctx, tx, org, people.Limit{Field: r.PostFormValue("felt"), Amount: most})
}

func dropLimit(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	return people.DropLimit(ctx, tx, org, r.PostFormValue("felt"))
}

func addSigner(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	return people.AddSigner(ctx, tx, org, r.PostFormValue("omraade"), id.Person(r.PostFormValue("hvem")))
}

func removeSigner(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	return people.RemoveSigner(ctx, tx, org, r.PostFormValue("omraade"), id.Person(r.PostFormValue("hvem")))
}

// fieldName is a field of work in words. Without fields of their own, the rest
// is all there is.
func (v mandateView) fieldName(ctx context.Context, field string) string {
	limited := slices.ContainsFunc(v.Limits, func(l people.Limit) bool { return l.Field != "" })
	return fieldText(ctx, field, limited || v.parted())
}

// parted tells whether somebody decides about a field of their own. A limit of its
// own takes nothing from those who decide about all.
func (v mandateView) parted() bool {
	return slices.ContainsFunc(v.Signers, func(s people.Signatory) bool { return s.Field != "" })
}

// signs is the field of work that somebody decides about, in words.
func (v mandateView) signs(ctx context.Context, field string) string {
	return fieldText(ctx, field, v.parted())
}

func fieldText(ctx context.Context, field string, others bool) string {
	switch {
	case field != "":
		return field
	case others:
		return i18n.T(ctx, "approval.all_fields")
	}
	return i18n.T(ctx, "approval.every_field")
}

func (v mandateView) fieldOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: v.fieldName(ctx, "")}}
	for _, f := range v.Fields {
		options = append(options, web.Option{Value: f, Text: f})
	}
	return options
}

func (v mandateView) personOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "approval.choose_person")}}
	for _, p := range v.People {
		options = append(options, web.Option{Value: string(p.ID), Text: p.Name})
	}
	return options
}

// at is the address of one of the page's doors.
func (v mandateView) at(door string) string { return forOrg(mandatePath+door, v.Staff, v.Org.ID) }

// mayName tells whether the reader may say who decides.
func (v mandateView) mayName() bool { return v.Loosen || len(v.Limits)+len(v.Signers) == 0 }
