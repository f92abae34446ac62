package money

import (
	"regexp"
	"strconv"
	"strings"
)

// typed is kroner as Danes type them: 3000, 3.000, 3 000, 4.375,50 and a kr. after.
var typed = regexp.MustCompile(`^(\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?:,(\d{1,2}))?(?: ?(?:kr\.?|,-))?$`)

// Parse reads an amount of kroner. 3.5 is refused: is the point one of thousands,
// or of decimals?
func Parse(text string) (Money, bool) {
	m := typed.FindStringSubmatch(strings.ToLower(strings.Join(strings.Fields(text), " ")))
	if m == nil {
		return Money{}, false
	}
	kroner, err := strconv.ParseInt(strings.NewReplacer(".", "", " ", "").Replace(m[1]), 10, 64)
	if err != nil || kroner > 999_999_999 {
		return Money{}, false
	}
	øre, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
	return DKK(kroner).Add(Money{øre, "DKK"}), true
}
