package meeting

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

func insertCost(ctx context.Context, tx *db.Tx, c Cost) error {
	_, err := tx.Named(ctx, `
		INSERT INTO meeting_costs (id, meeting, kind, who, amount_minor, currency, note, agreed_on)
		VALUES (:id, :meeting, :kind, :who, :amount_minor, :currency, :note, :agreed_on)`, c)
	if err != nil {
		return fmt.Errorf("cost of %s: %w", c.Meeting, err)
	}
	return nil
}

func deleteCost(ctx context.Context, tx *db.Tx, at id.Meeting, one string) (int64, error) {
	done, err := tx.Exec(ctx, `DELETE FROM meeting_costs WHERE meeting = $1 AND id = $2`, at, one)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

func costsOf(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (list []Cost, err error) {
	if len(meetings) == 0 {
		return nil, nil
	}
	return list, tx.SelectIn(ctx, &list, `
		SELECT id, meeting, kind, who, amount_minor, currency, note, agreed_on FROM meeting_costs WHERE meeting IN (?) ORDER BY id`, meetings)
}

func deleteCosts(ctx context.Context, tx *db.Tx, before when.Date) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_costs WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1)`, before)
	return err
}
