package when

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zone is known on a machine without a database of zones
)

// Zone is the local time of everything in the house: Europe/Copenhagen.
var Zone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		panic(err) // the database of zones is in the program
	}
	return zone
}()

// Date is a day, "2021-06-02", years 1900 to 2199. The empty Date is no day; it
// is NULL in the database. Dates sort and compare as their text does.
type Date string

const iso = "2006-01-02"

// ErrDate: the text names no day.
var ErrDate = errors.New("when: not a date")

// On is the local day of an instant.
func On(at time.Time) Date { return Date(at.In(Zone).Format(iso)) }

var (
	yearFirst = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$|^(\d{1,2})[-/](\d{1,2})[-/ ](\d{4})$`)
	inWords   = regexp.MustCompile(`^(\d{1,2})\.? ?(\pL{3,9})\.? (\d{4})$`)
)

// ParseDate reads a day as people and programs write it: 2021-06-02, 2.6.2021,
// 02-06-2021, 2/6 2021, 2/6-2021, 2. juni 2021, 2 June 2021. The day comes
// before the month, and the year has four digits. The error is ErrDate.
func ParseDate(text string) (Date, error) {
	text = strings.Join(strings.Fields(text), " ") // hard spaces too
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return dateOf(m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(text); m != nil {
		return dateOf(m[3]+m[6], m[2]+m[5], m[1]+m[4])
	}
	if m := inWords.FindStringSubmatch(text); m != nil {
		for _, names := range [][]string{danish.months, english.months, danish.short, english.short} {
			same := func(name string) bool { return strings.EqualFold(strings.TrimSuffix(name, "."), m[2]) }
			if i := slices.IndexFunc(names, same); i >= 0 {
				return dateOf(m[3], strconv.Itoa(i+1), m[1])
			}
		}
	}
	return "", ErrDate
}

func dateOf(year, month, day string) (Date, error) {
	d := Date(year + "-" + twoDigits(month) + "-" + twoDigits(day))
	if !d.Valid() {
		return "", ErrDate
	}
	return d, nil
}

func twoDigits(n string) string {
	if len(n) == 1 {
		return "0" + n
	}
	return n
}

// Valid tells whether the text is a day that exists, in the years we keep.
func (d Date) Valid() bool {
	t, err := time.Parse(iso, string(d))
	return err == nil && t.Year() >= 1900 && t.Year() < 2200
}

// noon is the middle of the day in UTC, where days are all 24 hours long. A text
// that is no day gives the zero time.
func (d Date) noon() time.Time {
	t, err := time.Parse(iso, string(d))
	if err != nil {
		return time.Time{}
	}
	return t.Add(12 * time.Hour)
}

// Add goes a number of days on, or back.
func (d Date) Add(days int) Date { return Date(d.noon().AddDate(0, 0, days).Format(iso)) }

// Sub is the number of days from another date to this one. (A Duration would
// stop at 292 years.)
func (d Date) Sub(from Date) int { return int((d.noon().Unix() - from.noon().Unix()) / (24 * 60 * 60)) }

// Before tells whether this day comes before another. No day comes before all.
func (d Date) Before(other Date) bool { return d < other }

// After tells whether this day comes after another.
func (d Date) After(other Date) bool { return d > other }

// Weekday is Sunday to Saturday.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Time is the first moment of the day in a zone, for intervals of instants.
func (d Date) Time(in *time.Location) time.Time {
	n := d.noon()
	return time.Date(n.Year(), n.Month(), n.Day(), 0, 0, 0, 0, in)
}

// Value is the text kept in the database; NULL for no day. A text that is no
// date is refused.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	if !d.Valid() {
		return nil, fmt.Errorf("%w: %q", ErrDate, string(d))
	}
	return string(d), nil
}

// Scan reads what Value wrote.
func (d *Date) Scan(from any) error {
	*d = ""
	switch from := from.(type) {
	case nil:
		return nil
	case string:
		*d = Date(from)
	case []byte:
		*d = Date(from)
	default:
		return fmt.Errorf("when: a %T is not kept as text", from)
	}
	if *d != "" && !d.Valid() {
		return fmt.Errorf("%w: %q", ErrDate, string(*d))
	}
	return nil
}
