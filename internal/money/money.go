// Package money counts in minor units. There is no float in it.
package money

import (
	"fmt"
	"strings"
)

// Money is an amount in one currency: øre for DKK. The zero value is nothing,
// in no currency.
type Money struct {
	Minor    int64
	Currency string // ISO 4217
}

// DKK is an amount in whole kroner.
func DKK(kroner int64) Money { return Money{kroner * 100, "DKK"} }

// Add panics when currencies differ: mixing them is a bug, not an input error.
func (m Money) Add(o Money) Money {
	switch {
	case m.Currency == "":
		return o
	case o.Currency == "" || o.Currency == m.Currency:
		return Money{m.Minor + o.Minor, m.Currency}
	}
	panic("money: adding " + o.Currency + " to " + m.Currency)
}

// Sub is m less o, and panics as Add does.
func (m Money) Sub(o Money) Money { return m.Add(Money{-o.Minor, o.Currency}) }

// Times is m n times over.
func (m Money) Times(n int64) Money { return Money{m.Minor * n, m.Currency} }

// VAT is the tax on a net amount at a rate in basis points (25 % is 2500),
// rounded once. Call it on the sum of a category and rate, not on each line
// (EN 16931, BR-CO-17).
func VAT(net Money, rateBP int64) Money {
	return Money{RoundHalfAway(net.Minor*rateBP, 10_000), net.Currency}
}

// RoundHalfAway is num/den to the nearest whole number, halves away from zero.
// den must be positive.
func RoundHalfAway(num, den int64) int64 {
	if num < 0 {
		return -RoundHalfAway(-num, den)
	}
	return (num + den/2) / den
}

// String writes as Danes do: 14.900 kr., and øre only when there are any. A
// reader is shown i18n.Amount, in their own language.
func (m Money) String() string { return m.text(m.Minor%100 != 0) }

// Exact always writes two decimals, as on invoices: 27.343,75 kr.
func (m Money) Exact() string { return m.text(true) }

func (m Money) text(øre bool) string {
	minor, sign := m.Minor, ""
	if minor < 0 {
		minor, sign = -minor, "−"
	}
	text := fmt.Sprint(minor / 100)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "." + text[i:]
	}
	if øre {
		text += fmt.Sprintf(",%02d", minor%100)
	}
	if m.Currency == "" {
		return sign + text
	}
	// A no-break space keeps the unit on the amount's line.
	return sign + text + "\u00a0" + strings.Replace(m.Currency, "DKK", "kr.", 1)
}
