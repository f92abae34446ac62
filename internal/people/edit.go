package people

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
)

// Edit changes a person's own name, title, phone and language. Faults are under
// name, title, phone and lang.
func Edit(ctx context.Context, tx *db.Tx, name, title, phone, lang string) error {
	if err := mayEditSelf(tx.Actor); err != nil {
		return err
	}
	p, err := PersonByID(ctx, tx, tx.Actor.Person)
	if err != nil {
		return err
	}
	n := NewPerson{Name: name, Email: p.Email, Title: title, Phone: phone, Lang: lang, Org: p.Org}
	if err := n.check(); err != nil {
		return err
	}
	p.Name, p.Title, p.Phone, p.Lang, p.SortKey = n.Name, n.Title, n.Phone, n.Lang, i18n.SortKey(n.Name)
	if changed, err := updatePerson(ctx, tx, p); err != nil || !changed { // not changed: they leave at this moment
		return err
	}
	return tx.Audit(ctx, "people.person_edited", string(p.ID), nil)
}
