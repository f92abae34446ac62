package people

import (
	"context"
	"slices"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Handover names a colleague contact person. To is one of the organisation's
// people; Guest somebody it does not have yet, when To is nobody.
type Handover struct {
	Key   string // one-time
	Org   id.Org
	To    id.Person
	Guest Guest
	Stay  bool // beside whoever hands over, else instead of them
}

// passing is the payload of "people.handed_over": one mail to Reader, who is one
// of the two.
type passing struct {
	Org      id.Org
	From, To id.Person
	Stay     bool
	Reader   id.Person
}

// HandOver makes a colleague contact person, beside or instead of the actor, and
// has both told by mail. For an organisation's contact persons. The successor is
// there before the actor leaves, so the organisation is never without one. Faults
// are under kollega, name, email, title.
func HandOver(ctx context.Context, tx *db.Tx, h Handover) (to id.Person, err error) {
	if err := mayHandOver(tx.Actor, h.Org); err != nil {
		return "", err
	}
	if found, err := tx.Recall(ctx, h.Key, h, &to); found || err != nil {
		return to, err
	}
	at := access.At(h.Org)
	if err := lockRole(ctx, tx, access.Contact, at); err != nil {
		return "", err
	}
	now, err := holders(ctx, tx, at, access.Contact)
	if err != nil {
		return "", err
	}
	if !isAmong(now, tx.Actor.Person) { // they handed over in another window meanwhile
		return "", problem.New(problem.Forbidden, "people.not_your_org")
	}
	if to, err = h.successor(ctx, tx, now); err != nil {
		return "", err
	}
	if err := GiveRole(ctx, tx, to, access.Contact, at); err != nil {
		return "", err
	}
	if !h.Stay {
		if err := TakeRole(ctx, tx, tx.Actor.Person, access.Contact, at); err != nil {
			return "", err
		}
	}
	if err := h.tell(ctx, tx, to); err != nil {
		return "", err
	}
	return to, tx.Remember(ctx, h.Key, h, to)
}

// successor finds or adds the colleague.
func (h Handover) successor(ctx context.Context, tx *db.Tx, now []Person) (id.Person, error) {
	if h.To != "" && h.Guest != (Guest{}) { // one of them was not meant
		return "", problem.Fields{{Name: "kollega", Key: "people.handover_both"}}.Err()
	}
	if h.To != "" {
		if here, err := stays(ctx, tx, h.To, h.Org); err != nil {
			return "", err
		} else if !here {
			return "", problem.Fields{{Name: "kollega", Key: "people.handover_pick"}}.Err()
		}
		return h.To, h.check("kollega", h.To, tx.Actor.Person, now)
	}
	if h.Guest == (Guest{}) {
		return "", problem.Fields{{Name: "kollega", Key: "people.handover_pick"}}.Err()
	}
	n := NewPerson{Name: h.Guest.Name, Email: h.Guest.Email, Title: h.Guest.Title, Org: h.Org}
	if err := n.check(); err != nil {
		return "", err
	}
	domains, err := domainsOf(ctx, tx, h.Org)
	if err != nil {
		return "", err
	}
	if _, domain, _ := strings.Cut(n.Email, "@"); !slices.Contains(domains, domain) {
		return "", problem.Fields{{Name: "email", Key: "people.handover_domain"}}.Err()
	}
	p, known, err := PersonByMail(ctx, tx, n.Email)
	if err != nil {
		return "", err
	}
	if known && p.Org == h.Org && p.State == Active {
		return p.ID, h.check("email", p.ID, tx.Actor.Person, now)
	}
	return AddPerson(ctx, tx, n)
}

// check is why somebody cannot be the one: it is the actor, or they have the task
// already and nothing would change.
func (h Handover) check(field string, to, actor id.Person, now []Person) error {
	var bad problem.Fields
	switch {
	case to == actor:
		bad.Add(field, "people.handover_self", "")
	case h.Stay && isAmong(now, to):
		bad.Add(field, "people.handover_already", "")
	}
	return bad.Err()
}

func (h Handover) tell(ctx context.Context, tx *db.Tx, to id.Person) error {
	for _, reader := range []id.Person{to, tx.Actor.Person} {
		if err := tx.Enqueue(ctx, "people.handed_over", passing{h.Org, tx.Actor.Person, to, h.Stay, reader}); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "people.handed_over", string(to), map[string]any{"org": h.Org, "stay": h.Stay})
}

func isAmong(list []Person, one id.Person) bool {
	return slices.ContainsFunc(list, func(p Person) bool { return p.ID == one })
}
