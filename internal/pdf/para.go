package pdf

// para is a paragraph, a heading, a caption or the text of a list item.
type para struct {
	typ           string // of its structure element; "": it has none of its own
	level         int    // of a heading; 0: no heading
	ins           []Inline
	st            textStyle
	before, after float64
	label         string // stands to the left of a list item's first line
	labelElem     *elem  // gets the label; nil once it is drawn

	lines []line
	forW  float64 // the width that lines were made for
}

func (p *para) gaps() (before, after float64) { return p.before, p.after }

func (p *para) set(e *engine, w float64) {
	if p.lines == nil || p.forW != w {
		p.lines, p.forW = e.breakLines(p.ins, p.st, w), w
	}
}

func (p *para) height(e *engine, w float64) (total, first float64) {
	p.set(e, w)
	n := len(p.lines)
	least := n
	if n > 3 && p.level == 0 {
		least = 2
	}
	return float64(n) * p.st.leading, float64(least) * p.st.leading
}

func (p *para) layout(e *engine) {
	p.set(e, e.w)
	if p.level > 0 {
		if p.level > e.level+1 {
			e.fail("heading %q is H%d after H%d: a level is skipped", p.ins[0].Text, p.level, e.level)
		}
		e.level = p.level
		e.headings = append(e.headings, heading{p.level, string(clean(p.ins[0].Text)), e.cur.index, e.y})
	}
	p.draw(e, e.parent.child(p.typ))
}

// draw writes the lines, on as many pages as they need. Neither a first nor a last line stands alone.
func (p *para) draw(e *engine, el *elem) {
	own := owned(el)
	for rest := p.lines; len(rest) > 0 && e.err == nil; {
		fit := int((e.bottom - e.y + tolerance) / p.st.leading)
		if e.locked > 0 {
			fit = len(rest)
		}
		if fit < len(rest) {
			if len(rest)-fit < 2 {
				fit = len(rest) - 2
			}
			if !e.atTop() && (fit < 1 || fit < 2 && len(rest) == len(p.lines)) {
				e.newPage()
				continue
			}
			fit = max(fit, 1)
		}
		fit = min(fit, len(rest))
		for _, l := range rest[:fit] {
			p.drawLine(e, l, own)
		}
		if rest = rest[fit:]; len(rest) > 0 {
			e.newPage()
		}
	}
}

func (p *para) drawLine(e *engine, l line, own *owner) {
	x := e.x
	switch p.st.align {
	case Center:
		x += (e.w - l.w) / 2
	case Right:
		x += e.w - l.w
	}
	baseline := e.y + p.st.baseline()
	if p.labelElem != nil {
		p.drawLabel(e, baseline)
	}
	e.drawLine(l, p.ins, p.st, x, baseline, own)
	e.y += p.st.leading
}

// baseline is how far below the top of its line text stands.
func (st textStyle) baseline() float64 { return st.leading/2 + st.size*0.35 }

// drawLabel writes a list label to the left of the first line.
func (p *para) drawLabel(e *engine, baseline float64) {
	ins := []Inline{{Text: p.label}}
	label := e.breakLines(ins, p.st, 100)[0]
	x := e.x - listIndent + 2
	if digit(rune(p.label[0])) {
		x = e.x - 5 - label.w
	}
	e.drawLine(label, ins, p.st, x, baseline, owned(p.labelElem))
	p.labelElem = nil
}
