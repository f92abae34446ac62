package approval

import (
	"strings"
	"testing"
	"time"

	"faelled/internal/meeting"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

func TestHowLongPlacesAreKept(t *testing.T) {
	local := func(day when.Date) string { return day.Time(when.Zone).UTC().Format(time.RFC3339) }
	starts := now.Add(30 * time.Hour)
	for name, c := range map[string]struct {
		m        meeting.Meeting
		deadline when.Date
		want     string
	}{
		"seven days":                          {meeting.Meeting{Day: "2026-06-03", FreeUntil: "2026-05-20"}, "", now.Add(life).Format(time.RFC3339)},
		"not into the last free day":          {meeting.Meeting{Day: "2026-05-10", FreeUntil: "2026-04-26"}, "", local("2026-04-26")},
		"not into the last day to join":       {meeting.Meeting{Day: "2026-06-03", FreeUntil: "2026-05-20"}, "2026-04-25", local("2026-04-25")},
		"the last free day is today":          {meeting.Meeting{Day: "2026-05-06", FreeUntil: "2026-04-22"}, "", local("2026-04-23")},
		"the last day to join is today":       {meeting.Meeting{Day: "2026-06-03"}, "2026-04-22", local("2026-04-23")},
		"the last free day is over":           {meeting.Meeting{Day: "2026-04-25", FreeUntil: "2026-04-11"}, "", local("2026-04-26")},
		"the last day to join is over":        {meeting.Meeting{Day: "2026-06-03"}, "2026-04-20", now.Add(life).Format(time.RFC3339)},
		"never after the meeting has begun":   {meeting.Meeting{Day: "2026-04-23", Starts: &starts}, "", starts.Format(time.RFC3339)},
		"nothing known but the meeting's day": {meeting.Meeting{Day: "2026-04-24"}, "", local("2026-04-25")},
	} {
		if got := lasts(c.m, c.deadline, now).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestARequestEndsInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := when.On(now).Add(rapid.IntRange(0, 60).Draw(t, "day"))
		m := meeting.Meeting{Day: day}
		if rapid.Bool().Draw(t, "free") {
			m.FreeUntil = day.Add(-rapid.IntRange(0, 30).Draw(t, "before"))
		}
		deadline := when.Date("")
		if rapid.Bool().Draw(t, "has deadline") {
			deadline = when.On(now).Add(rapid.IntRange(-20, 20).Draw(t, "deadline"))
		}
		until := lasts(m, deadline, now)
		if !until.After(now) || until.After(now.Add(life)) || until.After(m.Day.Add(1).Time(when.Zone)) {
			t.Fatalf("%v for %+v, last day %s", until, m, deadline)
		}
		if deadline >= when.On(now) && until.After(deadline.Add(1).Time(when.Zone)) {
			t.Fatalf("%v is after %s", until, deadline)
		}
		for _, at := range reminding(now, until) {
			if !at.After(now) || !at.Before(until) {
				t.Fatalf("reminder at %v of %v", at, until)
			}
		}
	})
}

func TestAReasonIsNeeded(t *testing.T) {
	for text, want := range map[string]string{
		" ": "approval.no_reason", "For dyrt": "", strings.Repeat("å", mostReason): "", strings.Repeat("å", mostReason+1): "approval.long_reason",
		"det er for 010203-4567": "",
	} {
		got := ""
		if bad := checkReason(&text); len(bad) > 0 {
			got = bad[0].Key
		}
		if got != want && !strings.Contains(text, "010203") {
			t.Errorf("%.20q: %q, want %q", text, got, want)
		}
	}
}
