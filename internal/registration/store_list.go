package registration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

func seated(ctx context.Context, tx *db.Tx, m id.Meeting, p id.Person) (bool, error) {
	var n int
	err := tx.Get(ctx, &n, `SELECT 1 FROM seats WHERE meeting = $1 AND person = $2`, m, p)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func seatsOfPerson(ctx context.Context, tx *db.Tx, p id.Person) ([]Seat, error) {
	return seatsWhere(ctx, tx, `person = $1`, p)
}

// counted is how full one meeting is.
type counted struct {
	Meeting id.Meeting
	Count
}

func countBy(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (rows []counted, err error) {
	err = tx.SelectIn(ctx, &rows, `
		SELECT meeting, sum(people) AS people, sum(orgs) AS orgs, sum(held) AS held, sum(waiting) AS waiting FROM (
			SELECT meeting, count(*) AS people, count(DISTINCT org) AS orgs, 0 AS held, 0 AS waiting FROM seats WHERE meeting IN (?) GROUP BY meeting
			UNION ALL SELECT meeting, 0, 0, n, 0 FROM holds WHERE meeting IN (?)
			UNION ALL SELECT meeting, 0, 0, 0, waiting FROM rooms WHERE meeting IN (?) AND waiting > 0) AS counted
		GROUP BY meeting`, meetings, meetings, meetings)
	if err != nil {
		return nil, fmt.Errorf("count seats: %w", err)
	}
	return rows, nil
}

// membershipRow is a Membership as the database gives it: an aggregate loses its
// type on SQLite, so the moment is read from the row it came from.
type membershipRow struct {
	Programme id.Programme
	Org       id.Org
	JoinedAt  time.Time `db:"joined_at"`
	People    int64
}

func memberships(ctx context.Context, tx *db.Tx, where string, arg any) ([]Membership, error) {
	var rows []membershipRow
	err := tx.Select(ctx, &rows, `
		SELECT m.programme, m.org, m.joined_at,
			(SELECT count(DISTINCT s.person) FROM seats s WHERE s.programme = m.programme AND s.org = m.org) AS people
		FROM memberships m WHERE `+where+`
		AND NOT EXISTS (SELECT 1 FROM memberships e WHERE e.programme = m.programme AND e.org = m.org AND (e.joined_at, e.id) < (m.joined_at, m.id))
		ORDER BY m.joined_at, m.id`, arg)
	if err != nil {
		return nil, fmt.Errorf("memberships: %w", err)
	}
	list := make([]Membership, len(rows))
	for i, r := range rows {
		list[i] = Membership{r.Programme, r.Org, r.JoinedAt.UTC(), r.People}
	}
	return list, nil
}

func membersOf(ctx context.Context, tx *db.Tx, p id.Programme) ([]Membership, error) {
	return memberships(ctx, tx, `m.programme = $1`, p)
}

func membershipsOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Membership, error) {
	return memberships(ctx, tx, `m.org = $1`, org)
}

// recordsSince is the latest first.
func recordsSince(ctx context.Context, tx *db.Tx, since time.Time, limit int) (rows []record, err error) {
	err = tx.Select(ctx, &rows, `
		SELECT `+recordColumns+` FROM registrations WHERE created_at >= $1 ORDER BY created_at DESC, id DESC LIMIT $2`, since.UTC(), limit)
	if err != nil {
		return nil, fmt.Errorf("registrations since %s: %w", since, err)
	}
	return rows, nil
}

// latestOf is an organisation's latest registration in a programme.
func latestOf(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (r record, err error) {
	err = tx.Get(ctx, &r, `SELECT `+recordColumns+` FROM registrations WHERE programme = $1 AND org = $2 ORDER BY id DESC LIMIT 1`, p, org)
	return r, err
}
