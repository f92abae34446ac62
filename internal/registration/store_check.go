package registration

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// strangers are seats of organisations that are no members.
func strangers(ctx context.Context, tx *db.Tx) ([]Seat, error) {
	return seatsWhere(ctx, tx, `NOT EXISTS (SELECT 1 FROM memberships m WHERE m.programme = seats.programme AND m.org = seats.org)`)
}

// uncovered are places in line of organisations that are no members, and of people who
// have a seat at the same meeting.
func uncovered(ctx context.Context, tx *db.Tx) ([]standbyRow, error) {
	return standbysWhere(ctx, tx, `NOT EXISTS (SELECT 1 FROM memberships m WHERE m.programme = standbys.programme AND m.org = standbys.org)
		OR EXISTS (SELECT 1 FROM seats s WHERE s.meeting = standbys.meeting AND s.person = standbys.person)`)
}

func programmesWithSeats(ctx context.Context, tx *db.Tx) (list []id.Programme, err error) {
	err = tx.Select(ctx, &list, `
		SELECT programme FROM memberships
		UNION SELECT m.programme FROM holds h JOIN meetings m ON m.id = h.meeting ORDER BY programme`)
	return list, err
}

func orgsWithTerms(ctx context.Context, tx *db.Tx, p id.Programme) (list []id.Org, err error) {
	err = tx.Select(ctx, &list, `SELECT DISTINCT org FROM memberships WHERE programme = $1 ORDER BY org`, p)
	return list, err
}

// seatCounts is how many people each organisation has at each meeting.
func seatCounts(ctx context.Context, tx *db.Tx, p id.Programme) (rows []taken, err error) {
	err = tx.Select(ctx, &rows, `SELECT meeting, org, count(*) AS n FROM seats WHERE programme = $1 GROUP BY meeting, org ORDER BY meeting, org`, p)
	if err != nil {
		return nil, fmt.Errorf("count seats of %s: %w", p, err)
	}
	return rows, nil
}

// givenSince is how many seats at a meeting were given, and how often places were
// kept, since it was last changed.
func givenSince(ctx context.Context, tx *db.Tx, m id.Meeting, since time.Time) (n int64, err error) {
	err = tx.Get(ctx, &n, `
		SELECT (SELECT count(*) FROM seats WHERE meeting = $1 AND created_at >= $2)
			+ (SELECT count(*) FROM holds WHERE meeting = $1 AND made_at >= $2)`, m, since)
	return n, err
}

// miscounted are meetings where another number of seats is kept than there is.
func miscounted(ctx context.Context, tx *db.Tx) (list []id.Meeting, err error) {
	err = tx.Select(ctx, &list, `
		SELECT meeting FROM rooms WHERE taken <> (SELECT count(*) FROM seats s WHERE s.meeting = rooms.meeting)
			+ (SELECT COALESCE(SUM(h.n), 0) FROM holds h WHERE h.meeting = rooms.meeting) ORDER BY meeting`)
	return list, err
}
