package edition

import (
	"strings"

	"faelled/internal/money"
)

// parseKroner reads an amount.
func parseKroner(text string) (money.Money, bool) { return money.Parse(text) }

// kroner is an amount as it is typed: "3.000" or "4.375,50".
func kroner(m money.Money) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(m.String(), "\u00a0", " "), "kr."))
}
