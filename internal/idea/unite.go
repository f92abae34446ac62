package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Union is two ideas that are one: Gone lives on in Kept.
type Union struct {
	Key        string `json:"-"` // one-time key
	Gone, Kept id.Idea
	Version    int64 // of the gone one, that the writer saw: an older one is refused
}

// Unite lets one idea live on in another. Everybody who wanted to hear about either
// counts once, whose idea the gone one is too, unless both are theirs; they get a
// mail. The faults are of med. For the secretariat.
func Unite(ctx context.Context, tx *db.Tx, u Union) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if done, err := tx.Recall(ctx, u.Key, u, new(bool)); done || err != nil {
		return err
	}
	gone, _, err := locked(ctx, tx, u.Gone)
	if err != nil {
		return err
	}
	kept, err := byID(ctx, tx, u.Kept)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	bad := gone.changeable(u.Version)
	if len(bad) == 0 {
		bad = cannotUnite(gone, kept)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	gone.State, gone.PartOf, gone.Note = United, kept.ID, ""
	if err := moveSupports(ctx, tx, gone, kept); err != nil {
		return err
	}
	if err := gone.answered(ctx, tx, "idea.united"); err != nil {
		return err
	}
	return tx.Remember(ctx, u.Key, u, true)
}
