package web

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"faelled/internal/i18n"
	"faelled/internal/when"

	"github.com/a-h/templ"
)

// kinds and plots belong together: the fields around the common, clockwise.
var (
	kinds = [...]Kind{KindNetwork, KindLeaderNetwork, KindExecutive, KindPartnership, KindCompetence}
	plots = [...]string{
		"M10.4 4.1A18.6 18.6 0 0 1 29.6 4.1L24.4 12.7A8.5 8.5 0 0 0 15.6 12.7Z",
		"M32.2 5.9A18.6 18.6 0 0 1 38.1 24.2L28.3 21.9A8.5 8.5 0 0 0 25.6 13.6Z",
		"M37.1 27.2A18.6 18.6 0 0 1 21.6 38.5L20.7 28.5A8.5 8.5 0 0 0 27.8 23.3Z",
		"M18.4 38.5A18.6 18.6 0 0 1 2.9 27.2L12.2 23.3A8.5 8.5 0 0 0 19.3 28.5Z",
		"M1.9 24.2A18.6 18.6 0 0 1 7.8 5.9L14.4 13.6A8.5 8.5 0 0 0 11.7 21.9Z",
	}
)

func kindName(ctx context.Context, k Kind) string {
	switch k {
	case KindNetwork:
		return i18n.T(ctx, "web.kind_network")
	case KindLeaderNetwork:
		return i18n.T(ctx, "web.kind_leader_network")
	case KindExecutive:
		return i18n.T(ctx, "web.kind_executive")
	case KindPartnership:
		return i18n.T(ctx, "web.kind_partnership")
	case KindCompetence:
		return i18n.T(ctx, "web.kind_competence_project")
	}
	return ""
}

// Class names are written out, never put together: the style sheet keeps only
// those it can find.

func (t Tone) tag() string {
	switch t {
	case ToneOK:
		return "f-tag-ok"
	case ToneWarn:
		return "f-tag-warn"
	case ToneErr:
		return "f-tag-err"
	case ToneInfo:
		return "f-tag-inf"
	case ToneThread:
		return "f-tag-traad"
	}
	return ""
}

func (t Tone) message() string {
	switch t {
	case ToneOK:
		return "f-msg-ok"
	case ToneWarn:
		return "f-msg-warn"
	case ToneErr:
		return "f-msg-err"
	}
	return ""
}

func (t Tone) stat() string {
	switch t {
	case ToneWarn:
		return "is-warn"
	case ToneErr:
		return "is-err"
	}
	return ""
}

func (t Tone) icon() string {
	switch t {
	case ToneOK:
		return "success"
	case ToneWarn:
		return "warning"
	case ToneErr:
		return "error"
	}
	return "info"
}

// role makes a fault speak up at once; the other tones wait their turn.
func (t Tone) role() string {
	if t == ToneErr {
		return "alert"
	}
	return "status"
}

func (s State) current(as string) templ.Attributes {
	if s == Now {
		return templ.Attributes{"aria-current": as}
	}
	return nil
}

// here marks the menu item of this page.
func here(yes bool) templ.Attributes {
	if yes {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

// initials are those of the first and last name, whatever signs stand before them.
func initials(name string) string {
	var all []string
	for _, word := range strings.Fields(name) {
		if i := initial(word); i != "" {
			all = append(all, i)
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return all[0] + all[len(all)-1]
}

// initial is a word's first letter or digit.
func initial(word string) string {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return ""
}

// leaf is the two lines of a DateBox: "2." and "jun.".
func leaf(ctx context.Context, d when.Date) (day, month string) {
	parts := strings.Fields(when.Short(ctx, d))
	if len(parts) < 2 {
		return "", ""
	}
	return parts[0], parts[1]
}

func percent(value, of int) int {
	if of <= 0 {
		return 0
	}
	return min(100, max(0, value*100/of))
}

// meterClass warns from nine tenths and says when all is taken.
func meterClass(value, of int) string {
	switch p := percent(value, of); {
	case p >= 100:
		return "e"
	case p >= 90:
		return "w"
	}
	return "v"
}

// title is what stands in the browser's tab.
func (p Page) title(ctx context.Context) string {
	title := fmt.Sprint(p.Title, " – Fælled")
	if len(p.Faults) > 0 {
		return i18n.T(ctx, "web.fault_prefix") + " " + title
	}
	return title
}
