package meeting

import (
	"context"
	"slices"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/when"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/dk"
)

// holiday tells whether a day is a Danish public holiday, or Constitution Day (5
// June), when offices are closed.
func holiday(d when.Date) bool {
	year := d.Time(time.UTC).Year()
	return slices.ContainsFunc(dk.Holidays, func(h *cal.Holiday) bool {
		falls, _ := h.Calc(year)
		return falls.Format(time.DateOnly) == string(d)
	})
}

// DayOff says that a day is in a weekend or a public holiday, on which few
// secretariats mean to hold a meeting. It is empty for other days, and for no
// day.
func DayOff(ctx context.Context, d when.Date) string {
	day := i18n.Args{"Day": capital(when.Weekday(ctx, d))}
	switch {
	case !d.Valid():
		return ""
	case holiday(d):
		return i18n.F(ctx, "meeting.day_holiday", day)
	case d.Weekday() == time.Saturday || d.Weekday() == time.Sunday:
		return i18n.F(ctx, "meeting.day_weekend", day)
	}
	return ""
}

// DayIs says which day of the week a date is that was typed; hint, when it
// cannot be read.
func DayIs(ctx context.Context, typed, hint string) string {
	d, err := when.ParseDate(typed)
	if err != nil {
		return hint
	}
	if off := DayOff(ctx, d); off != "" {
		return off
	}
	return capital(when.Weekday(ctx, d))
}
