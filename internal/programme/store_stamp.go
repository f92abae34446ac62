package programme

import (
	"context"

	"faelled/internal/db"
)

func stamp(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT COUNT(*) + CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM programmes`)
	return n, err
}
