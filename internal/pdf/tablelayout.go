package pdf

import "fmt"

func (t *table) layout(e *engine) {
	t.set(e, e.w)
	el := e.parent.child("Table")
	if t.caption != nil {
		t.caption.set(e, e.w)
		t.caption.draw(e, el.child("Caption"))
		e.y += captionGap
	}
	if t.head != nil {
		t.newRow(t.head, el.child("THead").child("TR")).draw(e, 0, t.head.lines)
	}
	body := el.child("TBody")
	for i, r := range t.rows {
		need := t.rowHeight(r)
		if i == len(t.rows)-1 { // the last row keeps the totals company
			for _, f := range t.foot {
				need += t.rowHeight(f)
			}
		}
		t.place(e, r, body, need)
	}
	if len(t.foot) > 0 {
		foot := el.child("TFoot")
		for _, r := range t.foot {
			t.place(e, r, foot, t.rowHeight(r))
		}
	}
	e.cur.closeMark()
}

// place writes a row, on a new page below a repeated header when need asks for it; a row higher than a page is split.
func (t *table) place(e *engine, r *tableRow, part *elem, need float64) {
	if e.err != nil {
		return
	}
	free := e.bottom - e.top - t.headHeight()
	if free < 3*t.st.leading {
		e.fail("a table header leaves no room for rows")
		return
	}
	if e.locked == 0 && !e.room(min(need, free)) {
		t.nextPage(e)
	}
	row := t.newRow(r, part.child("TR"))
	if h := t.rowHeight(r); h <= free || e.locked > 0 {
		row.draw(e, 0, r.lines)
		return
	}
	for i := 0; i < r.lines && e.err == nil; {
		fit := int((e.bottom - e.y - 2*t.padding()) / t.st.leading)
		if fit < 1 {
			t.nextPage(e)
			continue
		}
		row.draw(e, i, min(r.lines, i+fit))
		if i += fit; i < r.lines {
			t.nextPage(e)
		}
	}
}

func (t *table) nextPage(e *engine) {
	e.newPage()
	if t.head != nil {
		t.newRow(t.head, nil).draw(e, 0, t.head.lines)
	}
}

// drawnRow is a row on its way to the page, maybe in parts.
type drawnRow struct {
	t     *table
	r     *tableRow
	owner []*owner // of each cell's text
}

// newRow makes the cells of a row below its TR; without one it is a repeated header, an artifact.
func (t *table) newRow(r *tableRow, tr *elem) *drawnRow {
	d := &drawnRow{t: t, r: r}
	for _, c := range r.cells {
		if tr == nil {
			d.owner = append(d.owner, owned(nil))
			continue
		}
		d.owner = append(d.owner, owned(c.elem(tr)))
	}
	return d
}

func (c tableCell) elem(tr *elem) *elem {
	typ, attributes := "TD", ""
	if c.scope != "" {
		typ, attributes = "TH", "/Scope/"+c.scope
	}
	if c.span > 1 {
		attributes += fmt.Sprintf("/ColSpan %d", c.span)
	}
	el := tr.child(typ)
	if attributes != "" {
		el.attributes = "<</O/Table" + attributes + ">>"
	}
	return el
}

// draw writes lines from..to of each cell.
func (d *drawnRow) draw(e *engine, from, to int) {
	t := d.t
	h := float64(to-from)*t.st.leading + 2*t.padding()
	d.decorate(e, h)
	x, column := e.x, 0
	for i, c := range d.r.cells {
		w, align := t.cellWidth(column, c.span), t.columns[column].Align
		if c.span > 1 {
			align = Left
		}
		for n, l := range c.lines[min(from, len(c.lines)):min(to, len(c.lines))] {
			left := x + cellPadding
			switch align {
			case Center:
				left = x + (w-l.w)/2
			case Right:
				left = x + w - cellPadding - l.w
			}
			baseline := e.y + t.padding() + float64(n)*t.st.leading + t.st.baseline()
			e.drawLine(l, c.ins, t.st, left, baseline, d.owner[i])
		}
		x += w
		column += c.span
	}
	e.y += h
}

// decorate writes the lines and the tint of a row that is h high.
func (d *drawnRow) decorate(e *engine, h float64) {
	t, th, c := d.t, e.d.theme, e.canvas(e.cur)
	if d.r == t.head && d.owner[0].el == nil {
		e.cur.artifact(artPagination)
	} else {
		e.cur.artifact(artLayout)
	}
	strong, thin := Style{Stroke: th.Accent, Width: 0.9}, Style{Stroke: th.Rule, Width: 0.5}
	switch {
	case d.r == t.head:
		c.Rect(e.x, e.y, e.w, h, Style{Fill: th.Tint})
		c.Line(e.x, e.y+h, e.x+e.w, e.y+h, strong)
	case d.r.total:
		if d.r == t.foot[0] {
			c.Line(e.x, e.y, e.x+e.w, e.y, strong)
		}
	case !t.plain:
		c.Line(e.x, e.y+h, e.x+e.w, e.y+h, thin)
	}
}
