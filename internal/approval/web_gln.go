package approval

import (
	"context"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// glnView is where an organisation's invoices go, field by field.
type glnView struct {
	Org    people.Org
	GLNs   []people.GLN
	Fields []string
	Staff  bool
	Typed  url.Values
	Faults problem.Fields
}

func showGLNs(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return glnsWith(s, w, r, http.StatusOK, nil)
}

func glnsWith(s *web.Site, w http.ResponseWriter, r *http.Request, status int, bad problem.Fields) error {
	v := glnView{Staff: web.Actor(r).IsStaff(), Typed: r.PostForm, Faults: bad}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		org := mandateOrg(tx.Actor, r)
		if _, err := people.MandateOf(ctx, tx, org); err != nil { // for those who may see the one
			return err
		}
		if v.Org, err = people.OrgByID(ctx, tx, org); err != nil {
			return err
		}
		if v.GLNs, err = people.GLNs(ctx, tx, org); err != nil {
			return err
		}
		v.Fields, err = fields(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, g := range v.GLNs {
		v.Fields = append(v.Fields, g.Field)
	}
	v.Fields = tidy(v.Fields)
	return web.Render(w, r, status, glnPage(v))
}

func changeGLN(do mandateChange) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		org := mandateOrg(web.Actor(r), r)
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, org, r) })
		if bad, ok := problem.FieldsOf(err); ok {
			return glnsWith(s, w, r, http.StatusUnprocessableEntity, bad)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, forOrg(glnPath, web.Actor(r).IsStaff(), org))
	}
}

func keepGLN(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	return people.KeepGLN(ctx, tx, org, people.GLN{Number: r.PostFormValue("ean"), Label: r.PostFormValue("navn"), Field: r.PostFormValue("felt")})
}

func dropGLN(ctx context.Context, tx *db.Tx, org id.Org, r *http.Request) error {
	return people.DropGLN(ctx, tx, org, r.PostFormValue("ean"))
}

func (v glnView) at(door string) string { return forOrg(glnPath+door, v.Staff, v.Org.ID) }

// fieldName is whose programmes' invoices go to a number.
func (v glnView) fieldName(ctx context.Context, field string) string {
	if field == "" {
		return i18n.T(ctx, "approval.all_fields")
	}
	return field
}

func (v glnView) fieldOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: v.fieldName(ctx, "")}}
	for _, f := range v.Fields {
		options = append(options, web.Option{Value: f, Text: f})
	}
	return options
}
