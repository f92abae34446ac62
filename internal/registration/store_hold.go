package registration

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// holdRow is the places that are kept at one meeting.
type holdRow struct {
	ID      id.Hold
	Meeting id.Meeting
	Org     id.Org
	N       int64
	Until   time.Time
	Why     string
	MadeAt  time.Time `db:"made_at"`
}

func insertHold(ctx context.Context, tx *db.Tx, one id.Hold, h Holding, at []standing) error {
	var rows []holdRow
	for _, s := range at {
		if n := s.Add - s.Wait; n > 0 {
			rows = append(rows, holdRow{one, s.Meeting.ID, h.Org, n, h.Until.UTC(), h.Why, tx.Now})
		}
	}
	_, err := tx.Named(ctx, `
		INSERT INTO holds (id, meeting, org, n, until, why, made_at) VALUES (:id, :meeting, :org, :n, :until, :why, :made_at)`, rows)
	if err != nil {
		return fmt.Errorf("hold for %s: %w", h.Org, err)
	}
	return nil
}

// holdRows are a hold's meetings; none when it has ended.
func holdRows(ctx context.Context, tx *db.Tx, one id.Hold) (rows []holdRow, err error) {
	return rows, tx.Select(ctx, &rows, `SELECT id, meeting, org, n, until, why, made_at FROM holds WHERE id = $1 ORDER BY meeting`, one)
}

// deleteHold tells what was kept until now: nobody else took it away before.
func deleteHold(ctx context.Context, tx *db.Tx, one id.Hold) (places []Place, err error) {
	rows, err := holdRows(ctx, tx, one)
	for _, r := range rows {
		done, err := tx.Exec(ctx, `DELETE FROM holds WHERE id = $1 AND meeting = $2`, one, r.Meeting)
		if err != nil {
			return nil, fmt.Errorf("end hold %s: %w", one, err)
		}
		if n, err := done.RowsAffected(); err != nil {
			return nil, err
		} else if n == 1 {
			places = append(places, Place{r.Meeting, r.N})
		}
	}
	return places, err
}

// Holds are the holds that a room keeps, and when each ends, in UTC: for checks.
func Holds(ctx context.Context, tx *db.Tx, why string) (map[id.Hold]time.Time, error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return nil, err
	}
	var rows []holdRow
	err := tx.Select(ctx, &rows, `SELECT id, meeting, org, n, until, why, made_at FROM holds WHERE why = $1 ORDER BY id, meeting`, why)
	found := map[id.Hold]time.Time{}
	for _, r := range rows {
		found[r.ID] = r.Until.UTC()
	}
	return found, err
}

func aboveLimit(ctx context.Context, tx *db.Tx, since time.Time) (list []Above, err error) {
	err = tx.Select(ctx, &list, `
		SELECT id, approved_by, person = approved_by AS own FROM registrations
		WHERE net_minor > limit_minor AND created_at > $1 ORDER BY id`, since.UTC())
	if err != nil {
		return nil, fmt.Errorf("registrations above their limit: %w", err)
	}
	return list, nil
}
