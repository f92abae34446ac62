package pdf

const panelPadding = 11

// Keep adds blocks that stay together on one page.
func (f *Flow) Keep(fill func(f *Flow)) { f.group(fill, 0) }

// Panel adds blocks on a tinted background; they stay together.
func (f *Flow) Panel(fill func(f *Flow)) { f.group(fill, panelPadding) }

func (f *Flow) group(fill func(f *Flow), padding float64) {
	if c := f.part(fill); len(c.blocks) > 0 {
		f.add(&columns{flows: []*Flow{c}, weights: []float64{1}, padding: padding})
	}
}

// Columns sets flows side by side; they are read from left to right and stay
// together. weights are their relative widths.
func (f *Flow) Columns(weights []float64, fill ...func(f *Flow)) {
	if len(weights) != len(fill) || len(fill) == 0 {
		f.fail("Columns needs one weight for each column")
		return
	}
	b := &columns{weights: weights, gap: 18}
	for i, fn := range fill {
		if weights[i] <= 0 {
			f.fail("column weights must be positive")
			return
		}
		b.flows = append(b.flows, f.part(fn))
	}
	f.add(b)
}

func (f *Flow) part(fill func(f *Flow)) *Flow {
	c := &Flow{doc: f.doc, align: f.align}
	fill(c)
	return c
}

// columns are flows side by side: a panel has only one. When they are higher
// than a page, which only what people typed can make them, they give up their
// form and follow each other over the pages.
type columns struct {
	flows   []*Flow
	weights []float64
	gap     float64
	padding float64
}

func (c *columns) gaps() (before, after float64) {
	if c.padding > 0 {
		return 8, 10
	}
	if blocks := c.flows[0].blocks; len(c.flows) == 1 {
		before, _ := blocks[0].gaps()
		_, after := blocks[len(blocks)-1].gaps()
		return before, after
	}
	return 4, 8
}

func (c *columns) widths(w float64) []float64 {
	sum := 0.0
	for _, v := range c.weights {
		sum += v
	}
	out := make([]float64, len(c.weights))
	for i, v := range c.weights {
		out[i] = (w - c.gap*float64(len(c.flows)-1) - 2*c.padding) * v / sum
	}
	return out
}

func (c *columns) height(e *engine, w float64) (total, first float64) {
	h := 0.0
	for i, cw := range c.widths(w) {
		h = max(h, e.measure(c.flows[i].blocks, cw))
	}
	h += 2 * c.padding
	if !c.tooHigh(e, h) {
		return h, h
	}
	if len(c.flows[0].blocks) > 0 {
		_, first = c.flows[0].blocks[0].height(e, w)
	}
	return h, first
}

func (c *columns) tooHigh(e *engine, h float64) bool {
	return e.locked == 0 && h > e.bottom-e.top+tolerance
}

func (c *columns) layout(e *engine) {
	h, _ := c.height(e, e.w)
	if c.tooHigh(e, h) {
		for _, f := range c.flows {
			e.flow(f.blocks)
			e.y += 8
		}
		return
	}
	x, y, w := e.x, e.y, e.w
	if c.padding > 0 {
		e.cur.artifact(artLayout)
		e.canvas(e.cur).Rect(x, y, w, h, Style{Fill: e.d.theme.Tint})
	}
	e.locked++
	left := x + c.padding
	for i, cw := range c.widths(w) {
		e.x, e.y, e.w = left, y+c.padding, cw
		e.flow(c.flows[i].blocks)
		left += cw + c.gap
	}
	e.locked--
	e.x, e.w, e.y = x, w, y+h
}
