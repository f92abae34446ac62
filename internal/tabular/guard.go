package tabular

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A spreadsheet runs text that begins with one of these as a formula (OWASP, "CSV
// Injection"), the wide letters of East Asia as well.
const formula = "=+-@\t\r\n＝＋－＠"

// risky tells whether a text might be run. Spaces before it are no protection.
func risky(s string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0"))
	return strings.ContainsRune(formula, first) && strings.TrimSpace(s) != ""
}

// A program that divides the lines at another separator than ours begins a cell in
// the middle of a text. Quotes before it are no protection.
var (
	within  = regexp.MustCompile("([;,\t\n])([\" \u00a0]*[=+\\-@＝＋－＠])")
	guarded = regexp.MustCompile("([;,\t\n])'([\" \u00a0]*[=+\\-@＝＋－＠])")
)

// guard puts an apostrophe before what might be run: in CSV nothing else can say
// that it is text.
func guard(s string) string {
	if risky(s) {
		s = "'" + s
	}
	return within.ReplaceAllString(s, "$1'$2")
}

// unguard takes the apostrophes away again, so that what was fetched from here and
// corrected can be handed in.
func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && risky(rest) {
		s = rest
	}
	return guarded.ReplaceAllString(s, "$1$2")
}

// clean leaves out what no table can hold: control characters other than tab and
// newline, and bytes that are no text.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\t' || c == '\n':
			return c
		case c == '\r':
			return '\n'
		case unicode.IsControl(c), c == '\ufeff', c == '\ufffe', c == '\uffff':
			return -1
		}
		return c
	}, s)
}
