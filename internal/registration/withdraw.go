package registration

import (
	"context"
	"errors"
	"fmt"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Withdrawal gives up one person's seats at some meetings.
type Withdrawal struct {
	Leaver
	Accepted money.Money // the net amount they were shown: below nothing is money back
}

// Withdraw gives seats up: the places are free at once, what was invoiced too
// much is credited, and the person is told, with the meetings taken out of their
// calendar. Until a meeting begins. For the organisation's contact persons and the
// secretariat. Faults are under moede and ok.
func Withdraw(ctx context.Context, tx *db.Tx, w Withdrawal) (q Quote, err error) {
	if err := mayRegister(tx.Actor, w.Org); err != nil {
		return q, err
	}
	if found, err := tx.Recall(ctx, w.Key, w, &q); found || err != nil {
		return q, err
	}
	if err := tx.Lock(ctx, db.Memberships, member(w.Programme, w.Org)); err != nil {
		return q, err
	}
	d, err := departing(ctx, tx, w.Leaver)
	if err != nil {
		return q, err
	}
	if d.Quote.Net != w.Accepted {
		return q, problem.Fields{{Name: "ok", Key: "registration.price_changed"}}.Err()
	}
	if err := d.giveBack(ctx, tx, w.Leaver); err != nil {
		return q, err
	}
	if err := d.tell(ctx, tx, "registration.withdrew", w.Leaver); err != nil {
		return q, err
	}
	if err := w.tellOrg(ctx, tx, d.Quote); err != nil {
		return q, err
	}
	if err := tx.Remember(ctx, w.Key, w, d.Quote); err != nil {
		return q, err
	}
	return d.Quote, d.vacate(ctx, tx, "")
}

// giveBack credits what was invoiced too much.
func (d departure) giveBack(ctx context.Context, tx *db.Tx, l Leaver) error {
	lines := d.back()
	if len(lines) == 0 {
		return nil
	}
	return billing.Credit(ctx, tx, l.Programme, l.Org, lines)
}

// vacate takes the seats away, last of all, as take gives them. If a meeting has
// changed since it was loaded, it all begins again: its last free day may be
// another.
func (d departure) vacate(ctx context.Context, tx *db.Tx, successor id.Person) error {
	if err := tx.Lock(ctx, db.Seats, texts(idsOf(d.Meetings))...); err != nil {
		return err
	}
	if _, err := lockedRooms(ctx, tx, d.Meetings); err != nil {
		return err
	}
	var at []id.Meeting
	var list []former
	var waits []Seat
	for _, s := range d.Seats {
		if s.Standby {
			waits = append(waits, s)
			continue
		}
		at, list = append(at, s.Meeting), append(list, former{s, tx.Now, successor})
	}
	n, err := leave(ctx, tx, list)
	if err == nil && n < int64(len(list)) {
		err = problem.Fields{{Name: "moede", Key: "registration.no_seat"}}.Err()
	}
	if err != nil || successor != "" {
		return err
	}
	if err := stopWaiting(ctx, tx, waits); err != nil {
		return err
	}
	if len(at) > 0 {
		if err := fillRooms(ctx, tx, at, -1); err != nil {
			return err
		}
	}
	return freed(ctx, tx, d.Meetings)
}

// stopWaiting takes places in line away, at meetings that are locked. If somebody got
// their seat meanwhile, it all begins again: there is a seat to give up.
func stopWaiting(ctx context.Context, tx *db.Tx, waits []Seat) error {
	n, err := endStandbys(ctx, tx, waits)
	if err == nil && n < int64(len(waits)) {
		err = fmt.Errorf("standbys: %w", db.ErrStale)
	}
	return err
}

// tell notes it, and tells the one whose seats are gone, meeting by meeting: a
// calendar takes out one meeting at a time.
func (d departure) tell(ctx context.Context, tx *db.Tx, code string, l Leaver) error {
	err := tx.Audit(ctx, code, string(l.Person), map[string]any{"programme": l.Programme, "org": l.Org, "meetings": l.Meetings})
	for _, s := range d.Seats {
		if !s.Standby { // it was never in their calendar
			err = errors.Join(err, tx.Enqueue(ctx, "registration.left", notice{Meeting: s.Meeting, Person: s.Person}))
		}
	}
	return err
}

// Replacement has a colleague come in somebody's place.
type Replacement struct {
	Leaver
	Guest people.Guest
}

// Replace gives somebody's seats to a colleague, until the meetings begin. It
// costs nothing. Both are told. For the organisation's contact persons and the
// secretariat. Faults are under moede, navn1, mail1 and still1.
func Replace(ctx context.Context, tx *db.Tx, r Replacement) (who people.Person, err error) {
	if err := mayRegister(tx.Actor, r.Org); err != nil {
		return who, err
	}
	asked := r
	if found, err := tx.Recall(ctx, r.Key, asked, &who); found || err != nil {
		return who, err
	}
	guests := []people.Guest{r.Guest}
	if err := append(checkGuests(guests), typed{Guests: guests}.checkCPR()...).Err(); err != nil {
		return who, err
	}
	if err := tx.Lock(ctx, db.Memberships, member(r.Programme, r.Org)); err != nil {
		return who, err
	}
	d, err := departing(ctx, tx, r.Leaver)
	if err != nil {
		return who, err
	}
	found, err := people.Ensure(ctx, tx, r.Org, guests)
	if err != nil {
		return who, err
	}
	who = found[0]
	if who.ID == r.Person {
		return who, problem.Fields{{Name: "mail1", Key: "registration.same_person"}}.Err()
	}
	if err := d.tell(ctx, tx, "registration.replaced", r.Leaver); err != nil {
		return who, err
	}
	if err := d.welcome(ctx, tx, who.ID); err != nil {
		return who, err
	}
	if err := tx.Remember(ctx, r.Key, asked, who); err != nil {
		return who, err
	}
	if err := d.vacate(ctx, tx, who.ID); err != nil {
		return who, err
	}
	return who, d.succeed(ctx, tx, who.ID)
}

// welcome sends the successor what every guest gets.
func (d departure) welcome(ctx context.Context, tx *db.Tx, who id.Person) (err error) {
	told := map[id.Registration]bool{}
	for _, s := range d.Seats {
		if !told[s.Registration] {
			told[s.Registration] = true
			err = errors.Join(err, tx.Enqueue(ctx, "registration.confirm", ticket{Registration: s.Registration, Person: who}))
		}
	}
	return err
}

// succeed gives the seats, and places in line, to the successor, unless they have one
// already.
func (d departure) succeed(ctx context.Context, tx *db.Tx, who id.Person) error {
	var seats []Seat
	if waits, err := standsBy(ctx, tx, idsOf(d.Meetings), who); err != nil || waits {
		return errors.Join(err, problem.Fields{{Name: "mail1", Key: "registration.stands_by"}}.Err())
	}
	for _, s := range d.Seats {
		if s.Standby {
			handed, err := handStandby(ctx, tx, s, who)
			if err == nil && !handed {
				err = problem.Fields{{Name: "mail1", Key: "registration.already"}}.Err()
			}
			if err != nil {
				return err
			}
			continue
		}
		s.ID, s.Person, s.At = id.Seat(tx.NewID()), who, tx.Now
		seats = append(seats, s)
	}
	n, err := insertSeats(ctx, tx, seats)
	if err == nil && n < len(seats) {
		err = problem.Fields{{Name: "mail1", Key: "registration.already"}}.Err()
	}
	return err
}
