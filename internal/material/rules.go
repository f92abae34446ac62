package material

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Bounds. A network of twenty years with three meetings a year and eight
// materials at each has 480.
const (
	longestLine   = 200
	longestLink   = 2000
	mostMaterials = 500
	lastPlace     = 999
	keepYears     = 5 // after the season's last day
)

// tidy takes away what nobody meant to type.
func (w Wish) tidy() Wish {
	w.Title, w.Speaker, w.Link = strings.TrimSpace(w.Title), strings.TrimSpace(w.Speaker), strings.TrimSpace(w.Link)
	return w
}

// Check is everything wrong with a wish, under the fields titel, fra, moede,
// fase, adgang, link, fil and plads. had tells whether there is a file already.
func Check(w Wish, had bool) problem.Fields {
	var bad problem.Fields
	if w.Title == "" {
		bad.Add("titel", "material.title_missing", "")
	}
	checkLine(&bad, "titel", w.Title)
	checkLine(&bad, "fra", w.Speaker)
	if w.Phase != Before && w.Phase != After {
		bad.Add("fase", "material.phase_missing", "")
	}
	switch {
	case !slices.Contains([]Reach{Public, Members, Seated}, w.Reach):
		bad.Add("adgang", "material.reach_missing", "")
	case w.Reach == Seated && w.Meeting == "":
		bad.Add("adgang", "material.reach_needs_meeting", "")
	}
	switch {
	case w.Link != "" && w.Document.Hash != "":
		bad.Add("link", "material.either", "")
	case w.Link == "" && w.Document.Hash == "" && !had:
		bad.Add("fil", "material.neither", "")
	case w.Link != "" && !goodLink(w.Link):
		bad.Add("link", "material.bad_link", "")
	}
	checkCPR(&bad, "fil", w.Document.Name)
	checkCPR(&bad, "link", w.Link)
	if w.N < 0 || w.N > lastPlace {
		bad.Add("plads", "material.bad_place", "")
	}
	return bad
}

func checkLine(bad *problem.Fields, name, text string) {
	switch {
	case utf8.RuneCountInString(text) > longestLine:
		bad.Add(name, "material.too_long", "")
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != '\u00a0' }):
		bad.Add(name, "material.unprintable", "")
	case danish.Surely(text):
		bad.Add(name, "material.cpr", "")
	}
}

// checkCPR complains of a number in what is shown to others beside the title. What
// stands inside a file is not looked at.
func checkCPR(bad *problem.Fields, name, text string) {
	if plain, err := url.QueryUnescape(text); err == nil {
		text = plain
	}
	if danish.Surely(apart.Replace(text)) {
		bad.Add(name, "material.cpr", "")
	}
}

// apart takes away what stands between words where no space may.
var apart = strings.NewReplacer("_", " ", "/", " ", "=", " ", "&", " ", "?", " ", "#", " ")

// goodLink: a page on the web, without a password in it.
func goodLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && len(link) <= longestLink && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsFunc(link, unicode.IsSpace)
}

// reader is who looks at a network's material, as far as it matters.
type reader struct {
	Staff  bool
	Member bool // has a seat at some meeting, or is a member's contact person
	Seats  map[id.Meeting]bool
	Now    time.Time
}

// sees tells whether a material is there for a reader.
func (r reader) sees(m Material) bool {
	switch {
	case r.Staff:
		return true
	case r.Now.Before(m.ShownFrom):
		return false
	case m.Reach == Public:
		return true
	case m.Reach == Members:
		return r.Member
	}
	return r.Seats[m.Meeting]
}
