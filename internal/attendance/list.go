package attendance

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// guest is somebody with a seat, as they are received.
type guest struct {
	people.Person
	Seat  id.Seat
	From  people.Org
	Code  string
	Entry Entry
}

// search is what a typed part of a name or municipality is looked for in.
func (g guest) search() string { return i18n.SearchKey(g.Name + " " + g.From.Name) }

// id is the guest's place on the page.
func (g guest) id() string { return "p-" + string(g.Person.ID) }

// said is how it stands, in words: "Mødt kl. 9.12". Empty when nothing is known.
func (g guest) said(ctx context.Context) string {
	if g.Entry.State == Unknown {
		return ""
	}
	return g.Entry.State.Word(ctx) + " " + when.Clock(ctx, g.Entry.At)
}

// already is for somebody who is marked once more: "Allerede mødt kl. 9.12".
func (g guest) already(ctx context.Context) string {
	return i18n.F(ctx, "attendance.already", i18n.Args{"Said": strings.ToLower(g.said(ctx))})
}

// Word is the state in a word or two.
func (s State) Word(ctx context.Context) string {
	switch s {
	case Came:
		return i18n.T(ctx, "attendance.came")
	case Late:
		return i18n.T(ctx, "attendance.late")
	case Excused:
		return i18n.T(ctx, "attendance.excused")
	case Absent:
		return i18n.T(ctx, "attendance.absent")
	}
	return i18n.T(ctx, "attendance.unknown")
}

// guests is everybody with a seat, by name, and how it stands with them.
func guests(ctx context.Context, tx *db.Tx, s scene) ([]guest, error) {
	roll, err := atDoor(ctx, tx, s.Meeting)
	if err != nil {
		return nil, err
	}
	seats, err := registration.AtTheDoor(ctx, tx, s.Meeting)
	if err != nil {
		return nil, err
	}
	return named(ctx, tx, seats, roll)
}

// named tells who sits on some seats.
func named(ctx context.Context, tx *db.Tx, seats []registration.Seat, roll Roll) ([]guest, error) {
	who, from := make([]id.Person, len(seats)), map[id.Org]bool{}
	var orgIDs []id.Org
	for i, s := range seats {
		if who[i] = s.Person; !from[s.Org] {
			from[s.Org] = true
			orgIDs = append(orgIDs, s.Org)
		}
	}
	persons, err := people.Persons(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	orgs, err := people.Orgs(ctx, tx, orgIDs)
	if err != nil {
		return nil, err
	}
	list := make([]guest, len(seats))
	for i, s := range seats {
		list[i] = guest{Person: persons[s.Person], Seat: s.ID, From: orgs[s.Org], Code: codeOf(s.ID), Entry: roll[s.Person]}
	}
	slices.SortFunc(list, byName)
	return list, nil
}

func byName(a, b guest) int {
	return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.Person.ID, b.Person.ID))
}

// matching are the guests whose name or municipality has all the words that were
// typed.
func matching(list []guest, typed string) (found []guest) {
	words := strings.Fields(i18n.SearchKey(typed))
	for _, g := range list {
		in := g.search()
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) }) {
			found = append(found, g)
		}
	}
	return found
}

// here is how many of some guests have come.
func here(list []guest) (n int) {
	for _, g := range list {
		if g.Entry.State == Came {
			n++
		}
	}
	return n
}
