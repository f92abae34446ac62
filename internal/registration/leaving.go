package registration

import (
	"context"
	"fmt"
	"slices"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Leaver is one person of an organisation who gives up seats at some meetings of
// a programme.
type Leaver struct {
	Key       string `json:"-"` // one-time key: the same twice is done once
	Programme id.Programme
	Org       id.Org
	Person    id.Person
	Meetings  []id.Meeting
}

// departure is what it comes to.
type departure struct {
	Programme programme.Programme
	Meetings  []meeting.Meeting // where seats are given up, by day
	Seats     []Seat            // those seats, or places in line, in the same order
	Quote     Quote             // money back, or less to pay later
	lists     []billing.PriceList
}

// Leaving is what an organisation gets back when one of its people gives up
// seats: nothing after the last free day of a meeting, unless a colleague who waits
// there takes over what is paid, or when the price is the same for one less. For the organisation's contact persons and the secretariat.
func Leaving(ctx context.Context, tx *db.Tx, l Leaver) (Quote, error) {
	if err := mayRegister(tx.Actor, l.Org); err != nil {
		return Quote{}, err
	}
	d, err := departing(ctx, tx, l)
	return d.Quote, err
}

// departing loads all that giving up seats rests on, and prices it. Faults are
// under moede.
func departing(ctx context.Context, tx *db.Tx, l Leaver) (d departure, err error) {
	if d.Programme, err = programme.ByID(ctx, tx, l.Programme); err != nil {
		return d, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, l.Programme)
	if err != nil {
		return d, err
	}
	seats, err := coveredOf(ctx, tx, l.Programme, l.Org)
	if err != nil {
		return d, err
	}
	var at []standing
	for _, m := range meetings {
		if !slices.Contains(l.Meetings, m.ID) {
			continue
		}
		here := slices.DeleteFunc(slices.Clone(seats), func(s Seat) bool { return s.Meeting != m.ID })
		i := slices.IndexFunc(here, func(s Seat) bool { return s.Person == l.Person })
		if i < 0 {
			return d, problem.Fields{{Name: "moede", Key: "registration.no_seat", About: string(m.Day)}}.Err()
		}
		if err := checkComing(m, tx.Now).Err(); err != nil {
			return d, err
		}
		d.Meetings, d.Seats = append(d.Meetings, m), append(d.Seats, here[i])
		at = append(at, standing{Meeting: m, Before: int64(len(here)), Add: -1})
	}
	if len(d.Seats) == 0 {
		return d, problem.Fields{{Name: "moede", Key: "registration.no_meeting_chosen"}}.Err()
	}
	return d, d.price(ctx, tx, l, meetings, at)
}

// price finds what each meeting costs with one less, by the prices of the term it
// falls under.
func (d *departure) price(ctx context.Context, tx *db.Tx, l Leaver, meetings []meeting.Meeting, at []standing) error {
	invoiced, err := billing.Invoiced(ctx, tx, l.Programme, l.Org)
	if err != nil {
		return err
	}
	terms, err := termsOf(ctx, tx, l.Programme, l.Org)
	if err != nil {
		return err
	}
	paidFor, err := keptOf(ctx, tx, d.Meetings, l.Org)
	if err != nil {
		return err
	}
	d.Quote, d.lists = Quote{}, nil
	known := map[id.Membership]billing.PriceList{} // nearly always one
	for _, s := range at {
		t := termFor(meetings, terms, s.Meeting, d.Programme.Covers)
		if t == nil {
			t = lastTerm(meetings, terms, s.Meeting)
		}
		if t == nil {
			return fmt.Errorf("a seat of %s at %s without a membership", l.Org, s.Meeting.ID)
		}
		s.Kept, s.Invoiced = paidFor[s.Meeting.ID], invoiced[s.Meeting.ID]
		list, ok := known[t.ID]
		most := max(s.Before, s.Kept)
		if _, priced := list.Tier(most); !ok || !priced {
			if list, err = reaching(ctx, tx, l.Programme, t, most); err != nil {
				return err
			}
			known[t.ID] = list
		}
		s.Later = later(d.Programme.Invoicing, s.Meeting, t.First, tx.Now)
		one := quote(list, []standing{s})
		d.Quote.RateBP = one.RateBP
		d.Quote.Lines = append(d.Quote.Lines, one.Lines...)
		d.lists = append(d.lists, list)
	}
	d.Quote = d.Quote.summed()
	return nil
}

// back are the lines of the credit note: what was invoiced too much.
func (d departure) back() (lines []billing.Line) {
	for i, l := range d.Quote.Lines {
		if l.Later != "" || l.Due.Minor >= 0 {
			continue
		}
		give := l
		give.Due = money.Money{Minor: -l.Due.Minor, Currency: l.Due.Currency}
		lines = append(lines, creditLine(d.lists[i], give))
	}
	return lines
}
