package people

import (
	"context"
	"net/http"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// HandoverPath is where a contact person hands the task over.
const HandoverPath = "/kommune/kontaktperson"

// What the form's choice between beside and instead sends.
const (
	besides = "sammen"
	instead = "afloeser"
)

// handoverView is the page. Way is what was chosen of the two, nothing at first.
type handoverView struct {
	crew
	Said    Handover
	Me      id.Person
	Way     string
	Domains []string
	Faults  problem.Fields
}

func showHandover(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return handoverForm(s, w, r, http.StatusOK, handoverView{})
}

func handoverForm(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v handoverView) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayHandOver(tx.Actor, tx.Actor.Org); err != nil {
			return err
		}
		if v.Said.Key == "" {
			v.Said.Key = tx.NewID()
		}
		v.Me = tx.Actor.Person
		if v.Domains, err = domainsOf(ctx, tx, tx.Actor.Org); err != nil {
			return err
		}
		v.crew, err = loadCrew(ctx, tx, tx.Actor.Org)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, handoverPage(v))
}

func postHandover(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	text := func(field string) string { return strings.TrimSpace(r.PostFormValue(field)) }
	v := handoverView{Way: r.PostFormValue("hvordan"), Said: Handover{
		Key: r.PostFormValue("key"), Org: web.Actor(r).Org, To: id.Person(r.PostFormValue("kollega")),
		Guest: Guest{Name: text("name"), Email: text("email"), Title: text("title")}, Stay: r.PostFormValue("hvordan") == besides,
	}}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if v.Way != besides && v.Way != instead {
			if err := mayHandOver(tx.Actor, v.Said.Org); err != nil {
				return err
			}
			return problem.Fields{{Name: "hvordan", Key: "people.handover_how"}}.Err()
		}
		_, err := HandOver(ctx, tx, v.Said)
		return err
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return handoverForm(s, w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	if v.Said.Stay {
		return web.Redirect(w, r, colleaguesPath)
	}
	return web.Redirect(w, r, "/kommune") // which tells who is contact person now
}

// colleagues are those who can be named.
func (v handoverView) colleagues(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "people.handover_other")}}
	for _, p := range v.Active {
		if p.ID == v.Me {
			continue
		}
		text := p.Name
		if v.Contacts[p.ID] {
			text = i18n.F(ctx, "people.handover_is_contact", i18n.Args{"Name": p.Name})
		}
		options = append(options, web.Option{Value: string(p.ID), Text: text})
	}
	return options
}

func (v handoverView) ways(ctx context.Context) []web.ChoiceCard {
	return []web.ChoiceCard{
		{Value: besides, Title: i18n.T(ctx, "people.handover_beside"), Text: i18n.T(ctx, "people.handover_beside_text"), Checked: v.Way == besides},
		{Value: instead, Title: i18n.T(ctx, "people.handover_instead"), Text: i18n.T(ctx, "people.handover_instead_text"), Checked: v.Way == instead},
	}
}

// addresses says which mail addresses a new colleague may have.
func (v handoverView) addresses(ctx context.Context) string {
	if len(v.Domains) == 0 {
		return i18n.T(ctx, "people.handover_no_domains")
	}
	return i18n.F(ctx, "people.handover_domains", i18n.Args{"Domains": "@" + strings.Join(v.Domains, ", @")})
}
