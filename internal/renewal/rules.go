package renewal

import (
	"slices"
	"strings"

	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// leastDays is how long everybody has to answer; longestNote is in bytes.
const (
	leastDays   = 14
	longestNote = 2000
)

// remindBefore are the days before the last one on which those who have not
// answered are reminded.
var remindBefore = []int{14, 3}

// checkRound says what is wrong with a round that is to be opened, under the fields
// fallback and due, or about all of it. first is the day of the next season's first
// meeting; empty when it has none.
func checkRound(p programme.Programme, r Round, today, first when.Date) (bad problem.Fields) {
	switch {
	case p.Previous == "":
		bad.Add("", "renewal.no_previous", "")
	case p.State != programme.Public:
		bad.Add("", "renewal.not_published", "")
	case first == "":
		bad.Add("", "renewal.no_meetings", "")
	}
	if r.Fallback != Continue && r.Fallback != Stop {
		bad.Add("fallback", "renewal.fallback_missing", "")
	}
	switch {
	case r.Due == "":
		bad.Add("due", "renewal.due_missing", "")
	case r.Due.Sub(today) < leastDays:
		bad.Add("due", "renewal.due_soon", "")
	case first != "" && !r.Due.Before(first):
		bad.Add("due", "renewal.due_late", "")
	}
	return bad
}

// checkReason says what is wrong with a no, under the fields grund and bem.
func checkReason(reason Reason, note string) (bad problem.Fields) {
	known := slices.ContainsFunc(reasons, func(w why) bool { return w.Reason == reason })
	switch {
	case !known:
		bad.Add("grund", "renewal.reason_missing", "")
	case reason == Other && strings.TrimSpace(note) == "":
		bad.Add("bem", "renewal.note_missing", "")
	}
	if len(note) > longestNote {
		bad.Add("bem", "renewal.note_long", "")
	}
	return bad
}

// habit is what silence is proposed to mean: what it meant in this network the last
// time it was asked, and nothing that binds anybody when it never was.
func (r Round) habit(asked bool) Fallback {
	if asked {
		return r.Fallback
	}
	return Stop
}

// remindsOn tells whether those who have not answered are reminded on a day: not on
// the one that they were asked.
func (r Round) remindsOn(day when.Date) bool {
	return r.ClosedAt == nil && day.After(when.On(r.OpenedAt)) && slices.Contains(remindBefore, r.Due.Sub(day))
}

// over tells whether the last day to answer is past.
func (r Round) over(today when.Date) bool { return today.After(r.Due) }
