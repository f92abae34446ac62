package message

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fields is what a text says to one person, by the field's name.
type Fields map[string]string

// names are the fields a text may hold, as they are written, in the order the form
// tells of them.
var names = []string{"fornavn", "navn", "kommune", "netværk", "møde", "dato", "sted", "rekvisition", "tilmelding"}

// spelled is how a field may also be written, on a keyboard without æ, ø and å.
var spelled = map[string]string{"netvaerk": "netværk", "moede": "møde", "forløb": "netværk", "forloeb": "netværk"}

// piece is a part of a text: words, or a field.
type piece struct {
	Text     string
	Field    string // empty: only Text
	Fallback string // said when the field is empty
	Line     int    // from 1
}

// slip is something wrong with the fields of a text.
type slip struct {
	Line int
	What string // as it was written
}

var field = regexp.MustCompile(`\{\{([^{}\n]*)\}\}`)

// parse takes a text apart. Unknown fields, and braces that open or close nothing,
// are slips.
func parse(text string) (pieces []piece, slips []slip) {
	line, rest := 1, text
	plain := func(words string) {
		for _, mark := range []string{"{{", "}}"} {
			if before, _, found := strings.Cut(words, mark); found {
				slips = append(slips, slip{line + strings.Count(before, "\n"), mark})
			}
		}
		if words != "" {
			pieces = append(pieces, piece{Text: words, Line: line})
		}
		line += strings.Count(words, "\n")
	}
	for {
		at := field.FindStringSubmatchIndex(rest)
		if at == nil {
			plain(rest)
			return pieces, slips
		}
		plain(rest[:at[0]])
		name, fallback, _ := strings.Cut(rest[at[2]:at[3]], "|")
		name = strings.ToLower(strings.TrimSpace(name))
		if other, ok := spelled[name]; ok {
			name = other
		}
		if !slices.Contains(names, name) {
			slips = append(slips, slip{line, rest[at[0]:at[1]]})
		}
		pieces = append(pieces, piece{Field: name, Fallback: strings.TrimSpace(fallback), Line: line})
		rest = rest[at[1]:]
	}
}

// fill says a text to one person.
func fill(pieces []piece, f Fields) string {
	var all strings.Builder
	for _, p := range pieces {
		switch value := f[p.Field]; {
		case p.Field == "":
			all.WriteString(p.Text)
		case value != "":
			all.WriteString(value)
		default:
			all.WriteString(p.Fallback)
		}
	}
	return all.String()
}

// lacks is a field that some recipients have nothing in, and the text says nothing
// instead.
type lacks struct {
	Field string
	Line  int
	N     int // recipients
}

// missing finds them, in the order of the text.
func missing(pieces []piece, all []Fields) (list []lacks) {
	seen := map[string]bool{}
	for _, p := range pieces {
		if p.Field == "" || p.Fallback != "" || seen[p.Field] {
			continue
		}
		seen[p.Field] = true
		n := 0
		for _, f := range all {
			if f[p.Field] == "" {
				n++
			}
		}
		if n > 0 {
			list = append(list, lacks{p.Field, p.Line, n})
		}
	}
	return list
}

// used are the fields that some texts hold: nothing else about a recipient is kept.
func used(texts ...[]piece) []string {
	found := map[string]bool{}
	for _, pieces := range texts {
		for _, p := range pieces {
			if p.Field != "" {
				found[p.Field] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// only keeps some fields.
func (f Fields) only(names []string) Fields {
	kept := Fields{}
	for _, name := range names {
		if f[name] != "" {
			kept[name] = f[name]
		}
	}
	return kept
}

// Longest texts, in letters.
const (
	maxSubject = 150
	maxBody    = 10_000
)

func letters(text string) int { return utf8.RuneCountInString(text) }
