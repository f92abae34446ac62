package people

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/problem"
)

// Longest texts, in letters, that a name, a title and a line of an address may be.
const (
	longestLine = 200
	longestMail = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
)

// ParseEmail reads one bare address, with spaces around it forgiven, and gives
// it in small letters. The domain must have a dot: a person outside the house
// has to be able to get mail.
func ParseEmail(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > longestMail || !utf8.ValidString(text) || strings.ContainsFunc(text, unfit) {
		return "", false
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text {
		return "", false
	}
	_, domain, _ := strings.Cut(text, "@")
	if !validDomain(domain) {
		return "", false
	}
	return text, true
}

// unfit letters have no place in an address, though some would pass as atoms:
// controls, spaces, and those that cannot be seen or turn the text around.
func unfit(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }

// parseDomain reads what stands after @ in an organisation's addresses.
func parseDomain(text string) (string, bool) {
	text = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "@")
	email, ok := ParseEmail("x@" + text)
	return strings.TrimPrefix(email, "x@"), ok
}

// validDomain wants two labels or more, none of them empty or with a hyphen at
// an end.
func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return false
			}
		}
	}
	return true
}

// glnDigits is how long a GLN is (GS1).
const glnDigits = 13

// ParseGLN reads thirteen digits, spaces forgiven, of which the last checks the
// others (GS1 General Specifications, 7.9: weights 1 and 3 in turn, modulus 10).
func ParseGLN(text string) (string, bool) {
	text = compact(text)
	if !digits(text, glnDigits) {
		return "", false
	}
	sum := 0
	for i, d := range []byte(text) {
		sum += int(d-'0') * (1 + i%2*2)
	}
	if sum%10 != 0 || strings.Trim(text, "0") == "" {
		return "", false
	}
	return text, true
}

// GroupGLN writes a GLN for people to read: 5790 0000 0000 5.
func GroupGLN(gln string) string {
	var groups []string
	for len(gln) > 4 {
		groups, gln = append(groups, gln[:4]), gln[4:]
	}
	return strings.Join(append(groups, gln), "\u00a0")
}

// ParseCVR reads eight digits, spaces and a leading DK forgiven. Their weighted
// sum is a multiple of 11 (Erhvervsstyrelsen: 2 7 6 5 4 3 2 1), and the first
// is not 0.
func ParseCVR(text string) (string, bool) {
	text = strings.TrimPrefix(strings.ToUpper(compact(text)), "DK")
	if !digits(text, 8) || text[0] == '0' {
		return "", false
	}
	sum := 0
	for i, weight := range []int{2, 7, 6, 5, 4, 3, 2, 1} {
		sum += int(text[i]-'0') * weight
	}
	if sum%11 != 0 {
		return "", false
	}
	return text, true
}

// count is how many digits there are in what was typed.
func count(text string) (n int) {
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

func compact(text string) string { return strings.Join(strings.Fields(text), "") }

func digits(text string, n int) bool {
	return len(text) == n && strings.Trim(text, "0123456789") == ""
}

// line is a text of one line with single spaces; false when it is too long or
// holds what cannot be shown.
func line(text string) (string, bool) {
	text = strings.Join(strings.Fields(text), " ")
	bad := func(r rune) bool { return !unicode.IsPrint(r) }
	return text, utf8.ValidString(text) && utf8.RuneCountInString(text) <= longestLine && !strings.ContainsFunc(text, bad)
}

// checkLine tidies one field in place and notes what is wrong with it.
func checkLine(bad *problem.Fields, name string, text *string) {
	tidy, ok := line(*text)
	if !ok {
		bad.Add(name, "people.too_long", "")
		return
	}
	*text = tidy
}

// CheckGuest tidies a guest's name, address and title, and notes every fault
// under the fields that name, mail and title are called in the form. about says
// whom the fault is about.
func CheckGuest(bad *problem.Fields, g *Guest, name, mail, title, about string) {
	checkLine(bad, name, &g.Name)
	checkLine(bad, title, &g.Title)
	if strings.TrimSpace(g.Name) == "" {
		bad.Add(name, "people.name_missing", about)
	}
	email, ok := ParseEmail(g.Email)
	if !ok {
		bad.Add(mail, "people.email_wrong", about)
		return
	}
	g.Email = email
}
