package demo

import (
	"testing"
	"time"
)

func TestLeapsGoForward(t *testing.T) {
	now := time.Date(2026, 4, 27, 8, 12, 0, 0, time.UTC) // 10.12 in Copenhagen
	for _, c := range []struct{ day, clock, field, want string }{
		{"27. april 2026", "10.13", "", "2026-04-27T08:13:00Z"},
		{"2026-12-01", "9.00", "", "2026-12-01T08:00:00Z"},
		{"27. april 2026", "10.12", "dag", ""},
		{"1. april 2026", "9.00", "dag", ""},
		{"31. april 2026", "9.00", "dag", ""},
		{"", "9.00", "dag", ""},
		{"1. maj 2026", "", "kl", ""},
		{"29. marts 2026", "2.30", "kl", ""}, // the clocks pass over it
		{"1. maj 2036", "9.00", "dag", ""},
	} {
		to, bad := leap{c.day, c.clock}.moment(now)
		switch {
		case c.field != "" && (len(bad) != 1 || bad[0].Name != c.field):
			t.Errorf("%q %q: %v, want a fault at %s", c.day, c.clock, bad, c.field)
		case c.field == "" && (len(bad) > 0 || to.Format(time.RFC3339) != c.want):
			t.Errorf("%q %q: %v %v, want %s", c.day, c.clock, to, bad, c.want)
		}
	}
}
