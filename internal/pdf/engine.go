package pdf

import "fmt"

// engine lays blocks out on pages, from the top of the first to the end of the
// last. It holds the frame that text is set in at the moment.
type engine struct {
	d           *Document
	fonts       [2]*fontUse
	missing     map[rune]bool
	pages       []*page
	cur         *page
	x, w, y     float64 // left edge and width of the frame, and how far down it is filled
	indent      float64 // left indent of the frame, kept when a new page starts
	top, bottom float64
	locked      int   // above 0 no new page may start: everything was measured to fit
	parent      *elem // where the next block hangs in the structure tree
	headings    []heading
	level       int // of the last heading
	err         error
}

type heading struct {
	level int
	text  string
	page  int
	y     float64
}

func (e *engine) fail(format string, a ...any) {
	if e.err == nil {
		e.err = fmt.Errorf("pdf: "+format, a...)
	}
}

func (e *engine) newPage() {
	w, h := 210*MM, 297*MM
	if e.d.opt.Landscape {
		w, h = h, w
	}
	m := e.d.opt.Margins
	e.cur = &page{index: len(e.pages), w: w, h: h}
	e.pages = append(e.pages, e.cur)
	e.x, e.w, e.y, e.top, e.bottom = m.Left+e.indent, w-m.Left-m.Right-e.indent, m.Top, m.Top, h-m.Bottom
	if len(e.pages) == 1 && !blank(e.d.opt.Notice) {
		e.notice(e.cur, e.parent.child("P"))
	}
}

func (e *engine) atTop() bool { return e.y <= e.top+tolerance }

// tolerance absorbs rounding when lengths are compared.
const tolerance = 0.01

// room says whether h fits above the bottom margin.
func (e *engine) room(h float64) bool { return e.y+h <= e.bottom+tolerance }

// block is a part of a flow.
type block interface {
	// gaps are the least room before and after; the larger of two neighbours' counts.
	gaps() (before, after float64)
	// height returns the whole height at width w and the least part that must fit when the block starts.
	height(e *engine, w float64) (total, first float64)
	layout(e *engine)
}

// flow lays blocks out one after the other.
func (e *engine) flow(blocks []block) {
	previous, start := 0.0, e.y
	for i, b := range blocks {
		if e.err != nil {
			return
		}
		before, after := b.gaps()
		gap := max(previous, before)
		if e.atTop() || e.y == start {
			gap = 0
		}
		if _, isBreak := b.(pageBreak); !isBreak && e.locked == 0 && !e.atTop() && !e.room(gap+e.need(blocks[i:])) {
			e.newPage()
			gap = 0
		}
		e.y += gap
		b.layout(e)
		previous = after
	}
}

// need is the room the first block must find, together with what it must not be parted from.
func (e *engine) need(blocks []block) float64 {
	total, first := blocks[0].height(e, e.w)
	p, ok := blocks[0].(*para)
	if !ok || p.level == 0 || len(blocks) == 1 {
		return first
	}
	_, after := blocks[0].gaps()
	before, _ := blocks[1].gaps()
	return total + max(after, before) + e.need(blocks[1:])
}

// measure is the height of blocks one after the other.
func (e *engine) measure(blocks []block, w float64) float64 {
	h, previous := 0.0, 0.0
	for i, b := range blocks {
		before, after := b.gaps()
		total, _ := b.height(e, w)
		if i > 0 {
			h += max(previous, before)
		}
		h += total
		previous = after
	}
	return h
}
