package signin

import (
	"context"

	"faelled/internal/db"
)

// Retain forgets old wishes to sign in and sessions that no longer count, for
// the nightly job.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := mayOpen(tx.Actor); err != nil {
		return err
	}
	if err := deleteRequests(ctx, tx, tx.Now.Add(-keepRequests), tx.Now.Add(-knownFor)); err != nil {
		return err
	}
	return deleteOldSessions(ctx, tx, tx.Now.Add(-idle), tx.Now.Add(-lifeOfOther))
}
