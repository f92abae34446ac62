package when

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/i18n"
)

const nbsp = "\u00a0"

// tongue is how one language writes days and times.
type tongue struct {
	months, short, weekdays []string
	point                   string // after the number of a day
	clock                   string // before a time of day
	join                    string // between a day and a time of day
	minutes                 string // between hours and minutes
}

var danish = tongue{
	months:   []string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
	short:    []string{"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."},
	weekdays: []string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
	point:    ".",
	clock:    "kl." + nbsp,
	join:     " ",
	minutes:  ".",
}

var english = tongue{
	months:   []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	short:    []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	weekdays: []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	join:     " at ",
	minutes:  ":",
}

func tongueOf(ctx context.Context) tongue {
	if i18n.Lang(ctx) == "en" {
		return english
	}
	return danish
}

// Day is "2. juni 2021"; nothing for no day.
func Day(ctx context.Context, d Date) string {
	if d == "" {
		return ""
	}
	return DayMonth(ctx, d) + " " + d.year()
}

// DayMonth is "2. juni", where the year is plain to all.
func DayMonth(ctx context.Context, d Date) string {
	if d == "" {
		return ""
	}
	l := tongueOf(ctx)
	return l.number(d) + " " + l.months[d.month()]
}

// Short is "2. jun. 2021", for tables.
func Short(ctx context.Context, d Date) string {
	if d == "" {
		return ""
	}
	l := tongueOf(ctx)
	return l.number(d) + " " + l.short[d.month()] + " " + d.year()
}

// Weekday is "onsdag 2. juni 2021".
func Weekday(ctx context.Context, d Date) string {
	if d == "" {
		return ""
	}
	return tongueOf(ctx).weekdays[d.Weekday()] + " " + Day(ctx, d)
}

// Month is "juni 2021".
func Month(ctx context.Context, d Date) string {
	if d == "" {
		return ""
	}
	return tongueOf(ctx).months[d.month()] + " " + d.year()
}

// Clock is "kl. 9.30", the local time of an instant.
func Clock(ctx context.Context, at time.Time) string {
	l := tongueOf(ctx)
	return l.clock + l.time(at)
}

// Moment is "2. juni 2021 kl. 9.30".
func Moment(ctx context.Context, at time.Time) string {
	return Day(ctx, On(at)) + tongueOf(ctx).join + Clock(ctx, at)
}

// Span is "kl. 9.30–14.30"; with its days when it goes on to another day.
func Span(ctx context.Context, from, to time.Time) string {
	if On(from) != On(to) {
		return Moment(ctx, from) + " – " + Moment(ctx, to)
	}
	return Clock(ctx, from) + "–" + tongueOf(ctx).time(to)
}

// Days is "11. april–17. juni 2022": what both ends share is said once.
func Days(ctx context.Context, from, to Date) string {
	switch {
	case from == to || to == "":
		return Day(ctx, from)
	case from == "" || from.year() != to.year():
		return Day(ctx, from) + "–" + Day(ctx, to)
	case from.month() != to.month():
		return DayMonth(ctx, from) + "–" + Day(ctx, to)
	}
	return tongueOf(ctx).number(from) + "–" + Day(ctx, to)
}

// time is 9.30, not 09.30.
func (l tongue) time(at time.Time) string {
	at = at.In(Zone)
	return fmt.Sprintf("%d%s%02d", at.Hour(), l.minutes, at.Minute())
}

func (l tongue) number(d Date) string { return fmt.Sprint(d.noon().Day(), l.point) }

func (d Date) month() int { return int(d.noon().Month()) - 1 }

func (d Date) year() string { return d.noon().Format("2006") }
