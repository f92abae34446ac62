package overview

import (
	"fmt"
	"testing"

	"faelled/internal/billing"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// The prices of the network of 22 April 2021, as a reader sees them.
func TestPricesOfTheNetwork(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	var days []meeting.Meeting
	for _, d := range []when.Date{"2021-06-02", "2021-09-15", "2022-01-10", "2022-06-09", "2022-10-05"} {
		days = append(days, meeting.Meeting{ID: id.Meeting(d), Day: d, State: meeting.Planned})
	}
	list := billing.PriceList{Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}}}
	all := func(meeting.Meeting) bool { return true }
	next, rest := joinable(days, 4, all)
	v := prices(ctx, programme.Programme{Invoicing: programme.Advance}, list, next, rest)
	if got, want := fmt.Sprint(v.From, "|", v.First, "|", v.Rest, "|", v.Tiers), "Fra 3.000\u00a0kr.|Mødet 2. juni 2021|4 møder 2021–2022|[{1–2 deltagere 3.000\u00a0kr. 12.000\u00a0kr. 15.000\u00a0kr.} {3–5 deltagere 4.375\u00a0kr. 17.500\u00a0kr. 21.875\u00a0kr.}]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, c := range []struct {
		name   string
		days   []meeting.Meeting
		covers int64
		may    func(meeting.Meeting) bool
		first  when.Date
		rest   int
	}{
		{"the last meeting", days[4:], 4, all, "2022-10-05", 0},
		{"membership of two", days, 2, all, "2021-06-02", 2},
		{"the first is full", days, 4, func(m meeting.Meeting) bool { return m.Day != "2021-06-02" }, "2021-09-15", 3},
		{"one is cancelled", cancelled(days, 2), 4, all, "2021-06-02", 3},
		{"none can be joined", days, 4, func(meeting.Meeting) bool { return false }, "", 0},
	} {
		next, rest := joinable(c.days, c.covers, c.may)
		if next == nil != (c.first == "") || next != nil && next.Day != c.first || len(rest) != c.rest {
			t.Errorf("%s: %v and %d more, want %s and %d", c.name, next, len(rest), c.first, c.rest)
		}
	}
	if v := prices(ctx, programme.Programme{}, billing.PriceList{}, next, rest); v.From != "" || len(v.Tiers) > 0 {
		t.Errorf("no price list, but %+v", v)
	}
}

func cancelled(days []meeting.Meeting, i int) []meeting.Meeting {
	days = append([]meeting.Meeting(nil), days...)
	days[i].State = meeting.Cancelled
	return days
}
