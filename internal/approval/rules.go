package approval

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/when"
)

const (
	life       = 7 * 24 * time.Hour
	keep       = 1 // years after the decision that what was typed is kept
	mostReason = 1000
)

// reminders are how long after the question the signers are reminded of it.
var reminders = [...]time.Duration{2 * 24 * time.Hour, 5 * 24 * time.Hour}

// lasts is until when a request can be approved: seven days; but the places are
// not kept into the last day of free cancellation, nor into the last day on which
// a new member can join, so that they can still be somebody else's. A last day
// that has begun leaves until it is over, for it is no surprise to anybody. It is
// never after the meeting begins.
func lasts(m meeting.Meeting, deadline when.Date, now time.Time) time.Time {
	until := now.Add(life)
	sooner := func(at time.Time) {
		if at.Before(until) {
			until = at
		}
	}
	for _, last := range []when.Date{m.FreeUntil, deadline} {
		switch today := when.On(now); {
		case last == "" || last < today: // asked in time, and has waited for room
		case last <= today:
			sooner(last.Add(1).Time(when.Zone))
		default:
			sooner(last.Time(when.Zone))
		}
	}
	if m.Starts != nil {
		sooner(*m.Starts)
	} else {
		sooner(m.Day.Add(1).Time(when.Zone))
	}
	return until.UTC()
}

// reminding are the moments at which the signers are reminded.
func reminding(asked, until time.Time) (at []time.Time) {
	for _, after := range reminders {
		if moment := asked.Add(after); moment.Before(until) {
			at = append(at, moment)
		}
	}
	return at
}

// checkReason tidies why somebody says no. Whoever asked has to be told why.
func checkReason(reason *string) (bad problem.Fields) {
	*reason = strings.TrimSpace(*reason)
	switch {
	case *reason == "":
		bad.Add("grund", "approval.no_reason", "")
	case utf8.RuneCountInString(*reason) > mostReason:
		bad.Add("grund", "approval.long_reason", "")
	}
	if danish.Surely(*reason) {
		bad.Add("grund", "approval.cpr", "")
	}
	return bad
}

// checkBeside is why a request cannot stand beside those of the same organisation
// that wait already: somebody is in both, or together they are more than may come.
// The yes to one would make the other impossible.
func checkBeside(w registration.Weighed, waiting []Approval) (bad problem.Fields) {
	for i, g := range w.Request.Guests {
		for _, a := range waiting {
			if slices.ContainsFunc(a.Request.Guests, func(o people.Guest) bool { return strings.EqualFold(o.Email, g.Email) }) {
				bad.Add(fmt.Sprint("mail", i+1), "approval.waits_already", g.Name)
			}
		}
	}
	most := w.Programme.MaxPerOrg
	if len(bad) > 0 || most == 0 {
		return bad
	}
	for _, l := range w.Quote.Lines {
		asked := int64(0)
		for _, a := range waiting {
			asked += a.wants(l.Meeting)
		}
		if left := max(0, most-l.Before-asked); asked > 0 && l.After-l.Before > left {
			bad.Add(fmt.Sprint("navn", left+1), "approval.too_many", fmt.Sprint(left))
			return bad
		}
	}
	return bad
}

// wants is how many people it would seat at a meeting.
func (a Approval) wants(m id.Meeting) (n int64) {
	for _, l := range a.Quote.Lines {
		if l.Meeting == m {
			n += l.After - l.Before
		}
	}
	return n
}
