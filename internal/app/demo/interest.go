package demo

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/interest"
	"faelled/internal/programme"
)

// wish is the story of a contact person who found a small network full, and wants to
// be told when there is another visit.
func (w *World) wish(ctx context.Context, l *land, one id.Programme) error {
	return w.House.DB.Write(ctx, acts(l.contacts[5]), func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		return interest.Want(ctx, tx, p)
	})
}
