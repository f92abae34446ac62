package people

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/id"
)

// Objects is what people and organisations are called, for the pages that have
// only ids: those of the secretariat.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	persons, err := Persons(ctx, tx, as[id.Person](ids))
	if err != nil {
		return nil, err
	}
	orgs, err := Orgs(ctx, tx, as[id.Org](ids))
	if err != nil {
		return nil, err
	}
	found := audit.Names{}
	for one, p := range persons {
		found[string(one)] = audit.Named{Text: p.Name, Href: staffPath(p.Org), Person: true, Email: p.Email}
	}
	for one, o := range orgs {
		found[string(one)] = audit.Named{Text: o.OfficialName, Href: staffPath(one)}
	}
	return found, nil
}

func staffPath(one id.Org) string { return orgsPath + "/" + string(one) }

func as[T ~string](ids []string) []T {
	list := make([]T, len(ids))
	for i, one := range ids {
		list[i] = T(one)
	}
	return list
}
