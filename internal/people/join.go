package people

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Ask lets somebody ask to join an organisation, and tells its contact persons,
// or the secretariat when it has none. It is for signin, acting as the system,
// which has proved that the address is theirs and is the organisation's. Asking
// again changes nothing, and somebody who is already in stays as they are. They
// will be written to in the language of ctx.
func Ask(ctx context.Context, tx *db.Tx, g Guest, org id.Org) (id.Person, error) {
	if err := mayAsk(tx.Actor); err != nil {
		return "", err
	}
	n := NewPerson{Name: g.Name, Email: g.Email, Title: g.Title, Lang: i18n.Lang(ctx), Org: org}
	if err := n.check(); err != nil {
		return "", err
	}
	if _, err := OrgByID(ctx, tx, org); err != nil {
		return "", err
	}
	p, known, err := PersonByMail(ctx, tx, n.Email)
	switch {
	case err != nil:
		return "", err
	case known && p.State != Ended:
		return p.ID, nil
	case known:
		p.Name, p.Title, p.Lang, p.SortKey, p.Org, p.State = n.Name, n.Title, n.Lang, i18n.SortKey(n.Name), org, Pending
		if changed, err := affiliate(ctx, tx, p); err != nil || !changed { // not changed: another command was first
			return p.ID, err
		}
	default:
		p = n.person(tx)
		p.State = Pending
		if added, err := insertPersons(ctx, tx, []personRow{{p, tx.Now}}); err != nil {
			return "", err
		} else if added == 0 { // a contact person registered them meanwhile
			p, err = personByMail(ctx, tx, n.Email)
			return p.ID, err
		}
	}
	return p.ID, tellAsked(ctx, tx, p)
}

// tellAsked queues one mail to each of those who may answer.
func tellAsked(ctx context.Context, tx *db.Tx, p Person) error {
	to, err := Contacts(ctx, tx, p.Org)
	if err != nil {
		return err
	}
	if len(to) == 0 {
		if to, err = StaffList(ctx, tx); err != nil {
			return err
		}
	}
	for _, one := range to {
		if err := tx.Enqueue(ctx, "people.asked", asked{p.ID, one.ID}); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "people.asked", string(p.ID), p.Org)
}

// Approve lets in somebody who asked. For contact persons of that organisation
// and the secretariat. One who no longer waits is left as they are.
func Approve(ctx context.Context, tx *db.Tx, one id.Person) error {
	return answer(ctx, tx, one, Active, "people.approved")
}

// Decline says no to somebody who asked; they may ask again.
func Decline(ctx context.Context, tx *db.Tx, one id.Person) error {
	return answer(ctx, tx, one, Ended, "people.declined")
}

func answer(ctx context.Context, tx *db.Tx, one id.Person, state, code string) error {
	p, err := theirs(ctx, tx, one)
	if err != nil || p.State != Pending {
		return err
	}
	changed, err := setState(ctx, tx, p, state)
	if err != nil || !changed {
		return err
	}
	if err := tx.Enqueue(ctx, "people.answered", answered{p.ID, p.Org, state == Active}); err != nil {
		return err
	}
	return tx.Audit(ctx, code, string(p.ID), p.Org)
}

// Leave ends somebody's affiliation and all their roles: they can do nothing
// from that moment, and the job "people.left" has signin close their sessions.
// For contact persons of that organisation and the secretariat.
func Leave(ctx context.Context, tx *db.Tx, one id.Person) error {
	p, err := theirs(ctx, tx, one)
	if err != nil {
		return err
	}
	if p.ID == tx.Actor.Person {
		return problem.New(problem.Invalid, "people.not_yourself")
	}
	if p.State != Active {
		return nil
	}
	grants, err := Grants(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if err := lockEnding(ctx, tx, p, grants); err != nil {
		return err
	}
	for _, g := range grants {
		if err := mayEnd(ctx, tx, p, g); err != nil {
			return err
		}
	}
	changed, err := setState(ctx, tx, p, Ended) // before the roles: one that is being given waits, and then is not
	if err != nil || !changed {
		return err
	}
	if err := deleteRoles(ctx, tx, p.ID); err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, "people.left", p.ID); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.left", string(p.ID), p.Org)
}

// lockEnding makes a command alone with all that mayEnd will ask about: locks of one
// class are taken together.
func lockEnding(ctx context.Context, tx *db.Tx, p Person, grants []access.Grant) error {
	var names []string
	for _, g := range grants {
		if mustStay(tx.Actor, g.Role) {
			names = append(names, roleLock(g.Role, g.Scope))
		}
		if mustSign(tx.Actor, p, g.Role, g.Scope) {
			names = append(names, mandateLock(p.Org))
		}
	}
	return tx.Lock(ctx, db.People, names...)
}

// mayEnd: leaving takes every role. A contact person cannot that way take one of
// the secretariat's own, nor anybody the last of those who must be there.
func mayEnd(ctx context.Context, tx *db.Tx, of Person, g access.Grant) error {
	if g.Role == access.Staff || g.Role == access.Admin {
		if err := mayGive(tx.Actor, g.Role, g.Scope); err != nil {
			return err
		}
	}
	if err := notTheLast(ctx, tx, of.ID, g.Role, g.Scope); err != nil {
		return err
	}
	return notTheLastSigner(ctx, tx, of, g.Role, g.Scope)
}
