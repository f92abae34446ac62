package danish

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Grade is how certain it is that ten digits are somebody's CPR number.
type Grade string

const (
	// Sure is refused: a hyphen and a valid check digit, or a birthday on which
	// numbers without one are given out, or the word CPR beside it.
	Sure Grade = "sure"
	// Possible is asked about: it may be something else.
	Possible Grade = "possible"
)

// Hit is a CPR number, or what looks like one. It does not hold the number, so
// that it may be logged.
type Hit struct {
	Offset int   `json:"offset"` // of the first digit, in bytes
	Grade  Grade `json:"grade"`
}

// CPR finds civil registration numbers in a text, in the order they stand: six
// digits that are a date, perhaps a hyphen or a space, and four more. Numbers of
// those who have no real one (60 is added to the day) are found as well. The
// rules are those of CPR-kontoret, "Personnummeret i CPR".
func CPR(text string) (hits []Hit) {
	for i := 0; i < len(text); {
		if !digit(text, i) {
			i++
			continue
		}
		n, ok := numberAt(text, i)
		if ok {
			if grade := n.grade(text); grade != "" {
				hits = append(hits, Hit{n.from, grade})
				i = n.to
				continue
			}
		}
		for i < len(text) && digit(text, i) { // the rest of a longer row of digits
			i++
		}
	}
	return hits
}

// Surely tells whether a text surely holds a civil registration number. What only
// may be one is let through: requisition numbers look like that.
func Surely(text string) bool {
	return slices.ContainsFunc(CPR(text), func(h Hit) bool { return h.Grade == Sure })
}

// number is ten digits, in text[from:to].
type number struct {
	from, to int
	digits   string
	hyphen   bool
}

// numberAt reads the number that begins at i, with nothing stuck to it.
func numberAt(text string, i int) (n number, ok bool) {
	first := digitsAt(text, i)
	if first != 6 && first != 10 || stuckBefore(text[:i]) {
		return number{}, false
	}
	n = number{from: i, to: i + 10, digits: text[i : i+first]}
	if first == 6 {
		width, hyphen := separator(text[i+6:])
		if width == 0 || digitsAt(text, i+6+width) != 4 {
			return number{}, false
		}
		n.to, n.hyphen = i+10+width, hyphen
		n.digits += text[n.to-4 : n.to]
	}
	return n, !stuckAfter(text[n.to:]) && n.isDate()
}

func digit(text string, i int) bool { return i < len(text) && '0' <= text[i] && text[i] <= '9' }

func digitsAt(text string, i int) (n int) {
	for digit(text, i+n) {
		n++
	}
	return n
}

var between = regexp.MustCompile(`^(?:[ \x{00a0}]?[-‐‑–−][ \x{00a0}]?|[ \x{00a0}])`)

// separator is how many bytes stand between the parts; none is no separator.
func separator(text string) (width int, hyphen bool) {
	found := between.FindString(text)
	return len(found), strings.ContainsAny(found, "-‐‑–−")
}

// stuckBefore tells whether the digits only go on with what is before them: a
// word, a decimal, a longer number. The word CPR may be stuck to its number.
func stuckBefore(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	if unicode.IsLetter(r) {
		return !glued.MatchString(tail(before, 20))
	}
	return unicode.IsDigit(r) || strings.ContainsRune(".,/+-", r)
}

func stuckAfter(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '-'
}

// isDate tells whether somebody now alive may be born on the day. The seventh
// digit gives the century.
func (n number) isDate() bool {
	day, month, year := n.pair(0), n.pair(2), n.pair(4)
	if day > 60 {
		day -= 60
	}
	switch seventh := n.digits[6]; {
	case seventh <= '3', (seventh == '4' || seventh == '9') && year > 36:
		year += 1900
	case seventh >= '5' && seventh <= '8' && year > 57:
		return false // born before 1900
	default:
		year += 2000
	}
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}

func (n number) pair(i int) int { return int(n.digits[i]-'0')*10 + int(n.digits[i+1]-'0') }

// checked tells whether the weighted sum of the digits is a multiple of 11.
func (n number) checked() bool {
	sum := 0
	for i, weight := range []int{4, 3, 2, 7, 6, 5, 4, 3, 2, 1} {
		sum += int(n.digits[i]-'0') * weight
	}
	return sum%11 == 0
}

// newYear: since 2007 numbers without a check digit are given out for birthdays
// on which the others are used up; they are all on 1 January.
func (n number) newYear() bool { return n.pair(0)%60 == 1 && n.pair(2) == 1 }

var (
	said  = regexp.MustCompile(`(?i)cpr|person-?n(?:umme)?r`)
	glued = regexp.MustCompile(`(?i)(?:cpr|person)[-. ]?(?:nr|nummer)?$`)
	// about tells of people, so that even ten digits in a row are worth asking about.
	about = regexp.MustCompile(`(?i)\b(?:borger|f(?:ø|oe)dt|f(?:ø|oe)dselsda)`)
	// other says that the digits are something else.
	other = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:tlf|telefon|mobil|ean|cvr|p-?nummer|p-?nr|sags?-?(?:nr|nummer)|j\.? ?nr|journal-?(?:nr|nummer)|konto-?(?:nr|nummer)|reg\.? ?nr|faktura(?:-?(?:nr|nummer))?|isbn|issn|ordre(?:-?(?:nr|nummer))?)[^\pL\d]{0,4}$`)
)

// How many bytes away a word still tells what the digits are.
const (
	behind = 40
	ahead  = 20
)

// grade is empty for digits that are most likely something else.
func (n number) grade(text string) Grade {
	before, after := tail(text[:n.from], behind), text[n.to:min(len(text), n.to+ahead)]
	if said.MatchString(before) || said.MatchString(after) {
		return Sure
	}
	if other.MatchString(before) {
		return ""
	}
	switch checked := n.checked(); {
	case n.hyphen && (checked || n.newYear()):
		return Sure
	case n.hyphen || checked || about.MatchString(before):
		return Possible
	}
	return ""
}

func tail(text string, n int) string { return text[max(0, len(text)-n):] }
