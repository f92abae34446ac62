package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes text fit to be set: one space where there were several, letters
// joined with loose accents (names typed on a Mac come in pieces), and no
// characters without a look of their own. Soft hyphens and line breaks stay.
func clean(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if _, fixed := sameLook[r]; !fixed && r != '\n' && (r == '\t' || unicode.In(r, unicode.Z)) {
			r = ' '
		}
		if unseen(r) || r == ' ' && len(out) > 0 && out[len(out)-1] == ' ' {
			continue
		}
		out = append(out, r)
	}
	if text := string(out); !norm.NFC.IsNormalString(text) {
		return []rune(norm.NFC.String(text))
	}
	return out
}

// unseen are controls, directions and joiners, variants of a look, and codes that are no characters.
func unseen(r rune) bool {
	switch {
	case r == '\n' || r == 0xAD:
		return false
	case r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// blank tells whether nothing would be seen of s.
func blank(s string) bool {
	return strings.Trim(string(clean(s)), " \n\u00a0\u00ad\u2007\u2009\u202f") == ""
}
