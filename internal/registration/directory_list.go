package registration

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// directoryPage is how many people a page of the directory shows.
const directoryPage = 100

// Listed is somebody in the directory, with what they let be seen.
type Listed struct {
	Person  id.Person
	Name    string
	Title   string
	Org     id.Org
	Email   string // empty when not shown
	Phone   string // empty when not shown or not known
	Ask     string
	SortKey string `db:"sort_key"`
}

// sought is what the directory is narrowed to. After is the last person on the
// page before.
type sought struct {
	Text   string
	Region string
	Org    id.Org
	After  id.Person
}

func (s sought) any() bool { return s.Text != "" || s.Region != "" || s.Org != "" }

// directory is a network's members, as one reader sees them.
type directory struct {
	Programme programme.Programme
	Orgs      []people.Org // that take part, as Danes order them
	Count     map[id.Org]int64
	Sees      bool // the reader sees people too
	People    []Listed
	Rest      bool // there are more after these
	Found     int  // in all
	Sought    sought
	Seated    bool  // the reader may appear
	Own       Entry // what they said
	Said      bool
}

func directoryOf(ctx context.Context, tx *db.Tx, p programme.Programme, s sought) (d directory, err error) {
	d = directory{Programme: p, Sought: s, Count: map[id.Org]int64{}}
	members, err := membersOf(ctx, tx, p.ID)
	if err != nil {
		return d, err
	}
	ids := make([]id.Org, len(members))
	for i, m := range members {
		ids[i] = m.Org
		d.Count[m.Org] = m.People
	}
	orgs, err := people.Orgs(ctx, tx, ids)
	if err != nil {
		return d, err
	}
	for _, o := range orgs {
		d.Orgs = append(d.Orgs, o)
	}
	slices.SortFunc(d.Orgs, func(a, b people.Org) int { return strings.Compare(a.SortKey+string(a.ID), b.SortKey+string(b.ID)) })
	if err := d.own(ctx, tx); err != nil {
		return d, err
	}
	if d.Sees = seesDirectory(tx.Actor, d.Seated, members); !d.Sees {
		return d, nil
	}
	all, err := listedIn(ctx, tx, p.ID)
	found := slices.DeleteFunc(all, func(l Listed) bool { return !s.finds(l, orgs[l.Org]) })
	d.Found = len(found)
	if err == nil && s.After != "" {
		found, err = after(ctx, tx, found, s.After)
	}
	d.People, d.Rest = found[:min(len(found), directoryPage)], len(found) > directoryPage
	return d, err
}

// after is the part of a list behind somebody, who may have left the directory since
// the page before was shown.
func after(ctx context.Context, tx *db.Tx, list []Listed, who id.Person) ([]Listed, error) {
	persons, err := people.Persons(ctx, tx, []id.Person{who})
	last := Listed{Person: who, SortKey: persons[who].SortKey}
	i, there := slices.BinarySearchFunc(list, last, Listed.compare)
	if there {
		i++
	}
	return list[i:], err
}

// listedIn is the directory of a programme, by name: those who said yes, work where
// they did, and have a seat there still.
func listedIn(ctx context.Context, tx *db.Tx, p id.Programme) (list []Listed, err error) {
	entries, persons, err := entriesWithPersons(ctx, tx, p)
	for _, e := range entries {
		who := persons[e.Person]
		if !e.stands(who) {
			continue
		}
		l := Listed{Person: who.ID, Name: who.Name, Title: who.Title, Org: who.Org, Ask: e.Ask, SortKey: who.SortKey}
		if e.ShowEmail {
			l.Email = who.Email
		}
		if e.ShowPhone {
			l.Phone = who.Phone
		}
		list = append(list, l)
	}
	slices.SortFunc(list, Listed.compare)
	return list, err
}

func (l Listed) compare(o Listed) int {
	return cmp.Or(cmp.Compare(l.SortKey, o.SortKey), cmp.Compare(l.Person, o.Person))
}

// stands tells whether somebody is still where they were when they said yes.
func (e seatedEntry) stands(who people.Person) bool {
	return who.State == people.Active && who.Org == e.Org
}

func entriesWithPersons(ctx context.Context, tx *db.Tx, p id.Programme) ([]seatedEntry, map[id.Person]people.Person, error) {
	entries, err := seatedEntries(ctx, tx, p)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]id.Person, len(entries))
	for i, e := range entries {
		ids[i] = e.Person
	}
	persons, err := people.Persons(ctx, tx, ids)
	return entries, persons, err
}

// deleteStrayEntries forgets what those said who have left.
func deleteStrayEntries(ctx context.Context, tx *db.Tx) error {
	entries, persons, err := entriesWithPersons(ctx, tx, "")
	if err != nil {
		return err
	}
	type one struct {
		Programme id.Programme
		Person    id.Person
	}
	stray := map[one]bool{}
	for _, e := range entries {
		at := one{e.Programme, e.Person}
		before, seen := stray[at]
		stray[at] = (before || !seen) && !e.stands(persons[e.Person])
	}
	for at, gone := range stray {
		if gone {
			if _, err := deleteEntry(ctx, tx, at.Programme, at.Person); err != nil {
				return err
			}
		}
	}
	return nil
}

// own is the reader's part.
func (d *directory) own(ctx context.Context, tx *db.Tx) error {
	if !tx.Actor.SignedIn() {
		return nil
	}
	n, err := seatsIn(ctx, tx, d.Programme.ID, tx.Actor.Person)
	if err != nil {
		return err
	}
	d.Seated = n > 0
	d.Own, d.Said, err = entryOf(ctx, tx, d.Programme.ID, tx.Actor.Person)
	return err
}

// finds tells whether all words are in what the directory says of somebody.
func (s sought) finds(l Listed, o people.Org) bool {
	if s.Org != "" && s.Org != l.Org || s.Region != "" && s.Region != o.Region {
		return false
	}
	key := i18n.SearchKey(strings.Join([]string{l.Name, l.Title, l.Ask, o.Name}, " "))
	return !slices.ContainsFunc(strings.Fields(i18n.SearchKey(s.Text)), func(w string) bool { return !strings.Contains(key, w) })
}

// more is whom the next page comes after; empty when this is the last.
func (d directory) more() id.Person {
	if !d.Rest {
		return ""
	}
	return d.People[len(d.People)-1].Person
}

// regions are those of the members, as Danes order them.
func (d directory) regions() (list []string) {
	for _, o := range d.Orgs {
		if o.Region != "" && !slices.Contains(list, o.Region) {
			list = append(list, o.Region)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(i18n.SortKey(a), i18n.SortKey(b)) })
	return list
}

func (d directory) orgName(one id.Org) string {
	for _, o := range d.Orgs {
		if o.ID == one {
			return o.Name
		}
	}
	return ""
}
