package waiting

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Of is those of an organisation's people who wait, for all meetings: for its
// contact persons and the secretariat.
func Of(ctx context.Context, tx *db.Tx, org id.Org) ([]Wait, error) {
	if err := mayWait(tx.Actor, org); err != nil {
		return nil, err
	}
	return liveOf(ctx, tx, org)
}
