package edition

import (
	"regexp"
	"strconv"
	"strings"

	"faelled/internal/money"
)

// amount is kroner as Danes type them: 3000, 3.000, 3 000, 4.375,50 and a kr.
// after.
var amount = regexp.MustCompile(`^(\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?:,(\d{1,2}))?(?: ?(?:kr\.?|,-))?$`)

// parseKroner reads an amount. 3.5 is refused: is the point one of thousands, or
// of decimals?
func parseKroner(text string) (money.Money, bool) {
	m := amount.FindStringSubmatch(strings.ToLower(oneLine(text)))
	if m == nil {
		return money.Money{}, false
	}
	kroner, err := strconv.ParseInt(strings.NewReplacer(".", "", " ", "").Replace(m[1]), 10, 64)
	if err != nil || kroner > 999_999_999 {
		return money.Money{}, false
	}
	øre, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
	return money.DKK(kroner).Add(money.Money{Minor: øre, Currency: "DKK"}), true
}

// kroner is an amount as it is typed: "3.000" or "4.375,50".
func kroner(m money.Money) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(m.String(), "\u00a0", " "), "kr."))
}
