package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/when"
)

func seatsBetween(ctx context.Context, tx *db.Tx, from, to when.Date) ([]Seat, error) {
	return seatsWhere(ctx, tx, `meeting IN (SELECT m.id FROM meetings m WHERE m.day >= $1 AND m.day <= $2 AND m.state = 'planned')`, from, to)
}
