package edition

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// season is one edition of a programme: what the next is made from, and compared
// with.
type season struct {
	Programme programme.Programme
	Prices    billing.PriceList // those that count today; no tiers when none do
	Meetings  []meeting.Meeting // those that are held, by day
}

// seasonOf loads a season.
func seasonOf(ctx context.Context, tx *db.Tx, one id.Programme) (s season, err error) {
	if s.Programme, err = programme.ByID(ctx, tx, one); err != nil {
		return s, err
	}
	if s.Prices, _, err = pricesNow(ctx, tx, one); err != nil {
		return s, err
	}
	s.Meetings, err = meeting.InProgramme(ctx, tx, one)
	s.Meetings = slices.DeleteFunc(s.Meetings, func(m meeting.Meeting) bool { return m.State == meeting.Cancelled })
	return s, err
}

// weeksAYear: a season is moved by whole years of 52 weeks, so that a meeting on
// a Wednesday stays on a Wednesday.
const weeksAYear = 52

// years is how many years later the next season is: so many that its first
// meeting comes after the last of this one.
func (s season) years() int {
	if len(s.Meetings) == 0 {
		return 1
	}
	first, last := s.Meetings[0].Day, s.Meetings[len(s.Meetings)-1].Day
	return last.Sub(first)/(weeksAYear*7) + 1
}

// later moves a day to the next season; no day stays none.
func (s season) later(d when.Date) when.Date {
	if d == "" {
		return ""
	}
	return d.Add(s.years() * weeksAYear * 7)
}

// next is the form of the season that follows, filled in with all that may well
// stay: texts, people, prices, hours and places. Days are moved, the titles of
// meetings are left to be written, for each season has its own themes.
func (s season) next(ctx context.Context) form {
	p := s.Programme
	p.Name = nextName(p.Name, s.years())
	p.SeasonFrom, p.SeasonTo, p.Deadline, p.Version = s.later(p.SeasonFrom), s.later(p.SeasonTo), s.later(p.Deadline), 0
	f := form{Programme: programme.FormOf(ctx, p), Prices: pricesOf(s.Prices), FreeDays: "14"}
	if len(s.Meetings) > 0 && s.Meetings[0].FreeUntil != "" {
		f.FreeDays = strconv.Itoa(s.Meetings[0].Day.Sub(s.Meetings[0].FreeUntil))
	}
	for _, m := range s.Meetings {
		row := meetingRow{Day: when.Day(ctx, s.later(m.Day)), Where: where(m)}
		if m.Starts != nil && m.Ends != nil {
			row.Starts, row.Ends = meeting.ClockOf(*m.Starts), meeting.ClockOf(*m.Ends)
		}
		f.Meetings = append(f.Meetings, row)
		if m.InPerson() {
			f.Venue, f.Street, f.Postcode, f.City = m.Venue, m.Street, m.Postcode, m.City
		}
	}
	return f
}

var year = regexp.MustCompile(`\b20\d\d\b`)

// nextName moves the years that a name holds; one without any is told from the
// old one by a number: "Konsulentnetværk 2".
func nextName(name string, years int) string {
	if year.MatchString(name) {
		return year.ReplaceAllStringFunc(name, func(y string) string {
			n, _ := strconv.Atoi(y)
			return strconv.Itoa(n + years)
		})
	}
	if stem, last, ok := cutLast(name); ok {
		if n, err := strconv.Atoi(last); err == nil && n > 1 && n < 100 {
			return stem + " " + strconv.Itoa(n+1)
		}
	}
	return name + " 2"
}

// cutLast takes the last word off.
func cutLast(text string) (before, last string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// rooms is how many can come to each meeting: the nth of the next season has as
// many seats as the nth of this one.
func (s season) rooms() []int64 {
	list := make([]int64, len(s.Meetings))
	for i, m := range s.Meetings {
		list[i] = m.Capacity
	}
	return list
}

// where is a meeting's place as one choice.
func where(m meeting.Meeting) string {
	switch {
	case m.Online() && m.InPerson():
		return both
	case m.Online():
		return online
	}
	return atVenue
}
