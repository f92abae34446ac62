package registration

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Move has some of an organisation's people come to another meeting of the
// programme instead.
type Move struct {
	Key       string `json:"-"` // one-time key: the same twice is done once
	Programme id.Programme
	Org       id.Org
	From, To  id.Meeting
	Persons   []id.Person
	Accepted  money.Money // the net difference they were shown; below nothing is money back
}

// passage is what a move comes to: who leaves one meeting and comes to the other.
type passage struct {
	Leaving departure
	Coming  scene
	Both    Quote // the lines of both meetings, by day
}

// Moving is what a move costs, or gives back: both meetings are priced as if
// people had withdrawn from the one and been registered for the other. After the
// last free day of the one its price is kept. For the organisation's contact
// persons and the secretariat.
func Moving(ctx context.Context, tx *db.Tx, m Move) (Quote, error) {
	if err := mayRegister(tx.Actor, m.Org); err != nil {
		return Quote{}, err
	}
	p, err := moving(ctx, tx, m)
	return p.Both, err
}

// MovePeople moves them, and nobody is without a seat in between. A meeting
// that the membership does not cover begins another, with the prices of today.
// Until either meeting begins. Each gets one mail. For the organisation's contact
// persons and the secretariat. Faults are under moede, til and ok.
func MovePeople(ctx context.Context, tx *db.Tx, m Move) (q Quote, err error) {
	if err := mayRegister(tx.Actor, m.Org); err != nil {
		return q, err
	}
	if found, err := tx.Recall(ctx, m.Key, m, &q); found || err != nil {
		return q, err
	}
	if err := tx.Lock(ctx, db.Memberships, member(m.Programme, m.Org)); err != nil {
		return q, err
	}
	p, err := moving(ctx, tx, m)
	if err != nil {
		return q, err
	}
	if p.Both.Net != m.Accepted {
		return q, problem.Fields{{Name: "ok", Key: "registration.price_changed"}}.Err()
	}
	if err := p.bill(ctx, tx, m); err != nil {
		return q, err
	}
	if err := p.tell(ctx, tx, m); err != nil {
		return q, err
	}
	if err := tx.Remember(ctx, m.Key, m, p.Both); err != nil {
		return q, err
	}
	return p.Both, p.cross(ctx, tx)
}

// moving loads all that a move rests on, and prices it.
func moving(ctx context.Context, tx *db.Tx, m Move) (p passage, err error) {
	if m.From == m.To {
		return p, problem.Fields{{Name: "til", Key: "registration.move_same"}}.Err()
	}
	if p.Leaving, err = m.leaving(ctx, tx); err != nil {
		return p, err
	}
	p.Coming, err = open(ctx, tx, m.Programme, m.To, m.Org, true)
	if problem.Is(err, problem.NotFound) {
		return p, problem.Fields{{Name: "til", Key: "registration.no_target"}}.Err()
	}
	if err != nil {
		return p, err
	}
	p.Coming.Plan.Touched = p.Coming.Plan.Touched[:1] // they come to that meeting alone
	if err := under("til", checkComing(p.Coming.Meeting, tx.Now)).Err(); err != nil {
		return p, err
	}
	if err := p.Coming.price(ctx, tx, m.Org, m.Persons, 0); err != nil {
		return p, err
	}
	if err := p.check(m.Persons).Err(); err != nil {
		return p, err
	}
	p.Both.RateBP = p.Leaving.Quote.RateBP
	p.Both.Lines = slices.Concat(p.Leaving.Quote.Lines, p.Coming.Quote.Lines)
	slices.SortStableFunc(p.Both.Lines, func(a, b QuoteLine) int { return cmp.Compare(a.Day, b.Day) })
	p.Both = p.Both.summed()
	if p.Coming.Quote.RateBP != p.Leaving.Quote.RateBP { // a new term of a list that is exempt, or no longer
		p.Both.RateBP = max(p.Leaving.Quote.RateBP, p.Coming.Quote.RateBP)
		p.Both.VAT = p.Leaving.Quote.VAT.Add(p.Coming.Quote.VAT)
		p.Both.Gross = p.Both.Net.Add(p.Both.VAT)
	}
	right, err := authorityOf(ctx, tx, p.Coming, m.Org)
	if err == nil && right.tooLarge(p.Both.Net) {
		err = problem.Fields{{Name: "til", Key: "registration.move_over_limit", About: right.Most.String()}}.Err()
	}
	return p, err
}

// check is every reason to refuse the meeting they would go to.
func (p passage) check(who []id.Person) (bad problem.Fields) {
	if len(checkSeated(p.Coming, who)) > 0 {
		bad.Add("til", "registration.move_sits", string(p.Coming.Meeting.Day))
		return bad
	}
	bad = append(bad, under("til", checkNumbers(p.Coming.Programme, p.Coming.List, p.Coming.At))...)
	return append(bad, under("til", checkRoom(p.Coming.At, p.Coming.Taken))...)
}

// under puts complaints at another field, once each.
func under(field string, faults problem.Fields) (bad problem.Fields) {
	for _, f := range faults {
		bad.Add(field, f.Key, f.About)
	}
	return bad
}

