package registration

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// figure is one number about one thing.
type figure struct {
	What   string // one of those below
	Ref    string // of the organisation or meeting
	Name   string
	Region string
	Sort   string
	N      int64
}

const (
	aboutMember  = "member"
	aboutPeople  = "people"
	aboutMeeting = "meeting"
	aboutHeld    = "held"
	aboutWaiting = "waiting"
	aboutOurs    = "ours"
	aboutMe      = "me"
)

// attendance is one query because it is made for every reader of the most read
// page.
func attendance(ctx context.Context, tx *db.Tx, p id.Programme, count []id.Meeting, org id.Org, person id.Person) (rows []figure, err error) {
	if len(count) == 0 {
		count = []id.Meeting{none}
	}
	err = tx.SelectIn(ctx, &rows, `
		SELECT 'member' AS what, o.id AS ref, o.name AS name, o.region AS region, o.sort_key AS sort, 1 AS n
		FROM orgs o WHERE o.id IN (SELECT m.org FROM memberships m WHERE m.programme = ?)
		UNION ALL SELECT 'people', '', '', '', '', count(*) FROM (SELECT DISTINCT org, person FROM seats WHERE programme = ?) AS each_once
		UNION ALL SELECT 'meeting', meeting, '', '', '', count(*) FROM seats WHERE meeting IN (?) GROUP BY meeting
		UNION ALL SELECT 'held', meeting, '', '', '', n FROM holds WHERE meeting IN (?)
		UNION ALL SELECT 'waiting', meeting, '', '', '', waiting FROM rooms WHERE meeting IN (?) AND waiting > 0
		UNION ALL SELECT 'ours', meeting, '', '', '', count(*) FROM seats WHERE org = ? AND programme = ? GROUP BY meeting
		UNION ALL SELECT 'me', meeting, '', '', '', 1 FROM seats WHERE person = ? AND programme = ?
		ORDER BY sort, ref`, p, p, count, count, count, org, p, person, p)
	if err != nil {
		return nil, fmt.Errorf("attendance of %s: %w", p, err)
	}
	return rows, nil
}

func ownAt(ctx context.Context, tx *db.Tx, meetings []id.Meeting, org id.Org, person id.Person) (rows []figure, err error) {
	err = tx.SelectIn(ctx, &rows, `
		SELECT 'ours' AS what, meeting AS ref, count(*) AS n FROM seats WHERE meeting IN (?) AND org = ? GROUP BY meeting
		UNION ALL SELECT 'me', meeting, 1 FROM seats WHERE meeting IN (?) AND person = ?`, meetings, org, meetings, person)
	if err != nil {
		return nil, fmt.Errorf("own seats: %w", err)
	}
	return rows, nil
}

func reach(ctx context.Context, tx *db.Tx) (n int64, err error) {
	if err := tx.Get(ctx, &n, `SELECT count(DISTINCT org) FROM memberships`); err != nil {
		return 0, fmt.Errorf("count members: %w", err)
	}
	return n, nil
}

func programmesOf(ctx context.Context, tx *db.Tx, org id.Org) (ids []id.Programme, err error) {
	err = tx.Select(ctx, &ids, `SELECT DISTINCT programme FROM memberships WHERE org = $1 ORDER BY programme`, org)
	if err != nil {
		return nil, fmt.Errorf("programmes of %s: %w", org, err)
	}
	return ids, nil
}
