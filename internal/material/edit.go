package material

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Edit changes a material; a new file takes the place of the old one under the
// same address. seen is the version that the writer saw: an older one is refused.
// For the secretariat and jobs.
func Edit(ctx context.Context, tx *db.Tx, one id.Material, seen int64, w Wish) error {
	w = w.tidy()
	m, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	w.Programme = m.Programme
	bad := Check(w, m.File != "")
	if m.Version != seen {
		bad.Add("", "material.changed_meanwhile", "")
	}
	if err := checkMeeting(ctx, tx, w, &bad); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if w.N == 0 {
		w.N = m.N
	}
	was := m.File
	m.Version++
	if err := m.become(ctx, tx, w); err != nil {
		return err
	}
	if err := replace(ctx, tx, m); err != nil {
		return err
	}
	if was != "" && was != m.File {
		if err := files.Left(ctx, tx, was); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "material.edited", string(m.ID), map[string]any{"meeting": m.Meeting, "reach": m.Reach, "file": m.File})
}

// Remove deletes a material, and its bytes when nothing else has them. For the
// secretariat and jobs.
func Remove(ctx context.Context, tx *db.Tx, one id.Material) error {
	m, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	return m.drop(ctx, tx)
}

// locked is a material that nobody else changes meanwhile.
func locked(ctx context.Context, tx *db.Tx, one id.Material) (m Material, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return m, err
	}
	if m, err = byID(ctx, tx, one); err != nil { // which programme it is of never changes
		return m, err
	}
	if err := tx.Lock(ctx, db.Programmes, string(m.Programme)); err != nil {
		return m, err
	}
	return byID(ctx, tx, one)
}

func (m Material) drop(ctx context.Context, tx *db.Tx) error {
	if err := remove(ctx, tx, m.ID); err != nil {
		return err
	}
	if m.File != "" {
		if err := files.Left(ctx, tx, m.File); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "material.removed", string(m.ID), map[string]any{"programme": m.Programme, "meeting": m.Meeting})
}

// Retain deletes what has been kept long enough, for the nightly job: five years
// after the season ended.
func Retain(ctx context.Context, tx *db.Tx) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "web.staff_only")
	}
	old, err := outlived(ctx, tx, when.On(tx.Now.AddDate(-keepYears, 0, 0)))
	if err != nil {
		return err
	}
	for _, m := range old {
		if err := m.drop(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}
