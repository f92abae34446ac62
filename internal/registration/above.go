package registration

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Above is a registration that cost more than a contact person decides alone.
type Above struct {
	ID         id.Registration
	ApprovedBy id.Person `db:"approved_by"` // empty when nobody answered for it
	Own        bool      // who answered for it sent it themselves
}

// AboveLimit are those since a moment: for the secretariat and jobs.
func AboveLimit(ctx context.Context, tx *db.Tx, since time.Time) (list []Above, err error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	return aboveLimit(ctx, tx, since)
}
