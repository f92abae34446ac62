package pdf

import "strings"

// owner gets the text of a block's lines. Links and foreign words get elements
// of their own below it, kept from line to line.
type owner struct {
	el    *elem // nil: the text is an artifact
	spans map[int]*elem
}

func owned(el *elem) *owner { return &owner{el: el, spans: map[int]*elem{}} }

// of returns the element for run i of a block.
func (o *owner) of(i int, in Inline) *elem {
	if o.el == nil || in.URL == "" && in.Lang == "" {
		return o.el
	}
	if o.spans[i] == nil {
		typ := "Span"
		if in.URL != "" {
			typ = "Link"
		}
		o.spans[i] = o.el.child(typ)
		o.spans[i].lang = in.Lang
	}
	return o.spans[i]
}

// drawLine writes one line from x with its baseline at y.
func (e *engine) drawLine(l line, ins []Inline, st textStyle, x, y float64, own *owner) {
	p := e.cur
	for _, s := range l.segments {
		in := ins[s.in]
		color := st.color
		switch {
		case in.Color.set:
			color = in.Color
		case in.URL != "":
			color = e.d.theme.Link
		}
		el := own.of(s.in, in)
		if el == nil {
			p.artifact(artPagination)
		} else {
			p.mark(el)
		}
		size := in.size(st)
		u, _ := e.font(in, st)
		p.text(u, size, color, x, y, s.text)
		if in.URL != "" && s.w > 0 {
			if el != nil {
				p.link(el, annotation{x: x, y: y - size, w: s.w, h: size * 1.3, url: in.URL, text: strings.TrimSpace(string(clean(in.Text)))})
			}
			p.artifact(artLayout)
			e.canvas(p).Line(x, y+size*0.14, x+s.w, y+size*0.14, Style{Stroke: color, Width: 0.5})
		}
		x += s.w
	}
}

// link makes a rectangle of the page lead to an address.
func (p *page) link(el *elem, a annotation) {
	p.links = append(p.links, a)
	el.kids = append(el.kids, kid{kind: kidLink, page: p.index, n: len(p.links) - 1})
}
