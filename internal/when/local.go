package when

import (
	"errors"
	"regexp"
	"strconv"
	"time"
)

// ErrClock: the text is no time of day.
var ErrClock = errors.New("when: not a time of day")

// ErrGap: the clocks are put forward past this time on that day.
var ErrGap = errors.New("when: a local time that does not exist")

var ofDay = regexp.MustCompile(`^(\d{1,2})[.:](\d{2})$`)

// Local is the instant, in UTC, of a time of day ("9.30" or "09:30") in Zone. A
// time that the clocks pass over is ErrGap; of two that read alike, when the
// clocks are put back, it is the earlier. Other errors: ErrDate, ErrClock.
func Local(d Date, clock string) (time.Time, error) {
	if !d.Valid() {
		return time.Time{}, ErrDate
	}
	m := ofDay.FindStringSubmatch(clock)
	if m == nil {
		return time.Time{}, ErrClock
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if hour > 23 || minute > 59 {
		return time.Time{}, ErrClock
	}
	reads := d.Time(time.UTC).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	// A day away the zone has the offset that held before, or after, any change.
	for _, away := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := reads.Add(away).In(Zone).Zone()
		at := reads.Add(-time.Duration(offset) * time.Second)
		if _, its := at.In(Zone).Zone(); its == offset {
			return at, nil
		}
	}
	return time.Time{}, ErrGap
}
