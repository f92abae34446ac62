package registration

import (
	"context"
	"fmt"

	"faelled/internal/db"
)

// recordsByID are those of the ids that are registrations.
func recordsByID(ctx context.Context, tx *db.Tx, ids []string) (rows []record, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.SelectIn(ctx, &rows, `SELECT `+recordColumns+` FROM registrations WHERE id IN (?)`, ids)
	if err != nil {
		return nil, fmt.Errorf("registrations by id: %w", err)
	}
	for i := range rows {
		rows[i].CreatedAt = rows[i].CreatedAt.UTC()
	}
	return rows, nil
}
