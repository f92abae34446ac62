package web

import "faelled/internal/problem"

// Page is what the shell must know about the page inside it.
type Page struct {
	Title       string         // without the site's name
	Description string         // for search engines and shared links; may be empty
	Kind        Kind           // colours everything inside main
	Active      string         // href of the main menu item the page belongs under
	Faults      problem.Fields // when there are any, the title says so first
	Wide        bool           // tables that need all of a large screen
	Meta        Meta           // what programs are told of it
}

// MenuItem is one entry of a menu.
type MenuItem struct{ Text, Href string }

// Crumb is one step of the way here; the last one has no Href: it is this page.
type Crumb struct{ Text, Href string }

// TagData is a Tag to be. Icon may be empty.
type TagData struct {
	Tone Tone
	Icon string
	Text string
}

// Fact is one line of key facts under a page's heading. Small may be empty.
type Fact struct{ Term, Value, Small string }

// Head is the band above a page: where we are, what this is, and three or four
// facts. Everything but Title may be left out.
type Head struct {
	Crumbs   []Crumb
	Kind     Kind
	KindText string // beside the mark; empty means the kind's own name
	Tags     []TagData
	Title    string // the page's only h1
	Lead     string
	Facts    []Fact
	Plain    bool // no coloured band: forms and receipts
	Danish   bool // Title and Lead are stored text, and so is most of the page: see the function Danish
}

// Stat is one big number. Sub may be empty; Tone colours the number.
type Stat struct {
	Value, Text, Sub string
	Tone             Tone
}

// State is where a step or moment stands.
type State string

const (
	Next State = ""
	Now  State = "now"
	Done State = "done"
)

// Step is one step of a form in several; Href, when done, leads back to it.
type Step struct {
	Text, Href string
	State      State
}

// Moment is one point on a timeline. When is a date in words.
type Moment struct {
	Title, When string
	State       State
}

// Field is one field of a form. Faults are all of the form's: the field picks
// its own by Name. Name is also its id, which the fault summary links to.
type Field struct {
	Name, Label, Hint, Value      string
	Type, Autocomplete, InputMode string // as in HTML; Type is text when empty
	Optional                      bool   // said in words after the label
	Required                      bool   // told to assistive technology; the server checks
	Faults                        problem.Fields
	Rows                          int    // of a text area; 0 is 4
	Size                          int    // about how many characters fit; 0 is the whole width
	Lang                          string // of what is typed, when not the page's
}

// Option is one choice of a SelectField.
type Option struct{ Value, Text string }

// ChoiceCard is one choice shown as a card. Text and Aside may be empty; Aside
// stands to the right: a price, a date.
type ChoiceCard struct {
	Value, Title, Text, Aside string
	Checked, Disabled         bool
}
