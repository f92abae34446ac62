package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Support says whether the actor wants to hear about an idea too. Said again, it
// changes nothing. For members who see it and whose it is not.
func Support(ctx context.Context, tx *db.Tx, one id.Idea, want bool) error {
	i, r, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	if !r.maySupport(i) {
		return problem.New(problem.Forbidden, "idea.cannot_support")
	}
	if want {
		return insertSupport(ctx, tx, i.ID, r.Person)
	}
	return deleteSupport(ctx, tx, i.ID, r.Person)
}
