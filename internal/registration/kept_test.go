package registration

import (
	"slices"
	"testing"
	"time"

	"faelled/internal/meeting"

	"pgregory.net/rapid"
)

// Whoever leaves after the last free day is paid for all the same, but once: one
// who comes in their place takes over what is paid.
func TestKept(t *testing.T) {
	m := meeting.Meeting{ID: "m", Day: "2021-06-02", FreeUntil: "2021-05-19"}
	day := func(d int) time.Time { return time.Date(2021, 5, d, 12, 0, 0, 0, time.UTC) }
	gone := func(from, to int) stay { end := day(to); return stay{Meeting: "m", From: day(from), To: &end} }
	there := func(from int) stay { return stay{Meeting: "m", From: day(from)} }
	for name, c := range map[string]struct {
		stays []stay
		now   int
		want  int64
	}{
		"it can still be left freely":             {[]stay{there(1), there(1)}, 18, 0},
		"nobody has left":                         {[]stay{there(1), there(1)}, 25, 2},
		"one left in time":                        {[]stay{there(1), gone(1, 18)}, 25, 1},
		"one left too late":                       {[]stay{there(1), gone(1, 21)}, 25, 2},
		"one left too late, another came":         {[]stay{there(1), gone(1, 21), there(22)}, 25, 2},
		"one came in another's place":             {[]stay{there(1), gone(1, 21), there(21)}, 25, 2},
		"one came before the other left":          {[]stay{there(1), there(20), gone(1, 21)}, 25, 3},
		"one came late and left":                  {[]stay{there(1), gone(20, 21)}, 25, 2},
		"all have left":                           {[]stay{gone(1, 21), gone(1, 22)}, 25, 2},
		"one who left in time counts for nothing": {[]stay{gone(1, 2)}, 25, 0},
	} {
		if got := kept(m, c.stays, day(c.now)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// However people come and go, never fewer are paid for than there are, nor than
// there were a moment ago.
func TestKeptNeverFalls(t *testing.T) {
	m := meeting.Meeting{ID: "m", Day: "2021-06-02", FreeUntil: "2021-05-19"}
	settled := settlesAt(m)
	rapid.Check(t, func(t *rapid.T) {
		var stays []stay
		before := int64(0)
		now := settled.Add(-100 * time.Hour)
		for range rapid.IntRange(1, 30).Draw(t, "changes") {
			now = now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "hours")) * time.Hour)
			open := slices.IndexFunc(stays, func(s stay) bool { return s.To == nil })
			if end := now; open >= 0 && rapid.Bool().Draw(t, "leaves") {
				stays[open].To = &end
			} else {
				stays = append(stays, stay{Meeting: "m", From: now})
			}
			there := int64(0)
			for _, s := range stays {
				if s.To == nil {
					there++
				}
			}
			got := kept(m, stays, now)
			if now.Before(settled) {
				if got != 0 {
					t.Fatalf("%d are paid for while all may leave", got)
				}
				continue
			}
			if got < there || got < before {
				t.Fatalf("%d are paid for, %d are there, %d were paid for before", got, there, before)
			}
			before = got
		}
	})
}
