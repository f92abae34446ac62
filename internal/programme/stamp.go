package programme

import (
	"context"

	"faelled/internal/db"
)

// Stamp is another one after every change of any programme: none is ever
// deleted, and each change raises a version.
func Stamp(ctx context.Context, tx *db.Tx) (int64, error) { return stamp(ctx, tx) }
