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

// slugsOf are a meeting's present and former addresses, by day.
func slugsOf(ctx context.Context, tx *db.Tx, m Meeting) (slugs []string, err error) {
	err = tx.Select(ctx, &slugs, `SELECT slug FROM meeting_slugs WHERE programme = $1 AND meeting = $2 ORDER BY slug`, m.Programme, m.ID)
	return slugs, err
}
