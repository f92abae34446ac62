package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Give hands in an idea. Faults are as Check names them. For members of the
// network, and the secretariat.
func Give(ctx context.Context, tx *db.Tx, w Wish) (one id.Idea, err error) {
	w = w.tidy()
	if err := mayGive(ctx, tx, w.Programme); err != nil {
		return "", err
	}
	if found, err := tx.Recall(ctx, w.Key, w, &one); found || err != nil {
		return one, err
	}
	if err := tx.Lock(ctx, db.Ideas, string(w.Programme)); err != nil {
		return "", err
	}
	if _, err := programme.ByID(ctx, tx, w.Programme); err != nil {
		return "", err
	}
	bad := Check(w)
	all, own, err := counts(ctx, tx, w.Programme, tx.Actor.Person)
	switch {
	case err != nil:
		return "", err
	case all >= mostIdeas:
		bad.Add("", "idea.full", "")
	case own >= mostOpen && !tx.Actor.IsStaff():
		bad.Add("", "idea.own_full", "")
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	i := Idea{
		ID: id.Idea(tx.NewID()), Programme: w.Programme, Kind: w.Kind, Title: w.Title, Text: w.Text, Hard: w.Hard, Ways: w.Ways,
		Person: tx.Actor.Person, From: tx.Actor.Org, Shown: w.Shown, State: New, Version: 1, AddedAt: tx.Now,
	}
	if err := insert(ctx, tx, i); err != nil {
		return "", err
	}
	if err := tx.Audit(ctx, "idea.given", string(i.ID), map[string]any{"programme": i.Programme, "kind": i.Kind, "shown": i.Shown}); err != nil {
		return "", err
	}
	return i.ID, tx.Remember(ctx, w.Key, w, i.ID)
}

// TakeBack deletes an idea and all that was said of it. For whose it is, as long as
// it is on no programme and no other idea lives on in it, and for the secretariat.
func TakeBack(ctx context.Context, tx *db.Tx, one id.Idea) error {
	i, r, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	if !r.owns(i) && !r.Staff {
		return problem.New(problem.Forbidden, "idea.not_yours")
	}
	if !r.mayTakeBack(i) {
		return problem.Fields{{Key: "idea.cannot_take_back"}}.Err()
	}
	if err := remove(ctx, tx, []id.Idea{i.ID}); err != nil {
		return err
	}
	return tx.Audit(ctx, "idea.taken_back", string(i.ID), map[string]any{"programme": i.Programme})
}
