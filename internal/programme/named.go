package programme

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/id"
)

// Objects is what programmes are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list := make([]id.Programme, len(ids))
	for i, one := range ids {
		list[i] = id.Programme(one)
	}
	programmes, err := ByIDs(ctx, tx, list)
	found := audit.Names{}
	for one, p := range programmes {
		found[string(one)] = audit.Named{Text: p.Name, Href: p.Path()}
	}
	return found, err
}
