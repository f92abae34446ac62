package meeting

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// WithAgenda tells which of some meetings have an agenda.
func WithAgenda(ctx context.Context, tx *db.Tx, ids []id.Meeting) (map[id.Meeting]bool, error) {
	found := make(map[id.Meeting]bool, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	list, err := withAgenda(ctx, tx, ids)
	for _, one := range list {
		found[one] = true
	}
	return found, err
}
