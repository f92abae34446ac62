package approval

import (
	"strings"
	"time"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/meeting"
	"faelled/internal/problem"
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
