package pdf

import (
	"strconv"
	"strings"
)

const (
	bandSize = 8.0  // of header and footer text
	bandGap  = 12.0 // the least room between two texts of a band
)

// bands writes background, notice, header and footer, now that the number of pages is known.
func (e *engine) bands() {
	o := e.d.opt
	for i, p := range e.pages {
		p.closeMark()
		if o.Background != nil {
			e.background(p)
		}
		if i > 0 && !blank(o.Notice) {
			e.notice(p, nil)
		}
		if i > 0 || !o.HeaderOnce {
			y := o.Margins.Top * 0.55
			e.band(p, o.Header, artHeader, y, y+7)
		}
		y := p.h - o.Margins.Bottom*0.5
		e.band(p, o.Footer, artFooter, y, y-13)
		p.closeMark()
	}
}

// background puts decoration in front of what the page has already, so that it is painted first.
func (e *engine) background(p *page) {
	body := p.buf
	p.buf, p.fill = nil, Color{}
	p.artifact(artPage)
	p.buf = append(p.buf, "q\n"...)
	e.canvas(p).run(func(c *Canvas) { e.d.opt.Background(c, p.index+1, len(e.pages)) })
	p.buf = append(p.buf, "Q\n"...)
	p.closeMark()
	p.buf, p.fill = append(p.buf, body...), Color{}
}

// notice writes Options.Notice in a frame at the top of a page: as own's text, or as an artifact without one.
func (e *engine) notice(p *page, own *elem) {
	c := e.canvas(p)
	label := Label{Size: 8.5, Bold: true, Color: c.Theme.Accent, Align: Center}
	text := c.fit(e.d.opt.Notice, label, p.w-60)
	w := c.Width(text, label) + 14
	y := min(7.4*MM, e.d.opt.Margins.Top*0.5)
	p.artifact(artHeader)
	c.Rect((p.w-w)/2, y-8.5, w, 12, Style{Stroke: c.Theme.Accent, Width: 0.7})
	if own != nil {
		p.mark(own)
	}
	c.Text(p.w/2, y, text, label)
	p.closeMark()
}

// band writes one header or footer with its baseline at y and its line at ruleY.
func (e *engine) band(p *page, b Band, artifact string, y, ruleY float64) {
	if b == (Band{}) {
		return
	}
	c, m := e.canvas(p), e.d.opt.Margins
	number := strings.NewReplacer("{page}", strconv.Itoa(p.index+1), "{pages}", strconv.Itoa(len(e.pages)))
	b = c.fitBand(Band{number.Replace(b.Left), number.Replace(b.Center), number.Replace(b.Right)}, p.w-m.Left-m.Right)
	p.artifact(artifact)
	c.Line(m.Left, ruleY, p.w-m.Right, ruleY, Style{Stroke: c.Theme.Rule, Width: 0.5})
	label := Label{Size: bandSize, Color: c.Theme.Muted}
	c.Text(m.Left, y, b.Left, label)
	label.Align = Center
	c.Text(p.w/2, y, b.Center, label)
	label.Align = Right
	c.Text(p.w-m.Right, y, b.Right, label)
}

// fitBand shortens the texts of a band so that they stand apart within w: the
// centre has at most half, and without one the right, where the page number is,
// goes before the left.
func (c *Canvas) fitBand(b Band, w float64) Band {
	l := Label{Size: bandSize}
	if blank(b.Center) {
		b.Center, b.Right = "", c.fit(b.Right, l, w/2)
		b.Left = c.fit(b.Left, l, w-c.Width(b.Right, l)-bandGap)
		return b
	}
	b.Center = c.fit(b.Center, l, w/2)
	side := (w-c.Width(b.Center, l))/2 - bandGap
	b.Left, b.Right = c.fit(b.Left, l, side), c.fit(b.Right, l, side)
	return b
}
