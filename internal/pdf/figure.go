package pdf

import "fmt"

// Figure adds a drawing, w wide (0: the full width) and h high. alt says in
// words what it shows and is required; caption may be empty.
func (f *Flow) Figure(alt, caption string, w, h float64, draw func(c *Canvas)) {
	if blank(alt) {
		f.fail("a figure needs an alternative text")
	}
	if h <= 0 || draw == nil {
		f.fail("a figure needs a height and a drawing")
		return
	}
	b := &figure{alt: string(clean(alt)), w: w, h: h, draw: draw, align: f.align}
	if !blank(caption) {
		b.caption = f.caption(caption)
		b.caption.st.align = f.align
	}
	f.add(b)
}

func (f *Flow) caption(s string) *para {
	return &para{ins: []Inline{{Text: s}}, st: textStyle{size: 9, leading: 12.5, color: f.doc.theme.Muted}}
}

const captionGap = 4

type figure struct {
	alt     string
	w, h    float64
	draw    func(c *Canvas)
	align   Align
	caption *para
}

func (f *figure) gaps() (before, after float64) { return 6, 10 }

func (f *figure) height(e *engine, w float64) (total, first float64) {
	h := f.h
	if f.caption != nil {
		t, _ := f.caption.height(e, w)
		h += captionGap + t
	}
	return h, h
}

func (f *figure) layout(e *engine) {
	if h, _ := f.height(e, e.w); !e.room(h) || f.w > e.w+tolerance {
		e.fail("figure %.40q does not fit on a page", f.alt)
		return
	}
	w := f.w
	if w == 0 {
		w = e.w
	}
	x := e.x
	switch f.align {
	case Center:
		x += (e.w - w) / 2
	case Right:
		x += e.w - w
	}
	parent := e.parent
	if f.caption != nil {
		parent = parent.child("Div")
	}
	el, p := parent.child("Figure"), e.cur
	el.alt = f.alt
	el.attributes = fmt.Sprintf("<</O/Layout/Placement/Block/BBox[%s %s %s %s]/Width %s/Height %s>>",
		num(x), num(p.h-e.y-f.h), num(x+w), num(p.h-e.y), num(w), num(f.h))
	p.mark(el)
	(&Canvas{W: w, H: f.h, Theme: e.d.theme, e: e, p: p, x0: x, y0: e.y}).run(f.draw)
	p.closeMark()
	e.y += f.h
	if f.caption != nil {
		e.y += captionGap
		f.caption.set(e, e.w)
		f.caption.draw(e, parent.child("Caption"))
	}
}
