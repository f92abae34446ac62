package people

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// NewPerson is somebody to be added. No Lang is the first one we write.
type NewPerson struct {
	Name, Email, Title, Phone, Lang string
	Org                             id.Org
}

// AddPerson adds an active person to an organisation: its contact persons add
// colleagues, the secretariat and jobs anybody. Faults are under the fields
// name, email, title, phone. An address that somebody has is a fault, unless
// that person has left their organisation or waits for this one's answer: then
// they are in. It takes no lock: each change is tied to what it found.
func AddPerson(ctx context.Context, tx *db.Tx, n NewPerson) (id.Person, error) {
	if err := mayManagePeople(tx.Actor, n.Org); err != nil {
		return "", err
	}
	if err := n.check(); err != nil {
		return "", err
	}
	if _, err := OrgByID(ctx, tx, n.Org); err != nil {
		return "", err
	}
	p, known, err := PersonByMail(ctx, tx, n.Email)
	if err != nil {
		return "", err
	}
	if known && p.State == Ended {
		var done bool
		if p, done, err = rejoin(ctx, tx, p, n); done || err != nil {
			return p.ID, err
		}
	}
	switch {
	case known && p.State == Pending && p.Org == n.Org:
		return p.ID, Approve(ctx, tx, p.ID)
	case known && p.Org == n.Org:
		return "", problem.Fields{{Name: "email", Key: "people.already_here", About: p.Name}}.Err()
	case known: // no word of who has it, or where
		return "", problem.Fields{{Name: "email", Key: "people.email_taken"}}.Err()
	}
	p = n.person(tx)
	if added, err := insertPersons(ctx, tx, []personRow{{p, tx.Now}}); err != nil {
		return "", err
	} else if added == 0 { // another command was first
		return "", problem.Fields{{Name: "email", Key: "people.email_taken"}}.Err()
	}
	return p.ID, tx.Audit(ctx, "people.person_added", string(p.ID), n.Org)
}

// check tidies the fields in place.
func (n *NewPerson) check() error {
	var bad problem.Fields
	guest := Guest{n.Name, n.Email, n.Title}
	CheckGuest(&bad, &guest, "name", "email", "title", "")
	n.Name, n.Email, n.Title = guest.Name, guest.Email, guest.Title
	checkLine(&bad, "phone", &n.Phone)
	if n.Lang != "" && !slices.Contains(i18n.Languages, n.Lang) {
		bad.Add("lang", "people.no_such_language", "")
	}
	return bad.Err()
}
