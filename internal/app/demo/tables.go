package demo

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/people"
)

// twice has a contact person be there once more, under the short address that the
// municipality used before, so that the secretariat has a duplicate to look at.
func (w *World) twice(ctx context.Context, l *land) error {
	one := l.contacts[6]
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		_, err := people.AddPerson(ctx, tx, people.NewPerson{Name: one.Name, Title: one.Title, Org: one.Org, Email: "bk-07@" + domain(municipalities[6].name)})
		return err
	})
}
