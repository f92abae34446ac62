package pdf

import (
	"strings"
	"unicode"
)

// glueSpace is a space where a line may not break. It is written as an ordinary
// space, so that searching and copying work as the reader expects.
const glueSpace = '\uE0A0'

// plain is the character that is written for r.
func plain(r rune) rune {
	if r == glueSpace {
		return ' '
	}
	return r
}

// Words that stay with the number after them, and with the number before them, in Danish and English.
var (
	beforeNumber = words("kl. nr. s. ca. § §§ stk. kap. tlf. eur dkk kr. pkt. art. jf. uge max. min. maks. bilag fase trin side cvr dr. hr. fr. no. p. pp. page step week tel.")
	afterNumber  = words("kr. kr % ‰ mio. mia. pct. pct kg km m cm mm m² min. kwh mwh mb gb °c t kvt." +
		" januar februar marts april maj juni juli august september oktober november december jan. feb. mar. apr. jun. jul. aug. sep. sept. okt. nov. dec." +
		" january february march may june july october oct. a.m. p.m.")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// glue marks the spaces at which a line should not break: before a dash,
// between number and unit, in "8000 Aarhus C" and "19. januar". all is the
// whole block's text, so that a rule holds across runs too.
func glue(all []rune) {
	isSpace := func(r rune) bool { return r == ' ' || r == '\n' || r == glueSpace }
	start := 0 // of the word before the space
	for i, r := range all {
		if !isSpace(r) {
			continue
		}
		if r == ' ' {
			end := i + 1
			for end < len(all) && !isSpace(all[end]) {
				end++
			}
			if previous, next := all[start:i], all[i+1:end]; len(previous) > 0 && len(next) > 0 && belong(previous, next) {
				all[i] = glueSpace
			}
		}
		start = i + 1
	}
}

// belong tells whether two words should stay on one line.
func belong(previous, next []rune) bool {
	switch {
	case len(next) == 1 && (next[0] == '–' || next[0] == '—'):
		return true
	case len(previous) == 4 && allDigits(previous) && unicode.IsUpper(next[0]): // 8000 Aarhus
		return true
	case unicode.IsUpper(previous[0]) && unicode.IsUpper(next[0]) && (len(next) == 1 || len(next) == 2 && unicode.IsPunct(next[1])): // Aarhus C
		return true
	case digit(next[0]) || next[0] == '§':
		return beforeNumber[strings.ToLower(strings.TrimLeft(string(previous), "(»\""))]
	}
	last := previous[len(previous)-1]
	if !digit(last) && !(last == '.' && len(previous) > 1 && digit(previous[len(previous)-2])) {
		return false
	}
	unit := strings.ToLower(strings.TrimRight(string(next), ",;:)»\"?!"))
	return afterNumber[unit] || afterNumber[strings.TrimSuffix(unit, ".")]
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func allDigits(s []rune) bool {
	for _, r := range s {
		if !digit(r) {
			return false
		}
	}
	return true
}
