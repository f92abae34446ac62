package registration

import (
	"context"
	"fmt"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
)

// standbyRow is one person's place in a line as it is kept.
type standbyRow struct {
	Seat
	Wait     id.Wait
	Place    int64
	CameAs   int64 `db:"came_as"`
	Together bool
	Sender   id.Person // of the registration
	Number   int64
	Email    string
}

const standbyColumns = seatColumns + `, wait, place, came_as, together`

// sentBy adds who sent the registration.
const sentBy = `, (SELECT r.person FROM registrations r WHERE r.id = registration) AS sender,
	(SELECT r.number FROM registrations r WHERE r.id = registration) AS number,
	(SELECT r.email FROM registrations r WHERE r.id = registration) AS email`

// standbysWhere lists them, each group together; where is one of this package's own
// texts.
func standbysWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (rows []standbyRow, err error) {
	err = tx.Select(ctx, &rows, `SELECT `+standbyColumns+sentBy+` FROM standbys WHERE `+where+` ORDER BY place, wait, id`, args...)
	if err != nil {
		return nil, fmt.Errorf("standbys: %w", err)
	}
	for i := range rows {
		rows[i].At, rows[i].Standby = rows[i].At.UTC(), true
	}
	return rows, nil
}

// coveredOf is what an organisation pays for in a programme: its seats, and after
// them its standbys.
func coveredOf(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) ([]Seat, error) {
	seats, err := seatsOfMember(ctx, tx, p, org)
	if err != nil {
		return nil, err
	}
	rows, err := standbysWhere(ctx, tx, `org = $1 AND programme = $2`, org, p)
	for _, r := range rows {
		seats = append(seats, r.Seat)
	}
	return seats, err
}

// insertStandbys keeps them all, and tells how many were new: as insertSeats.
func insertStandbys(ctx context.Context, tx *db.Tx, rows []standbyRow) (int, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	seats := make([]Seat, len(rows))
	for i, r := range rows {
		seats[i] = r.Seat
	}
	sit, err := placesIn(ctx, tx, "seats", seats)
	if err != nil {
		return 0, err
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r standbyRow) bool { return sit[taken{Meeting: r.Meeting, Person: r.Person}] })
	if len(rows) == 0 {
		return 0, nil
	}
	done, err := tx.Named(ctx, `
		INSERT INTO standbys (`+standbyColumns+`)
		VALUES (:id, :registration, :programme, :meeting, :org, :person, :created_at, :wait, :place, :came_as, :together)
		ON CONFLICT (meeting, person) DO NOTHING`, rows)
	if err != nil {
		return 0, fmt.Errorf("insert standbys of %s: %w", rows[0].Registration, err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// placesIn is which of some people have a row at which of their meetings, in seats or
// in standbys: nobody is in both, whichever organisation they are there with. The
// meetings are locked.
func placesIn(ctx context.Context, tx *db.Tx, table string, seats []Seat) (map[taken]bool, error) {
	var at []id.Meeting
	var who []id.Person
	for _, s := range seats {
		at, who = append(at, s.Meeting), append(who, s.Person)
	}
	var rows []taken
	if err := tx.SelectIn(ctx, &rows, `SELECT meeting, person FROM `+table+` WHERE meeting IN (?) AND person IN (?)`, at, who); err != nil {
		return nil, fmt.Errorf("who is in %s: %w", table, err)
	}
	found := map[taken]bool{}
	for _, r := range rows {
		found[r] = true
	}
	return found, nil
}

// endStandbys takes places in a line away, at a meeting that is locked, and counts
// that. It tells how many were still there.
func endStandbys(ctx context.Context, tx *db.Tx, seats []Seat) (n int64, err error) {
	for _, s := range seats {
		var wait id.Wait
		if err := tx.Get(ctx, &wait, `SELECT coalesce(max(wait), '') FROM standbys WHERE id = $1`, s.ID); err != nil || wait == "" {
			return n, err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM standbys WHERE id = $1`, s.ID); err != nil {
			return n, fmt.Errorf("end standby %s: %w", s.ID, err)
		}
		n++
		if _, err := tx.Exec(ctx, `
			UPDATE rooms SET waiting = waiting - 1,
				parties = parties - CASE WHEN EXISTS (SELECT 1 FROM standbys WHERE wait = $1) THEN 0 ELSE 1 END
			WHERE meeting = $2`, wait, s.Meeting); err != nil {
			return n, fmt.Errorf("end standby %s: %w", s.ID, err)
		}
	}
	return n, nil
}

// handStandby gives a place in a line to somebody who has neither a seat nor another
// place there, and tells whether it was still there and they had not.
func handStandby(ctx context.Context, tx *db.Tx, s Seat, to id.Person) (bool, error) {
	done, err := tx.Exec(ctx, `
		UPDATE standbys SET person = $1 WHERE id = $2
			AND NOT EXISTS (SELECT 1 FROM seats t WHERE t.meeting = $3 AND t.person = $1)
			AND NOT EXISTS (SELECT 1 FROM standbys b WHERE b.meeting = $3 AND b.person = $1)`, to, s.ID, s.Meeting)
	if err != nil {
		return false, fmt.Errorf("hand standby %s on: %w", s.ID, err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// standsBy tells whether somebody waits at one of some meetings.
func standsBy(ctx context.Context, tx *db.Tx, at []id.Meeting, who id.Person) (bool, error) {
	var found []id.Seat
	err := tx.SelectIn(ctx, &found, `SELECT id FROM standbys WHERE meeting IN (?) AND person = ?`, at, who)
	return len(found) > 0, err
}

// queue counts people who have begun to wait at a meeting that is locked and keeps
// how many seats are taken; fewer than none have stopped. It tells the last place of
// the line, which is new when a group has come, and how many groups wait then.
func queue(ctx context.Context, tx *db.Tx, one id.Meeting, persons, parties int64) (place, all int64, err error) {
	_, err = tx.Exec(ctx, `UPDATE rooms SET waiting = waiting + $1, parties = parties + $2, line = line + $3 WHERE meeting = $4`, persons, parties, max(0, parties), one)
	var end struct{ Line, Parties int64 }
	if err == nil {
		err = tx.Get(ctx, &end, `SELECT line, parties FROM rooms WHERE meeting = $1`, one)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("waiting at %s: %w", one, err)
	}
	return end.Line, end.Parties, nil
}

// standbyCounts is how many people of each organisation wait at each meeting.
func standbyCounts(ctx context.Context, tx *db.Tx, p id.Programme) (rows []taken, err error) {
	err = tx.Select(ctx, &rows, `SELECT meeting, org, count(*) AS n FROM standbys WHERE programme = $1 GROUP BY meeting, org ORDER BY meeting, org`, p)
	if err != nil {
		return nil, fmt.Errorf("count standbys of %s: %w", p, err)
	}
	return rows, nil
}
