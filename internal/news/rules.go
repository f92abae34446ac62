package news

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/i18n"
	"faelled/internal/problem"
)

// Longest texts, in letters, and most programmes that one piece is about.
const (
	longestTitle   = 150
	longestLead    = 400
	longestBody    = 20_000
	mostProgrammes = 20
)

// mostAhead is how far ahead one can publish; later is a slip of the finger.
const mostAhead = 366 * 24 * time.Hour

// Check is everything that is missing or wrong in a piece of news, under the
// fields title, lead, body and programmes.
func Check(n News) problem.Fields {
	var bad problem.Fields
	if i18n.Slug(n.Title) == "" {
		bad.Add("title", "news.title_missing", "")
	}
	checkText(&bad, "title", n.Title, longestTitle)
	if n.Lead == "" {
		bad.Add("lead", "news.lead_missing", "")
	}
	checkText(&bad, "lead", n.Lead, longestLead)
	if n.Body == "" {
		bad.Add("body", "news.body_missing", "")
	}
	checkText(&bad, "body", n.Body, longestBody)
	if len(n.Programmes) > mostProgrammes {
		bad.Add("programmes", "news.programmes_many", "")
	}
	return bad
}

func checkText(bad *problem.Fields, name, text string, longest int) {
	switch {
	case utf8.RuneCountInString(text) > longest:
		bad.Add(name, "news.too_long", "")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable(longest == longestBody)):
		bad.Add(name, "news.unprintable", "")
	case danish.Surely(text):
		bad.Add(name, "news.cpr", "")
	}
}

// unprintable finds what cannot be shown; only the body has several lines.
func unprintable(lines bool) func(rune) bool {
	return func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\u00a0' && !(lines && (r == '\n' || r == '\t'))
	}
}

// CheckMoment is what is wrong with a moment of publishing, under day.
func CheckMoment(at, now time.Time) problem.Fields {
	var bad problem.Fields
	switch {
	case at.Before(now):
		bad.Add("day", "news.moment_past", "")
	case at.After(now.Add(mostAhead)):
		bad.Add("day", "news.moment_far", "")
	}
	return bad
}

// tidy takes away what nobody meant to type.
func tidy(n News) News {
	for _, text := range []*string{&n.Title, &n.Lead} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	n.Body = strings.TrimSpace(strings.ReplaceAll(n.Body, "\r\n", "\n"))
	list := n.Programmes
	n.Programmes = nil
	for _, p := range list {
		if p != "" && !slices.Contains(n.Programmes, p) {
			n.Programmes = append(n.Programmes, p)
		}
	}
	return n
}

// searched is everything that a word typed may be found in.
func searched(n News) string { return i18n.SearchKey(n.Title + " " + n.Lead + " " + n.Body) }
