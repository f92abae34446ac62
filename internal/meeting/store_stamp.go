package meeting

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/when"
)

func stamp(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT COUNT(*) + CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM meetings`)
	return n, err
}

func coming(ctx context.Context, tx *db.Tx, from when.Date) ([]Meeting, error) {
	var list []Meeting
	err := tx.Select(ctx, &list, `
		SELECT `+columns+` FROM meetings m WHERE m.day >= $1 AND m.state = 'planned' ORDER BY m.day, m.id`, from)
	return utc(list), err
}
