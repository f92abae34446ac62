package people

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
)

// ContactCounts is how many contact persons some organisations have; those without
// any are left out. As Contacts, how many there are is no secret.
func ContactCounts(ctx context.Context, tx *db.Tx, orgs []id.Org) (map[id.Org]int, error) {
	counts := map[id.Org]int{}
	if len(orgs) == 0 {
		return counts, nil
	}
	of := make(map[access.Scope]id.Org, len(orgs))
	scopes := make([]access.Scope, len(orgs))
	for i, o := range orgs {
		scopes[i] = access.At(o)
		of[scopes[i]] = o
	}
	rows, err := holdersOf(ctx, tx, access.Contact, scopes)
	for _, r := range rows {
		counts[of[r.Scope]] = r.N
	}
	return counts, err
}
