package idea

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
)

// Bounds. The most active network imaginable, with a hundred members of whom each
// has three ideas a season.
const (
	longestLine = 120  // letters
	longestText = 2000 // letters
	mostIdeas   = 300  // in a programme
	mostOpen    = 10   // of one person in a programme, that nobody has answered
	keepYears   = 2    // after the season's last day
)

// tidy takes away what nobody meant to type. A theme has but one text.
func (w Wish) tidy() Wish {
	w.Title = strings.Join(strings.Fields(w.Title), " ")
	w.Text, w.Hard, w.Ways = lines(w.Text), lines(w.Hard), lines(w.Ways)
	if w.Kind == Theme {
		w.Hard, w.Ways = "", ""
	}
	return w
}

func lines(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// Check is everything wrong with an idea, under the fields slags, titel, tekst,
// svaert, veje and synlig.
func Check(w Wish) problem.Fields {
	var bad problem.Fields
	if w.Kind != Theme && w.Kind != Dilemma {
		bad.Add("slags", "idea.kind_missing", "")
	}
	if w.Title == "" {
		bad.Add("titel", "idea.title_missing", "")
	}
	checkText(&bad, "titel", w.Title, longestLine)
	switch {
	case w.Text != "":
	case w.Kind == Dilemma:
		bad.Add("tekst", "idea.situation_missing", "")
	default:
		bad.Add("tekst", "idea.text_missing", "")
	}
	checkText(&bad, "tekst", w.Text, longestText)
	checkText(&bad, "svaert", w.Hard, longestText)
	checkText(&bad, "veje", w.Ways, longestText)
	if !slices.Contains([]Shown{Named, Unnamed, ToStaff}, w.Shown) {
		bad.Add("synlig", "idea.shown_missing", "")
	}
	return bad
}

// checkText complains of what may not stand in a text of so many letters; only
// long ones have several lines.
func checkText(bad *problem.Fields, name, text string, longest int) {
	strange := func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\u00a0' && !(longest > longestLine && (r == '\n' || r == '\t'))
	}
	switch {
	case utf8.RuneCountInString(text) > longest && longest == longestLine:
		bad.Add(name, "idea.line_too_long", "")
	case utf8.RuneCountInString(text) > longest:
		bad.Add(name, "idea.text_too_long", "")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, strange):
		bad.Add(name, "idea.unprintable", "")
	case danish.Surely(text):
		bad.Add(name, "idea.cpr", "")
	}
}

// reader is who looks at a network's ideas, as far as it matters.
type reader struct {
	Person id.Person
	Staff  bool
	Member bool
}

// sees tells whether an idea is there for a reader. What is united with another is
// there for whose it was, and for the secretariat.
func (r reader) sees(i Idea) bool {
	switch {
	case r.Staff || r.owns(i):
		return true
	case !r.Member || i.State == United:
		return false
	}
	return i.Shown != ToStaff
}

// owns tells whether an idea is the reader's own.
func (r reader) owns(i Idea) bool { return r.Person != "" && i.Person == r.Person }

// sees whose it is.
func (r reader) knows(i Idea) bool { return r.Staff || r.owns(i) || r.sees(i) && i.Shown == Named }

// maySupport: whoever takes part, when the idea is another's, and still open.
func (r reader) maySupport(i Idea) bool {
	return r.Member && r.sees(i) && !r.owns(i) && (i.State == New || i.State == Discussed)
}

// mayTakeBack: whose it is, as long as nothing rests on it, no other idea either; and the secretariat,
// which answers for what stands there.
func (r reader) mayTakeBack(i Idea) bool {
	return r.Staff || r.owns(i) && i.State != Planned && i.State != United && i.Parts == 0
}

// cannotUnite is why two ideas cannot become one, under med. What some members see
// may not disappear into what they do not.
func cannotUnite(gone, kept Idea) (bad problem.Fields) {
	switch {
	case kept.ID == gone.ID || kept.State == United || kept.Programme != gone.Programme:
		bad.Add("med", "idea.unite_missing", "")
	case gone.State == United || gone.State == Planned:
		bad.Add("med", "idea.unite_late", "")
	case kept.Shown == ToStaff && gone.Shown != ToStaff:
		bad.Add("med", "idea.unite_hidden", "")
	}
	return bad
}

// usable tells whether an idea can still be put on a meeting's programme.
func usable(m meeting.Meeting, now time.Time) bool {
	return m.State == meeting.Planned && !m.Over(now)
}
