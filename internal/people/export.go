package people

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// exportOrgs sends the organisations that a search finds, all pages of them.
func exportOrgs(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format, found search) error {
	var (
		orgs   []Org
		counts = map[id.Org]Census{}
	)
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayEditOrg(tx.Actor); err != nil {
			return err
		}
		all, err := allOrgs(ctx, tx)
		if err != nil {
			return err
		}
		orgs = found.among(all)
		rows, err := census(ctx, tx)
		for _, c := range rows {
			counts[c.Org] = c
		}
		return err
	})
	if err != nil {
		return err
	}
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name:  i18n.T(ctx, "people.orgs"),
		About: string(web.Actor(r).Org),
		Columns: []string{
			i18n.T(ctx, "people.name"), i18n.T(ctx, "people.kind"), i18n.T(ctx, "people.code"), i18n.T(ctx, "people.cvr"),
			i18n.T(ctx, "people.street"), i18n.T(ctx, "people.postcode"), i18n.T(ctx, "people.city"), i18n.T(ctx, "people.region"),
			i18n.T(ctx, "people.email"), i18n.T(ctx, "people.phone"), i18n.T(ctx, "people.persons"), i18n.T(ctx, "people.contacts"),
		},
		Rows: tabular.All(orgs, func(o Org) []tabular.Cell {
			row := tabular.Texts(o.OfficialName, o.Kind.name(ctx), o.Code, o.CVR, o.Street, o.Postcode, o.City, o.Region, o.Email, o.Phone)
			return append(row, tabular.Int(counts[o.ID].People), tabular.Int(counts[o.ID].Contacts))
		}),
	})
}

// exportPeople sends an organisation's people: to its contact persons, and to the
// secretariat. The headings are those that HandIn knows.
func exportPeople(s *web.Site, w http.ResponseWriter, r *http.Request, f tabular.Format, o Org) error {
	var persons []Person
	contacts := map[id.Person]bool{}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if persons, err = PersonsOf(ctx, tx, o.ID); err != nil {
			return err
		}
		list, err := Contacts(ctx, tx, o.ID)
		for _, p := range list {
			contacts[p.ID] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	ctx := r.Context()
	return tabular.Send(s, w, r, f, tabular.Sheet{
		Name:  i18n.T(ctx, "people.persons") + " - " + o.OfficialName,
		About: string(o.ID),
		Columns: []string{
			i18n.T(ctx, "people.name"), i18n.T(ctx, "people.email"), i18n.T(ctx, "people.title"), i18n.T(ctx, "people.phone"),
			i18n.T(ctx, "people.organisation"), i18n.T(ctx, "people.contact"), i18n.T(ctx, "people.affiliation"),
		},
		Rows: tabular.All(persons, func(p Person) []tabular.Cell {
			contact, state := "", i18n.T(ctx, "people.is_active")
			if contacts[p.ID] {
				contact = i18n.T(ctx, "people.is_contact")
			}
			if p.State == Pending {
				state = i18n.T(ctx, "people.is_pending")
			}
			return tabular.Texts(p.Name, p.Email, p.Title, p.Phone, o.OfficialName, contact, state)
		}),
	})
}
