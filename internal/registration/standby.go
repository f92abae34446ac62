package registration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
)

// Standby is a group of an organisation's people who wait together for seats at a
// meeting that their membership covers. They are paid for as if they had them.
type Standby struct {
	Wait         id.Wait
	Registration id.Registration
	Programme    id.Programme
	Meeting      id.Meeting
	Org          id.Org
	Place        int64       // the order of the line; smaller is earlier
	CameAs       int64       // which group of the line they were when they came
	Together     bool        // all of them or none
	At           time.Time   // UTC, since when
	Persons      []id.Person // in the order of the form

	Sender id.Person // of the registration that they came by
	Number int64     // of it
	Email  string    // where its mails go
}

// grouped puts rows together that wait as one.
func grouped(rows []standbyRow) (list []Standby) {
	for _, r := range rows {
		if n := len(list); n == 0 || list[n-1].Wait != r.Wait {
			list = append(list, Standby{r.Wait, r.Registration, r.Programme, r.Meeting, r.Org, r.Place, r.CameAs, r.Together, r.At, nil, r.Sender, r.Number, r.Email})
		}
		last := &list[len(list)-1]
		last.Persons = append(last.Persons, r.Person)
	}
	return list
}

// StandbysAt are those who wait at a meeting, in the order of its line: for the
// secretariat, whoever may register for somebody, and jobs. The names are their own
// organisation's; ask for the order only.
func StandbysAt(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Standby, error) {
	rows, err := standbysWhere(ctx, tx, `meeting = $1`, m)
	return grouped(rows), err
}

// StandbysOf are an organisation's: for its contact persons, the secretariat and jobs.
func StandbysOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Standby, error) {
	if err := mayList(tx.Actor, org); err != nil {
		return nil, err
	}
	rows, err := standbysWhere(ctx, tx, `org = $1`, org)
	return grouped(rows), err
}

// StandbyOf is one group; none when it waits no more. Whoever asks knows the meeting
// or the organisation.
func StandbyOf(ctx context.Context, tx *db.Tx, one id.Wait) (s Standby, waits bool, err error) {
	rows, err := standbysWhere(ctx, tx, `wait = $1`, one)
	if err != nil || len(rows) == 0 {
		return s, false, err
	}
	return grouped(rows)[0], true, nil
}

// StandbyMeetings are the meetings where somebody stands by: of one programme, or of
// all when it is empty.
func StandbyMeetings(ctx context.Context, tx *db.Tx, p id.Programme) (list []id.Meeting, err error) {
	err = tx.Select(ctx, &list, `SELECT DISTINCT meeting FROM standbys WHERE programme = $1 OR $1 = '' ORDER BY meeting`, p)
	return list, err
}

// FreeAt is how many there is room for at a meeting, for its line; -1 when nobody
// counts.
func FreeAt(ctx context.Context, tx *db.Tx, m meeting.Meeting) (int64, error) {
	if m.Capacity == 0 {
		return -1, nil
	}
	counts, err := CountBy(ctx, tx, []id.Meeting{m.ID})
	return max(0, m.Capacity-counts[m.ID].Taken()), err
}

// Promote gives the first n of a group their seats, and tells each. It costs nothing
// more: their places are paid for. Somebody who got a seat in another way meanwhile
// waits no more, and is paid back. db.ErrStale when there is no room any more. It is for the waiting
// list, which has the line locked.
func Promote(ctx context.Context, tx *db.Tx, s Standby, n int64) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "registration.staff_only")
	}
	rows, m, err := s.locked(ctx, tx)
	if err != nil {
		return err
	}
	if int64(len(rows)) < n {
		return fmt.Errorf("standbys %s: %w", s.Wait, db.ErrStale)
	}
	taken, err := keptRooms(ctx, tx, []meeting.Meeting{m})
	if err != nil {
		return err
	}
	at := []standing{{Meeting: m, Add: n}}
	if len(checkRoom(at, taken)) > 0 {
		return fmt.Errorf("room at %s: %w", m.ID, db.ErrStale)
	}
	seats := make([]Seat, n)
	for i := range seats {
		seats[i] = rows[i].Seat
		seats[i].At = tx.Now
		err = errors.Join(err, tx.Enqueue(ctx, "registration.promoted", notice{Meeting: m.ID, Person: seats[i].Person}))
	}
	if err != nil {
		return err
	}
	if _, err := endStandbys(ctx, tx, seats); err != nil {
		return err
	}
	got, err := insertSeats(ctx, tx, seats)
	if err != nil {
		return err
	}
	at[0].Add = int64(got)
	if err := fill(ctx, tx, at, taken); err != nil {
		return err
	}
	if int64(got) == n {
		return nil
	}
	return errors.Join(tellFreed(ctx, tx, m.ID), refund(ctx, tx, m, s.Org, n-int64(got)))
}

// StandDown takes a group out of the line. What was invoiced for them is paid back,
// whenever it is: they had no seat. It is for the waiting list, which has the line
// locked, and has asked whether whoever acts may.
func StandDown(ctx context.Context, tx *db.Tx, s Standby) error {
	rows, m, err := s.locked(ctx, tx)
	if err != nil {
		return err
	}
	seats := make([]Seat, len(rows))
	for i, r := range rows {
		seats[i] = r.Seat
	}
	if _, err := endStandbys(ctx, tx, seats); err != nil {
		return err
	}
	return refund(ctx, tx, m, s.Org, int64(len(seats)))
}

// locked makes the command alone with the organisation's membership and the meeting,
// and finds who of the group waits then.
func (s Standby) locked(ctx context.Context, tx *db.Tx) (rows []standbyRow, m meeting.Meeting, err error) {
	if err := tx.Lock(ctx, db.Memberships, member(s.Programme, s.Org)); err != nil {
		return nil, m, err
	}
	if m, err = meeting.ByID(ctx, tx, s.Meeting); err != nil {
		return nil, m, err
	}
	if err := tx.Lock(ctx, db.Seats, string(s.Meeting)); err != nil {
		return nil, m, err
	}
	rows, err = standbysWhere(ctx, tx, `wait = $1`, s.Wait)
	return rows, m, err
}

// refund pays back what was invoiced for an organisation at a meeting and is no more
// paid for there, now that so many are gone. At a meeting that is cancelled the
// secretariat decides.
func refund(ctx context.Context, tx *db.Tx, m meeting.Meeting, org id.Org, gone int64) error {
	if m.State != meeting.Planned {
		return nil
	}
	s, err := open(ctx, tx, m.Programme, m.ID, org, true)
	if err != nil {
		return err
	}
	if s.Plan.Term == nil {
		s.Plan.Term = lastTerm(s.Meetings, s.Terms, s.Meeting)
	}
	if s.Plan.Term == nil {
		return nil
	}
	if err := s.price(ctx, tx, org, nil, 0); err != nil {
		return err
	}
	i := slices.IndexFunc(s.Quote.Lines, func(l QuoteLine) bool { return l.Meeting == m.ID })
	if i < 0 || s.Quote.Lines[i].Later != "" || s.Quote.Lines[i].Due.Minor >= 0 {
		return nil
	}
	back := s.Quote.Lines[i]
	back.Before, back.Due = back.After+gone, opposite(back.Due)
	return billing.Credit(ctx, tx, m.Programme, org, []billing.Line{creditLine(s.List, back)})
}
