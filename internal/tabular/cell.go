package tabular

import (
	"context"
	"strconv"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/money"
	"faelled/internal/when"
)

type kind int

const (
	text kind = iota
	whole
	amount
	day
	moment
)

// Cell is one value. The zero Cell is empty.
type Cell struct {
	kind kind
	text string // of a text or a day
	n    int64  // of a whole number; minor units of an amount
	at   time.Time
}

// Text is words, and whatever is no number to reckon with: a phone, a GLN, a CVR
// number. A spreadsheet never takes it for a formula.
func Text(s string) Cell { return Cell{text: s} }

// Int is a whole number.
func Int(n int64) Cell { return Cell{kind: whole, n: n} }

// Money is an amount with two decimals, without its currency: say that in the
// heading when it is not kroner.
func Money(m money.Money) Cell { return Cell{kind: amount, n: m.Minor} }

// Day is a date; the empty Date is an empty cell.
func Day(d when.Date) Cell {
	if d == "" {
		return Cell{}
	}
	return Cell{kind: day, text: string(d)}
}

// Time is an instant, shown in Danish time to the minute; the zero Time is an
// empty cell.
func Time(at time.Time) Cell {
	if at.IsZero() {
		return Cell{}
	}
	return Cell{kind: moment, at: at.In(when.Zone)}
}

// Texts is a row of words.
func Texts(all ...string) []Cell {
	row := make([]Cell, len(all))
	for i, s := range all {
		row[i] = Text(s)
	}
	return row
}

// YesNo is whether something is so, in the reader's words.
func YesNo(ctx context.Context, is bool) Cell {
	if is {
		return Text(i18n.T(ctx, "tabular.yes"))
	}
	return Text(i18n.T(ctx, "tabular.no"))
}

// decimal writes minor units with two decimals after mark.
func decimal(minor int64, mark string) string {
	sign := ""
	if minor < 0 {
		sign = "-"
	}
	whole, rest := minor/100, minor%100
	digits := strconv.FormatInt(max(rest, -rest)+100, 10)[1:]
	return sign + strconv.FormatUint(magnitude(whole), 10) + mark + digits
}

// magnitude is |n|, also of the smallest there is.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// shown is the cell as CSV has it, before guarding and quoting: a date as
// 2026-06-02, an instant as 2026-06-02 09:30, an amount with a decimal comma.
func (c Cell) shown() string {
	switch c.kind {
	case whole:
		return strconv.FormatInt(c.n, 10)
	case amount:
		return decimal(c.n, ",")
	case moment:
		return c.at.Format("2006-01-02 15:04")
	}
	return c.text
}