// leaving is the seats they give up, and what that is worth.
func (m Move) leaving(ctx context.Context, tx *db.Tx) (d departure, err error) {
	if d.Programme, err = programme.ByID(ctx, tx, m.Programme); err != nil {
		return d, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, m.Programme)
	if err != nil {
		return d, err
	}
	i := slices.IndexFunc(meetings, is(m.From))
	if i < 0 || len(m.Persons) == 0 {
		return d, problem.Fields{{Name: "moede", Key: "registration.no_meeting_chosen"}}.Err()
	}
	from := meetings[i]
	if err := checkComing(from, tx.Now).Err(); err != nil {
		return d, err
	}
	here, err := coveredOf(ctx, tx, m.Programme, m.Org)
	if err != nil {
		return d, err
	}
	here = slices.DeleteFunc(here, func(s Seat) bool { return s.Meeting != from.ID })
	for _, who := range m.Persons {
		j := slices.IndexFunc(here, func(s Seat) bool { return s.Person == who })
		if j < 0 || slices.ContainsFunc(d.Seats, func(s Seat) bool { return s.Person == who }) {
			return d, problem.Fields{{Name: "moede", Key: "registration.no_seat", About: string(from.Day)}}.Err()
		}
		d.Meetings, d.Seats = []meeting.Meeting{from}, append(d.Seats, here[j])
	}
	return d, d.price(ctx, tx, Leaver{Programme: m.Programme, Org: m.Org}, meetings,
		[]standing{{Meeting: from, Before: int64(len(here)), Add: -int64(len(d.Seats))}})
}

// bill credits what the one meeting cost too much, and invoices what the other
// costs more, where that is at once. It goes where the latest registration said.
func (p passage) bill(ctx context.Context, tx *db.Tx, m Move) error {
	if p.Coming.Plan.Term == nil {
		t := term{ID: id.Membership(tx.NewID()), First: m.To, Prices: p.Coming.List.ID, JoinedAt: tx.Now}
		if err := insertTerm(ctx, tx, m.Programme, m.Org, t); err != nil {
			return err
		}
	}
	if err := p.Leaving.giveBack(ctx, tx, Leaver{Programme: m.Programme, Org: m.Org}); err != nil {
		return err
	}
	last, err := latestOf(ctx, tx, m.Programme, m.Org)
	if err != nil {
		return err
	}
	return order(ctx, tx, p.Coming, last.request(), Receipt{ID: last.ID, Quote: p.Coming.Quote})
}

// tell notes it, tells each who is moved, and asks for the settlement of the
// meeting they go to.
func (p passage) tell(ctx context.Context, tx *db.Tx, m Move) (err error) {
	for _, s := range p.Leaving.Seats {
		err = errors.Join(err,
			tx.Audit(ctx, "registration.moved", string(s.Person), map[string]any{"programme": m.Programme, "org": m.Org, "from": m.From, "to": m.To}),
			tx.Enqueue(ctx, "registration.moved", transfer{From: m.From, To: m.To, Person: s.Person, Waited: s.Standby}))
	}
	for _, to := range p.Coming.At {
		if to.Later != "" {
			err = errors.Join(err, settleAt(ctx, tx, settlement{m.To, m.Org}, settlesAt(to.Meeting)))
		}
	}
	return err
}

// cross takes the seats away and gives the others, last of all, as take does.
func (p passage) cross(ctx context.Context, tx *db.Tx) error {
	from, to := p.Leaving.Meetings[0], p.Coming.Meeting
	if err := tx.Lock(ctx, db.Seats, string(from.ID), string(to.ID)); err != nil {
		return err
	}
	taken, err := keptRooms(ctx, tx, []meeting.Meeting{from, to})
	if err != nil {
		return err
	}
	if err := under("til", checkRoom(p.Coming.At, taken)).Err(); err != nil {
		return err
	}
	var left []former
	var seats, waits []Seat
	for _, s := range p.Leaving.Seats {
		if s.Standby {
			waits = append(waits, s)
		} else {
			left = append(left, former{s, tx.Now, ""})
		}
		s.ID, s.Meeting, s.At = id.Seat(tx.NewID()), to.ID, tx.Now
		seats = append(seats, s)
	}
	if err := stopWaiting(ctx, tx, waits); err != nil {
		return err
	}
	gone, err := leave(ctx, tx, left)
	if err == nil && gone < int64(len(left)) {
		err = problem.Fields{{Name: "moede", Key: "registration.no_seat", About: string(from.Day)}}.Err()
	}
	if err != nil {
		return err
	}
	come, err := insertSeats(ctx, tx, seats)
	if err == nil && come < len(seats) {
		err = problem.Fields{{Name: "til", Key: "registration.move_sits", About: string(to.Day)}}.Err()
	}
	if err != nil {
		return err
	}
	if err := fillRooms(ctx, tx, []id.Meeting{from.ID}, -gone); err != nil {
		return err
	}
	if err := fill(ctx, tx, p.Coming.At, taken); err != nil {
		return err
	}
	return freed(ctx, tx, p.Leaving.Meetings)
}
