package when

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Precision is how exactly a period is known.
type Precision string

const (
	ToDay     Precision = "day"
	ToMonth   Precision = "month"
	ToQuarter Precision = "quarter"
	ToSeason  Precision = "season" // three months from March, June, September or December
	ToYear    Precision = "year"
)

// Period is a day, month, quarter, season or year: a time known with a
// precision, never with more. From is its first day. The zero Period is none.
type Period struct {
	From      Date
	Precision Precision
}

// ErrPeriod: the text names no period.
var ErrPeriod = errors.New("when: not a period")

var (
	periods = regexp.MustCompile(`^(\d{4})(?:-(\d{2})|-Q([1-4])|-(spring|summer|autumn|winter))?$`)
	seasons = []string{"spring", "summer", "autumn", "winter"}
)

// ParsePeriod reads the text of a period: 2022-11-03, 2022-11, 2022-Q4,
// 2022-autumn or 2022. A winter has the year of its December. The error is
// ErrPeriod.
func ParsePeriod(text string) (Period, error) {
	if d := Date(text); d.Valid() {
		return Period{d, ToDay}, nil
	}
	m := periods.FindStringSubmatch(text)
	if m == nil {
		return Period{}, ErrPeriod
	}
	month, precision := 1, ToYear
	switch {
	case m[2] != "":
		month, _ = strconv.Atoi(m[2])
		precision = ToMonth
	case m[3] != "":
		n, _ := strconv.Atoi(m[3])
		month, precision = 3*n-2, ToQuarter
	case m[4] != "":
		month, precision = 3+3*slices.Index(seasons, m[4]), ToSeason
	}
	from := Date(fmt.Sprintf("%s-%02d-01", m[1], month))
	if !from.Valid() {
		return Period{}, ErrPeriod
	}
	return Period{from, precision}, nil
}

// About is the period of a precision that a day falls in.
func About(d Date, to Precision) Period {
	if !d.Valid() {
		return Period{}
	}
	at := d.noon()
	year, month, day := at.Year(), int(at.Month()), 1
	switch to {
	case ToDay:
		day = at.Day()
	case ToQuarter:
		month -= (month - 1) % 3
	case ToSeason:
		if month < 3 { // the winter that began last year
			year, month = year-1, 12
		}
		month -= month % 3
	case ToYear:
		month = 1
	}
	return Period{Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day)), to}
}

// String is the text that ParsePeriod reads, and the database keeps.
func (p Period) String() string {
	if p.From == "" {
		return ""
	}
	year, month := p.From.year(), p.From.month()
	switch p.Precision {
	case ToDay:
		return string(p.From)
	case ToMonth:
		return string(p.From[:7])
	case ToQuarter:
		return fmt.Sprintf("%s-Q%d", year, month/3+1)
	case ToSeason:
		return year + "-" + seasons[season(month)]
	}
	return year
}

// season is 0 for spring to 3 for winter, of a month counted from 0.
func season(month int) int { return (month + 10) % 12 / 3 }

// Last is the last day of the period.
func (p Period) Last() Date {
	if p.From == "" {
		return ""
	}
	months := map[Precision]int{ToMonth: 1, ToQuarter: 3, ToSeason: 3, ToYear: 12}[p.Precision]
	if months == 0 {
		return p.From
	}
	return Date(p.From.noon().AddDate(0, months, -1).Format(iso))
}

// Contains tells whether a day falls in the period.
func (p Period) Contains(d Date) bool { return d != "" && p.From <= d && d <= p.Last() }

// Long is "november 2022", "4. kvartal 2022", "efteråret 2022", "2022", or a day.
func (p Period) Long(ctx context.Context) string {
	if p.From == "" {
		return ""
	}
	l, year, month := tongueOf(ctx), p.From.year(), p.From.month()
	switch p.Precision {
	case ToDay:
		return Day(ctx, p.From)
	case ToMonth:
		return l.months[month] + " " + year
	case ToQuarter:
		return fmt.Sprintf(l.quarter, month/3+1, year)
	case ToSeason:
		if season(month) == 3 {
			year += "/" + p.Last().year()
		}
		return l.seasons[season(month)] + " " + year
	}
	return year
}

// MarshalText makes a period one text in JSON as well.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (p *Period) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	*p, err = ParsePeriod(string(text))
	return err
}

// Value is the text kept in the database; NULL for no period.
func (p Period) Value() (driver.Value, error) {
	if p.From == "" {
		return nil, nil
	}
	if again, err := ParsePeriod(p.String()); err != nil || again != p {
		return nil, fmt.Errorf("%w: %s from %s", ErrPeriod, p.Precision, string(p.From))
	}
	return p.String(), nil
}

// Scan reads what Value wrote.
func (p *Period) Scan(from any) error {
	text, err := scanned(from)
	if err != nil {
		return err
	}
	return p.UnmarshalText([]byte(text))
}
