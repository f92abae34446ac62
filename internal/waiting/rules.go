package waiting

import (
	"time"

	"faelled/internal/meeting"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// overtakeDays is how long before a meeting those who fit may go before those who
// do not: until then nobody is overtaken, after that no seat stays empty.
const overtakeDays = 7

// chance is how one of the line stands: its place is its index.
type chance struct {
	Guests   int64
	Free     int64 // how many there is room for at this meeting; at later ones they wait in line too
	Together bool
	Ahead    bool // the secretariat has let them go before those who do not fit
	Unsure   bool // it has become dearer, and they have not said yes to that
}

// turn is whose turn it is, and how many of them get a seat: none when it is
// nobody's. The line is served in order. One who does not fit is waited for until
// late, and by nobody whom the secretariat has let go ahead; one who has not said
// yes to a higher price is not waited for.
func turn(line []chance, late bool) (place int, seats int64) {
	blocked := false
	for i, c := range line {
		if c.Unsure || blocked && !c.Ahead {
			continue
		}
		switch {
		case c.Free >= c.Guests:
			return i, c.Guests
		case !c.Together && c.Free > 0:
			return i, c.Free
		}
		blocked = blocked || !late
	}
	return 0, 0
}

// lateFrom is the moment from which those who fit go first: as the day a week
// before the meeting begins, or that of its last free day, whichever is earlier.
func lateFrom(m meeting.Meeting) time.Time {
	day := m.Day.Add(-overtakeDays)
	if m.FreeUntil != "" && m.FreeUntil.Before(day) {
		day = m.FreeUntil
	}
	return day.Time(when.Zone).UTC()
}

// endsAt is when the list closes: as the meeting begins.
func endsAt(m meeting.Meeting) time.Time {
	if m.Starts != nil {
		return m.Starts.UTC()
	}
	return m.Day.Add(1).Time(when.Zone).UTC()
}

// closed tells whether nobody can get a seat from the list any more.
func closed(m meeting.Meeting, now time.Time) bool {
	return m.State != meeting.Planned || registration.Begun(m, now)
}

// nextLook is when the line must be looked at again, whatever happens.
func nextLook(m meeting.Meeting, now time.Time) time.Time {
	if at := lateFrom(m); now.Before(at) {
		return at
	}
	return endsAt(m)
}
