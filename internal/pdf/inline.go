package pdf

import (
	"strings"
	"unicode/utf8"
)

// Inline is a run of text inside a block.
type Inline struct {
	Text  string
	Bold  bool
	URL   string // makes the run a link
	Lang  string // language when it differs from the document's, for example "en"
	Color Color
	Size  float64 // 0: the block's size
}

// Bold is text in semibold.
func Bold(s string) Inline { return Inline{Text: s, Bold: true} }

// Link is text that leads to an http, https, mailto or tel address.
func Link(text, url string) Inline { return Inline{Text: text, URL: url} }

// In is text in another language than the document's, so that it is read aloud in that language.
func In(lang, s string) Inline { return Inline{Text: s, Lang: lang} }

// inlines accepts strings, Inline values and slices of both.
func (f *Flow) inlines(args []any) (out []Inline) {
	for _, a := range args {
		switch v := a.(type) {
		case string:
			out = append(out, Inline{Text: v})
		case Inline:
			if v.URL != "" && (!validURL(v.URL) || blank(v.Text)) {
				f.fail("link %q needs a text and an http, https, mailto or tel address", v.URL)
			}
			if v.Lang != "" && !languageTag.MatchString(v.Lang) {
				f.fail("%q is not a language tag", v.Lang)
			}
			out = append(out, v)
		case []Inline:
			for _, i := range v {
				out = append(out, f.inlines([]any{i})...)
			}
		case []any:
			out = append(out, f.inlines(v)...)
		default:
			f.fail("cannot use %T as text", a)
		}
	}
	return out
}

func validURL(u string) bool {
	scheme, rest, ok := strings.Cut(u, ":")
	switch scheme {
	case "http", "https":
		ok = strings.HasPrefix(rest, "//")
	case "mailto", "tel":
	default:
		return false
	}
	return ok && utf8.ValidString(u)
}

// blankInlines tells whether nothing would be seen of the runs.
func blankInlines(ins []Inline) bool {
	for _, in := range ins {
		if !blank(in.Text) {
			return false
		}
	}
	return true
}

// textStyle is how a block sets its text.
type textStyle struct {
	size, leading float64
	bold          bool
	color         Color
	align         Align
}

func (in Inline) size(st textStyle) float64 {
	if in.Size > 0 {
		return in.Size
	}
	return st.size
}

// font returns the face of a run and what its thousandths of an em are in points.
func (e *engine) font(in Inline, st textStyle) (u *fontUse, unit float64) {
	return e.face(in.Bold || st.bold), in.size(st) / 1000
}
