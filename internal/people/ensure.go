package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Ensure finds people by their addresses, and makes those it does not find
// active in org. They come back in the order asked. Somebody who has left their
// organisation joins this one, under the name and title given here; of others
// neither is overwritten. Somebody who belongs to another organisation stays
// there, and comes back with that Org, but with the name and title given here:
// whoever types an address is not told who has it (ASVS V8.4.1). Faults are under
// name_0, mail_0, title_0 and so on. For org's contact persons and
// signers, the secretariat and jobs.
//
// It is used under load: two statements when all are known or all are new, the
// names aside.
func Ensure(ctx context.Context, tx *db.Tx, org id.Org, guests []Guest) ([]Person, error) {
	if err := mayName(tx.Actor, org); err != nil {
		return nil, err
	}
	guests, err := checkGuests(guests)
	if err != nil || len(guests) == 0 {
		return nil, err
	}
	known, err := byMail(ctx, tx, guests)
	if err != nil {
		return nil, err
	}
	if added, all, err := addMissing(ctx, tx, org, guests, known); err != nil {
		return nil, err
	} else if !all { // somebody else added one of them meanwhile
		if known, err = byMail(ctx, tx, guests); err != nil {
			return nil, err
		}
	} else {
		for _, p := range added {
			known[p.Email] = p
		}
	}
	found := make([]Person, len(guests))
	for i, g := range guests {
		p := known[g.Email]
		if p.State == Ended {
			if p, _, err = rejoin(ctx, tx, p, NewPerson{Name: g.Name, Title: g.Title, Org: org}); err != nil {
				return nil, err
			}
			known[g.Email] = p
		}
		if p.Org != org {
			p.Name, p.Title, p.Phone, p.SortKey = g.Name, g.Title, "", i18n.SortKey(g.Name)
		}
		found[i] = p
	}
	return found, nil
}

func checkGuests(guests []Guest) ([]Guest, error) {
	var bad problem.Fields
	guests = slices.Clone(guests)
	for i := range guests {
		CheckGuest(&bad, &guests[i], fmt.Sprint("name_", i), fmt.Sprint("mail_", i), fmt.Sprint("title_", i), "")
	}
	return guests, bad.Err()
}

func byMail(ctx context.Context, tx *db.Tx, guests []Guest) (map[string]Person, error) {
	emails := make([]string, len(guests))
	for i, g := range guests {
		emails[i] = g.Email
	}
	list, err := personsByMail(ctx, tx, emails)
	known := make(map[string]Person, len(list))
	for _, p := range list {
		known[p.Asked] = p.Person
	}
	return known, err
}

// addMissing inserts those who are not known. all is false when one of them was
// there after all.
func addMissing(ctx context.Context, tx *db.Tx, org id.Org, guests []Guest, known map[string]Person) (added []Person, all bool, err error) {
	var rows []personRow
	for _, g := range guests {
		if _, ok := known[g.Email]; ok || slices.ContainsFunc(rows, func(r personRow) bool { return r.Email == g.Email }) {
			continue
		}
		p := NewPerson{Name: g.Name, Email: g.Email, Title: g.Title, Org: org}.person(tx)
		rows, added = append(rows, personRow{p, tx.Now}), append(added, p)
	}
	if len(rows) == 0 {
		return nil, true, nil
	}
	slices.SortFunc(rows, func(a, b personRow) int { return cmp.Compare(a.Email, b.Email) })
	n, err := insertPersons(ctx, tx, rows)
	if err != nil || n != int64(len(rows)) {
		return nil, false, err
	}
	for _, p := range added {
		if err := tx.Audit(ctx, "people.person_added", string(p.ID), org); err != nil {
			return nil, false, err
		}
	}
	return added, true, nil
}

// rejoin takes in somebody who had left, as they are called now. It is not done
// when another command was first: then it tells what that one made of them.
func rejoin(ctx context.Context, tx *db.Tx, p Person, n NewPerson) (_ Person, done bool, err error) {
	p.Org, p.State, p.Name, p.Title, p.Phone, p.SortKey = n.Org, Active, n.Name, n.Title, n.Phone, i18n.SortKey(n.Name)
	if done, err = affiliate(ctx, tx, p); err != nil {
		return p, false, err
	}
	if !done {
		p, err = personByID(ctx, tx, p.ID)
		return p, false, err
	}
	return p, true, tx.Audit(ctx, "people.person_rejoined", string(p.ID), n.Org)
}

// person is a new one, active at once, who reads the first language until they
// choose.
func (n NewPerson) person(tx *db.Tx) Person {
	return Person{
		ID: id.Person(tx.NewID()), Name: n.Name, Email: n.Email, Title: n.Title, Phone: n.Phone,
		Lang: cmp.Or(n.Lang, i18n.Languages[0]), SortKey: i18n.SortKey(n.Name), Org: n.Org, State: Active,
	}
}
