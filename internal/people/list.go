package people

import (
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
)

// pageSize is how many organisations a page of the list shows.
const pageSize = 50

// Census counts an organisation's people.
type Census struct {
	Org      id.Org
	People   int64 // active
	Pending  int64
	Contacts int64
}

// search is what the list of organisations is narrowed to. After is the id of
// the last one on the page before.
type search struct {
	Text  string
	Kind  OrgKind
	After id.Org
}

// listed is an organisation in the list.
type listed struct {
	Org
	Census
}

// list is one page of the organisations that a search finds, and how many it
// finds in all: for the secretariat.
func list(ctx context.Context, tx *db.Tx, s search) (page []listed, all int, err error) {
	if err := mayEditOrg(tx.Actor); err != nil {
		return nil, 0, err
	}
	orgs, err := allOrgs(ctx, tx)
	if err != nil {
		return nil, 0, err
	}
	counts, err := census(ctx, tx)
	if err != nil {
		return nil, 0, err
	}
	found := s.among(orgs)
	for _, o := range s.page(found) {
		one := listed{Org: o}
		if i := slices.IndexFunc(counts, func(c Census) bool { return c.Org == o.ID }); i >= 0 {
			one.Census = counts[i]
		}
		page = append(page, one)
	}
	return page, len(found), nil
}

// among looks through names and numbers. There are a few hundred organisations
// at most, and the engines would not agree on how to look for æ, ø and å.
func (s search) among(orgs []Org) (found []Org) {
	text := i18n.SearchKey(s.Text)
	for _, o := range orgs {
		key := i18n.SearchKey(strings.Join([]string{o.Name, o.OfficialName, o.Region, o.Code, o.CVR}, " "))
		if (s.Kind == "" || s.Kind == o.Kind) && strings.Contains(key, text) {
			found = append(found, o)
		}
	}
	return found
}

// page is what comes after the last one shown. One that is no longer found
// begins anew.
func (s search) page(found []Org) []Org {
	i := slices.IndexFunc(found, func(o Org) bool { return o.ID == s.After })
	found = found[i+1:]
	return found[:min(len(found), pageSize)]
}
