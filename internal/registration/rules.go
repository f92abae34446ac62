package registration

import (
	"slices"
	"time"

	"faelled/internal/billing"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// term is one stretch of an organisation's membership: it covers the meeting
// they registered for and as many after it as the programme says. A new one
// begins when they register for a meeting after the last that is covered.
type term struct {
	ID       id.Membership
	First    id.Meeting   `db:"meeting"`
	Prices   id.PriceList `db:"price_list"` // hold throughout
	JoinedAt time.Time    `db:"joined_at"`
}

// plan is where a registration for one meeting leads.
type plan struct {
	Term    *term             // the one it falls under; nil when a new one begins
	Joined  bool              // they were no members before
	Touched []meeting.Meeting // where the guests get seats, by day; the meeting itself is first
}

// planFor finds out. terms are the organisation's, in any order; meetings are
// the programme's, by day.
func planFor(meetings []meeting.Meeting, terms []term, m meeting.Meeting, covers int64, only bool) plan {
	p := plan{Joined: len(terms) == 0, Term: termFor(meetings, terms, m, covers)}
	p.Touched = []meeting.Meeting{m}
	if only && p.Term != nil {
		return p
	}
	first := m.ID
	if p.Term != nil {
		first = p.Term.First
	}
	at := slices.IndexFunc(meetings, is(m.ID))
	for _, later := range Covered(meetings, first, covers) {
		if slices.IndexFunc(meetings, is(later.ID)) > at && later.State == meeting.Planned {
			p.Touched = append(p.Touched, later)
		}
	}
	return p
}

// termFor is the term whose meetings m is among. A meeting before they joined
// falls under the first term; one after the last covered meeting under none.
func termFor(meetings []meeting.Meeting, terms []term, m meeting.Meeting, covers int64) *term {
	var earliest *term
	for _, t := range byFirst(meetings, terms) {
		if earliest == nil {
			earliest = &t
		}
		if slices.ContainsFunc(Covered(meetings, t.First, covers), func(c meeting.Meeting) bool { return c.ID == m.ID }) {
			return &t
		}
	}
	if earliest != nil && slices.IndexFunc(meetings, is(m.ID)) < slices.IndexFunc(meetings, is(earliest.First)) {
		return earliest
	}
	return nil
}

// lastTerm is the latest term that had begun by m; nil when none had.
func lastTerm(meetings []meeting.Meeting, terms []term, m meeting.Meeting) (last *term) {
	for _, t := range byFirst(meetings, terms) {
		if slices.IndexFunc(meetings, is(t.First)) <= slices.IndexFunc(meetings, is(m.ID)) {
			last = &t
		}
	}
	return last
}

// byFirst orders terms by when their first meeting is.
func byFirst(meetings []meeting.Meeting, terms []term) []term {
	terms = slices.Clone(terms)
	slices.SortFunc(terms, func(a, b term) int {
		return slices.IndexFunc(meetings, is(a.First)) - slices.IndexFunc(meetings, is(b.First))
	})
	return terms
}

// Covered is the meeting an organisation joins with, first, and those that its
// membership then covers: the next so many that are not cancelled. meetings are
// the programme's, by day; covers is how many the programme says. Empty when
// first is not among them.
func Covered(meetings []meeting.Meeting, first id.Meeting, covers int64) (list []meeting.Meeting) {
	start := slices.IndexFunc(meetings, is(first))
	if start < 0 {
		return nil
	}
	list = meetings[start : start+1 : start+1]
	for _, m := range meetings[start+1:] {
		if int64(len(list)) > covers {
			break
		}
		if m.State == meeting.Planned {
			list = append(list, m)
		}
	}
	return list
}

func is(one id.Meeting) func(meeting.Meeting) bool {
	return func(m meeting.Meeting) bool { return m.ID == one }
}

// Begun tells whether it is too late for a seat at m: from the hour it starts, or
// from the day after when no hour is known.
func Begun(m meeting.Meeting, now time.Time) bool {
	if m.Starts != nil {
		return !now.Before(*m.Starts)
	}
	return m.Day < when.On(now)
}

// lastFree is the last day on which a seat at m can be given up freely. The
// number that counts for the price is the one when that day is over.
func lastFree(m meeting.Meeting) when.Date {
	if m.FreeUntil != "" {
		return m.FreeUntil
	}
	return m.Day
}

// settlesAt is when a meeting that is invoiced per meeting is counted: as the
// day of lastFree ends in Denmark.
func settlesAt(m meeting.Meeting) time.Time { return lastFree(m).Add(1).Time(when.Zone).UTC() }

// later is the day after which m is invoiced, or none when that is at once: the
// meeting they joined with is, and all are when the programme says so.
func later(how programme.Invoicing, m meeting.Meeting, first id.Meeting, now time.Time) when.Date {
	if how == programme.Advance || m.ID == first || !now.Before(settlesAt(m)) {
		return ""
	}
	return lastFree(m)
}

// standing is how an organisation stands at one meeting.
type standing struct {
	Meeting  meeting.Meeting
	First    bool  // the one they join with, now
	Before   int64 // its people with a seat, or in line for one that is paid for
	Add      int64 // guests who come; fewer than none when some give theirs up
	Wait     int64 // how many of those must wait in line for their seat; see share
	Kept     int64 // how many are paid for, however few come; see kept
	Invoiced money.Money
	Later    when.Date
}

// quote prices what comes of it. A number of people without a tier costs
// nothing here: checkNumbers refuses it.
//
// What is invoiced at once is the price of everybody less what was invoiced, so
// that it never matters how many registrations they came in; when less than
// nothing is left, it is money back. What is invoiced later was not invoiced yet:
// there the guests cost the difference they make.
func quote(list billing.PriceList, at []standing) (q Quote) {
	q.RateBP = list.RateBP
	for _, s := range at {
		l := QuoteLine{
			Meeting: s.Meeting.ID, Title: s.Meeting.Title, Day: s.Meeting.Day, First: s.First,
			Before: s.Before, After: s.Before + s.Add, Invoiced: s.Invoiced, Later: s.Later,
		}
		l.Tier, _ = list.Tier(max(l.After, s.Kept))
		l.Price = l.Tier.PerMeeting
		paid := l.Invoiced
		if s.Later != "" {
			before, _ := list.Tier(s.Before)
			paid = before.PerMeeting
		}
		l.Due = l.Price.Sub(paid)
		q.Lines = append(q.Lines, l)
	}
	return q.summed()
}

// summed adds up the lines.
func (q Quote) summed() Quote {
	q.Net, q.VAT = money.Money{}, money.Money{}
	for _, l := range q.Lines {
		q.Net = q.Net.Add(l.Due)
	}
	for _, bill := range q.bills() {
		q.VAT = q.VAT.Add(money.VAT(sum(bill), q.RateBP))
	}
	q.Gross = q.Net.Add(q.VAT)
	return q
}

// extend adds the tiers that a later price list has above a term's own: staff
// add a tier for those who became more than anybody thought.
func extend(own, current billing.PriceList) billing.PriceList {
	top := int64(0)
	for _, t := range own.Tiers {
		top = max(top, t.To)
	}
	own.Tiers = slices.Clone(own.Tiers)
	for _, t := range current.Tiers {
		if t.To > top {
			t.From = max(t.From, top+1)
			own.Tiers = append(own.Tiers, t)
		}
	}
	return own
}

// bills are the lines of each invoice that a quote becomes: the meeting they
// join with, the rest that is due now, what is paid back now, and each that comes
// later.
func (q Quote) bills() (bills [][]QuoteLine) {
	var first, rest, back []QuoteLine
	var coming [][]QuoteLine
	for _, l := range q.Lines {
		switch {
		case l.Due.Minor == 0:
		case l.Later != "":
			coming = append(coming, []QuoteLine{l})
		case l.Due.Minor < 0:
			back = append(back, l)
		case l.First:
			first = append(first, l)
		default:
			rest = append(rest, l)
		}
	}
	for _, bill := range [][]QuoteLine{first, rest, back} {
		if len(bill) > 0 {
			bills = append(bills, bill)
		}
	}
	return append(bills, coming...)
}

// atOnce are the bills that are due now.
func (q Quote) atOnce() [][]QuoteLine {
	return slices.DeleteFunc(q.bills(), func(bill []QuoteLine) bool { return bill[0].Later != "" })
}

func sum(bill []QuoteLine) (net money.Money) {
	for _, l := range bill {
		net = net.Add(l.Due)
	}
	return net
}
