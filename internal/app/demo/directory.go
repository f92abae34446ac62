package demo

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// asks are what some of the members would like to be asked about. The others in
// the directory say nothing, and most are not in it.
var asks = map[int]string{
	0: "overgange mellem dagtilbud og skole", 3: "data, som ledere kan bruge", 7: "forældreråd og skolebestyrelser",
	11: "sagsfremstillinger til udvalget", 15: "budgetmodeller", 20: "inkluderende fællesskaber",
}

// directory has every fourth member say yes to being seen. The visitor's own
// parts have not been asked yet.
func (w *World) directory(ctx context.Context, l *land) error {
	if err := w.at("2021-04-23", "11.00"); err != nil {
		return err
	}
	var network id.Programme
	var members []people.Person
	err := w.House.DB.Read(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, networkSlug)
		if err != nil {
			return err
		}
		network = p.ID
		all, err := meeting.InProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		seats, err := registration.Attendees(ctx, tx, all[0].ID)
		if err != nil {
			return err
		}
		var ids []id.Person
		for i, s := range seats {
			if i%4 == 0 && !w.plays(s.Person) {
				ids = append(ids, s.Person)
			}
		}
		found, err := people.Persons(ctx, tx, ids)
		for _, one := range ids {
			members = append(members, found[one])
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, m := range members {
		err := w.House.DB.Write(ctx, access.Actor{Person: m.ID, Org: m.Org}, func(ctx context.Context, tx *db.Tx) error {
			return registration.Appear(ctx, tx, registration.Entry{Programme: network, ShowEmail: i%2 == 0, Ask: asks[i]})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// plays tells whether somebody is one of the visitor's parts.
func (w *World) plays(who id.Person) bool {
	return slices.ContainsFunc(w.Cast, func(r Role) bool { return r.Person == who })
}
