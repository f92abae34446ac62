package waiting

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// patience is how long a seat may be free beside somebody whose turn it is: the
// queue may be behind.
const patience = time.Hour

// Check finds what must never be: somebody who both waits and has a seat, a count
// of those who wait that is wrong, and somebody whose turn it is beside a seat that
// has been free for an hour. It is for the system and the secretariat.
func Check(ctx context.Context, tx *db.Tx) error {
	if !tx.Actor.IsSystem() && !tx.Actor.IsStaff() {
		return problem.New(problem.Forbidden, "waiting.staff_only")
	}
	var faults []error
	kept, err := registration.AllQueues(ctx, tx)
	if err != nil {
		return err
	}
	lines, err := meetingsIn(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, m := range lines {
		line, err := lineAt(ctx, tx, m)
		if err != nil {
			return err
		}
		wait := registration.Crowd{Meeting: m, Parties: int64(len(line))}
		for _, w := range line {
			wait.Persons += int64(len(w.Guests))
		}
		if kept[m] != wait {
			faults = append(faults, fmt.Errorf("meeting %s: %+v wait, %+v are kept", m, wait, kept[m]))
		}
		delete(kept, m)
		found, err := idle(ctx, tx, m, line)
		if err != nil {
			return err
		}
		faults = append(faults, found...)
	}
	for m, n := range kept {
		faults = append(faults, fmt.Errorf("meeting %s: nobody waits, %+v are kept", m, n))
	}
	return errors.Join(faults...)
}

// idle is what is wrong with one line: nobody closed it, nobody served it, or
// somebody in it has a seat.
func idle(ctx context.Context, tx *db.Tx, one id.Meeting, line []Wait) (faults []error, err error) {
	m, err := meeting.ByID(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	if closed(m, tx.Now) {
		if tx.Now.Sub(endsAt(m)) > patience {
			faults = append(faults, fmt.Errorf("meeting %s: its waiting list is still open", one))
		}
		return faults, nil
	}
	chances, unasked := make([]chance, len(line)), false
	for i, w := range line {
		if chances[i], err = stand(ctx, tx, m, w); errors.As(err, new(dearer)) {
			unasked = true
		} else if err != nil {
			return nil, err
		}
		if w.Covered() { // that nobody in it has a seat is registration's to prove
			continue
		}
		_, err := registration.Look(ctx, tx, w.request(int64(len(w.Guests))))
		bad, refused := complaints(err)
		if err != nil && !refused {
			return nil, err
		}
		if slices.ContainsFunc(bad, func(f problem.Field) bool { return f.Key == "registration.already" }) {
			faults = append(faults, fmt.Errorf("wait %s: somebody in it has a seat", w.ID))
		}
	}
	left, err := registration.LastLeft(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	for _, moment := range []time.Time{left, joinedLast(line), m.ChangedAt} {
		if tx.Now.Sub(moment) < patience {
			return faults, nil
		}
	}
	late := tx.Now.Add(-patience).After(lateFrom(m))
	if i, n := turn(chances, late); n > 0 || unasked {
		faults = append(faults, fmt.Errorf("meeting %s: wait %s waits beside a free seat", one, line[i].ID))
	}
	return faults, nil
}
