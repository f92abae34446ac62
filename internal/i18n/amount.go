package i18n

import (
	"context"
	"strings"

	"faelled/internal/money"
)

// Amount is "14.900 kr." or "DKK 14,900"; minor units only when there are any.
func Amount(ctx context.Context, m money.Money) string { return inTongue(ctx, m, m.String()) }

// Exact always has two decimals, as on invoices: "27.343,75 kr." or
// "DKK 27,343.75".
func Exact(ctx context.Context, m money.Money) string { return inTongue(ctx, m, m.Exact()) }

var englishMarks = strings.NewReplacer(".", ",", ",", ".")

// inTongue rewrites an amount from Danish: in English the marks change places
// and the currency stands before the number, after a minus.
func inTongue(ctx context.Context, m money.Money, danish string) string {
	if Lang(ctx) != "en" {
		return danish
	}
	number, _, _ := strings.Cut(danish, "\u00a0")
	number = englishMarks.Replace(number)
	if m.Currency == "" {
		return number
	}
	digits, minus := strings.CutPrefix(number, "−")
	if minus {
		return "−" + m.Currency + "\u00a0" + digits
	}
	return m.Currency + "\u00a0" + digits
}
