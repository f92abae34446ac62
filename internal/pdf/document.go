package pdf

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"time"
)

// MM is one millimetre in points.
const MM = 72 / 25.4

// Align places text in its block.
type Align uint8

// The three places in a line.
const (
	Left Align = iota
	Center
	Right
)

// Band is a page header or footer. {page} and {pages} become the page's number
// and the number of pages; what is too long for its place ends in "…".
type Band struct{ Left, Center, Right string }

// Margins are in points.
type Margins struct{ Top, Right, Bottom, Left float64 }

// Options describe a document.
type Options struct {
	Title   string   // required: what a reader shows as the window's name
	Fonts   *FontSet // required
	Author  string
	Lang    string    // language tag (BCP 47), "da" or "en"; empty: "da"
	Created time.Time // written as creation date; zero: none is written

	Landscape  bool
	Margins    Margins // zero: 20 mm at the sides, 22 mm above and below
	Header     Band
	Footer     Band
	HeaderOnce bool // leave the header out on page 1
	// Notice stands at the top of every page ("Eksempeldata"): on page 1 as text
	// that is read aloud first, on the others as decoration.
	Notice string
	// Background draws decoration behind the content of every page, from page 1.
	Background func(c *Canvas, page, pages int)

	Uncompressed bool // a file that can be read by eye
}

// Document collects blocks. It is not safe for concurrent use.
type Document struct {
	Flow
	opt     Options
	theme   Theme
	missing []rune
	done    bool
	out     []byte
	outErr  error
}

// New starts an A4 document.
func New(o Options) *Document {
	d := &Document{opt: o, theme: House()}
	if d.opt.Lang == "" {
		d.opt.Lang = "da"
	}
	if o.Margins == (Margins{}) {
		d.opt.Margins = Margins{22 * MM, 20 * MM, 22 * MM, 20 * MM}
	}
	d.Flow.doc = d
	return d
}

// Missing lists, after Bytes, the characters that were drawn as a stand-in,
// because no font has them.
func (d *Document) Missing() []rune { return d.missing }

// Bytes lays the document out and returns the file. Blocks added afterwards are
// not taken up. An error tells what in the description cannot be made
// accessible or drawn: no title, a skipped heading level, a figure without
// alternative text, a figure higher than a page, a link to a bad address.
func (d *Document) Bytes() ([]byte, error) {
	if !d.done {
		d.done = true
		d.out, d.outErr = d.make()
	}
	return d.out, d.outErr
}

func (d *Document) make() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	root := &elem{typ: "Document"}
	e := &engine{d: d, missing: map[rune]bool{}, parent: root}
	for i, f := range d.opt.Fonts.faces {
		e.fonts[i] = newFontUse(f, i)
	}
	e.newPage()
	if e.w < 50 || e.bottom-e.top < 50 {
		return nil, errors.New("pdf: the margins leave no room")
	}
	e.flow(d.blocks)
	e.bands()
	if e.err != nil {
		return nil, e.err
	}
	d.missing = slices.Sorted(maps.Keys(e.missing))
	return e.assemble(root)
}

func (d *Document) check() error {
	switch {
	case d.opt.Fonts == nil:
		return errors.New("pdf: no fonts given")
	case blank(d.opt.Title):
		return errors.New("pdf: a document needs a title")
	case !languageTag.MatchString(d.opt.Lang):
		return errors.New("pdf: " + d.opt.Lang + " is not a language tag")
	case d.err != nil:
		return d.err
	case len(d.blocks) == 0:
		return errors.New("pdf: the document is empty")
	}
	return nil
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
