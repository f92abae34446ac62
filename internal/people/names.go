package people

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Named is what a page needs to mention somebody.
type Named struct {
	Name  string
	Title string // a person's; may be empty
}

// Names are those of some organisations and persons.
type Names struct {
	Orgs    map[id.Org]Named
	Persons map[id.Person]Named
}

// NamesFor finds the names of organisations and persons together, in one query;
// those that do not exist are left out. As with PersonByID the caller decides
// who is shown what.
func NamesFor(ctx context.Context, tx *db.Tx, orgs []id.Org, persons []id.Person) (Names, error) {
	found := Names{map[id.Org]Named{}, map[id.Person]Named{}}
	if len(orgs)+len(persons) == 0 {
		return found, nil
	}
	rows, err := namesFor(ctx, tx, orgs, persons)
	for _, r := range rows {
		if r.Person {
			found.Persons[id.Person(r.ID)] = r.Named
		} else {
			found.Orgs[id.Org(r.ID)] = r.Named
		}
	}
	return found, err
}
