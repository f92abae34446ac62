package pdf

import (
	"fmt"
	"strconv"
)

// Flow is a sequence of blocks: the document itself, a column or a panel.
type Flow struct {
	doc    *Document
	blocks []block
	align  Align
	err    error // of the document: its first
}

func (f *Flow) add(b block) { f.blocks = append(f.blocks, b) }

func (f *Flow) fail(format string, a ...any) {
	if f.doc.err == nil {
		f.doc.err = fmt.Errorf("pdf: "+format, a...)
	}
}

// SetAlign places the paragraphs, headings and figures that follow.
func (f *Flow) SetAlign(a Align) { f.align = a }

// H1 adds the document's heading. Levels may not be skipped.
func (f *Flow) H1(s string) { f.heading(1, s, 22, 0, 8) }

// H2 adds the heading of a section.
func (f *Flow) H2(s string) { f.heading(2, s, 14.5, 18, 5) }

// H3 adds the heading of a part of a section.
func (f *Flow) H3(s string) { f.heading(3, s, 11.5, 12, 3) }

func (f *Flow) heading(level int, s string, size, before, after float64) {
	if blank(s) {
		f.fail("empty heading")
	}
	f.add(&para{typ: "H" + strconv.Itoa(level), level: level, ins: []Inline{{Text: s}}, before: before, after: after,
		st: textStyle{size: size, leading: size * 1.25, bold: true, color: f.doc.theme.Accent, align: f.align}})
}

// P adds a paragraph of strings, Inline values and slices of both.
func (f *Flow) P(args ...any) { f.Text(TextStyle{}, args...) }

// Lead adds an introductory paragraph in larger type.
func (f *Flow) Lead(args ...any) { f.Text(TextStyle{Size: 12}, args...) }

// Small adds a paragraph in small, muted type.
func (f *Flow) Small(args ...any) { f.Text(TextStyle{Size: 8.5, Color: f.doc.theme.Muted}, args...) }

// TextStyle sets one paragraph apart. Zero fields take the theme's values.
type TextStyle struct {
	Size   float64
	Bold   bool
	Color  Color
	Before float64
	After  float64
}

// Text adds a paragraph in a style of its own. One in which nothing would be seen is left out.
func (f *Flow) Text(s TextStyle, args ...any) {
	if s.Size == 0 {
		s.Size = f.doc.theme.Size
	}
	if !s.Color.set {
		s.Color = f.doc.theme.Ink
	}
	if s.After == 0 {
		s.After = 6.5
	}
	ins := f.inlines(args)
	if blankInlines(ins) {
		return
	}
	f.add(&para{typ: "P", ins: ins, before: s.Before, after: s.After,
		st: textStyle{size: s.Size, leading: s.Size * 1.42, bold: s.Bold, color: s.Color, align: f.align}})
}

// Space adds empty room.
func (f *Flow) Space(h float64) { f.add(space(h)) }

// Rule adds a thin line across the column.
func (f *Flow) Rule() { f.add(rule{}) }

// PageBreak starts a new page. It has no effect inside columns and panels.
func (f *Flow) PageBreak() { f.add(pageBreak{}) }

type space float64

func (s space) gaps() (before, after float64)                  { return 0, 0 }
func (s space) height(*engine, float64) (total, first float64) { return float64(s), 0 }
func (s space) layout(e *engine) {
	if e.y += float64(s); e.locked == 0 {
		e.y = min(e.y, e.bottom)
	}
}

type rule struct{}

func (rule) gaps() (before, after float64)                  { return 6, 6 }
func (rule) height(*engine, float64) (total, first float64) { return 1, 1 }
func (rule) layout(e *engine) {
	e.cur.artifact(artLayout)
	e.canvas(e.cur).Line(e.x, e.y+.5, e.x+e.w, e.y+.5, Style{Stroke: e.d.theme.Rule, Width: 0.7})
	e.y++
}

type pageBreak struct{}

func (pageBreak) gaps() (before, after float64)                  { return 0, 0 }
func (pageBreak) height(*engine, float64) (total, first float64) { return 0, 0 }
func (pageBreak) layout(e *engine) {
	if e.locked == 0 {
		e.newPage()
	}
}
