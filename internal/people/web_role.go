package people

import (
	"context"
	"net/http"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/web"
)

// houseRole is a door to a command about a role that counts everywhere.
func houseRole(do func(context.Context, *db.Tx, id.Org, id.Person, access.Role) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			return do(ctx, tx, orgOf(r), id.Person(r.PostFormValue("person")), access.Role(r.PostFormValue("role")))
		})
		if err != nil {
			return err
		}
		web.Redirect(w, r, orgsPath+"/"+string(orgOf(r)))
		return nil
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

func houseOptions(ctx context.Context) (options []web.Option) {
	for _, role := range houseRoles {
		options = append(options, web.Option{Value: string(role), Text: houseName(ctx, role)})
	}
	return options
}

func (c crew) options() (options []web.Option) {
	for _, p := range c.Active {
		options = append(options, web.Option{Value: string(p.ID), Text: p.Name})
	}
	return options
}
