package people

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// roleView asks once more before somebody may see and change everything.
type roleView struct {
	Org    Org
	Person Person
	Role   access.Role
}

// askRole shows what the chosen person will be able to do; or the organisation's
// page again when nobody or nothing was chosen.
func askRole(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := roleView{Person: Person{ID: id.Person(r.FormValue("person"))}, Role: access.Role(r.FormValue("rolle"))}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx, orgOf(r)) })
	if faults, ok := problem.FieldsOf(err); ok {
		return orgWith(s, w, r, http.StatusUnprocessableEntity, orgView{Chosen: v, Faults: faults})
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, rolePage(v))
}

func (v *roleView) load(ctx context.Context, tx *db.Tx, of id.Org) (err error) {
	if err := mayGive(tx.Actor, access.Admin, access.Everywhere); err != nil {
		return err
	}
	var bad problem.Fields
	if v.Person.ID == "" {
		bad.Add("person", "people.pick_person", "")
	}
	if !slices.Contains(houseRoles, v.Role) {
		bad.Add("rolle", "people.pick_role", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if err := checkHouse(ctx, tx, of, v.Person.ID, v.Role); err != nil {
		return err
	}
	if v.Person, err = PersonByID(ctx, tx, v.Person.ID); err != nil {
		return err
	}
	v.Org, err = OrgByID(ctx, tx, of)
	return err
}

// heading asks.
func (v roleView) heading(ctx context.Context) string {
	args := i18n.Args{"Name": v.Person.Name}
	if v.Role == access.Admin {
		return i18n.F(ctx, "people.sure_admin", args)
	}
	return i18n.F(ctx, "people.sure_staff", args)
}

// powers are what the role lets somebody do.
func (v roleView) powers(ctx context.Context) []string {
	powers := []string{i18n.T(ctx, "people.power_see"), i18n.T(ctx, "people.power_run"), i18n.T(ctx, "people.power_people"), i18n.T(ctx, "people.power_trail")}
	if v.Role == access.Admin {
		powers = append(powers, i18n.T(ctx, "people.power_roles"), i18n.T(ctx, "people.power_money"))
	}
	return powers
}

// houseRole is a door to a command about a role that counts everywhere.
func houseRole(do func(context.Context, *db.Tx, id.Org, id.Person, access.Role) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			return do(ctx, tx, orgOf(r), id.Person(r.PostFormValue("person")), access.Role(r.PostFormValue("role")))
		})
		if err != nil {
			return err
		}
		return web.Redirect(w, r, orgsPath+"/"+string(orgOf(r)))
	}
}

// rolesPath takes a role that counts everywhere, for one of an organisation's people.
func rolesPath(of id.Org) string { return orgsPath + "/" + string(of) + "/roller" }

// houseName is a role that counts everywhere, in words.
func houseName(ctx context.Context, role access.Role) string {
	if role == access.Admin {
		return i18n.T(ctx, "people.role_admin")
	}
	return i18n.T(ctx, "people.role_staff")
}

// houseOptions and options begin with nothing: such a role is not given because a
// list happened to begin with it.
func houseOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "people.pick_role")}}
	for _, role := range houseRoles {
		options = append(options, web.Option{Value: string(role), Text: houseName(ctx, role)})
	}
	return options
}

func (c crew) options(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "people.pick_person")}}
	for _, p := range c.Active {
		options = append(options, web.Option{Value: string(p.ID), Text: p.Name})
	}
	return options
}
