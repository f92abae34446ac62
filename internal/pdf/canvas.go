package pdf

import "math"

// Canvas draws vector graphics. The origin is its top left corner.
type Canvas struct {
	W, H   float64
	Theme  Theme
	e      *engine
	p      *page
	x0, y0 float64
}

// canvas is the whole of a page to draw on.
func (e *engine) canvas(p *page) *Canvas {
	return &Canvas{W: p.w, H: p.h, Theme: e.d.theme, e: e, p: p}
}

// run calls a caller's drawing function; a panic in it becomes an error.
func (c *Canvas) run(f func(*Canvas)) {
	defer func() {
		if r := recover(); r != nil {
			c.e.fail("a drawing function panicked: %v", r)
		}
	}()
	f(c)
}

// Style says how a shape is painted. Zero colours paint nothing.
type Style struct {
	Fill, Stroke Color
	Width        float64 // of the line; 0: 1 point
}

// Point is a place on a Canvas.
type Point struct{ X, Y float64 }

func (c *Canvas) shape(st Style, build func(b []byte) []byte) {
	operator := "B "
	switch {
	case !st.Fill.set && !st.Stroke.set:
		return
	case !st.Stroke.set:
		operator = "f "
	case !st.Fill.set:
		operator = "S "
	}
	if st.Width == 0 {
		st.Width = 1
	}
	c.p.path(func(b []byte) []byte {
		if st.Fill.set {
			b = appendRGB(b, st.Fill, "rg")
		}
		if st.Stroke.set {
			b = appendRGB(b, st.Stroke, "RG")
			b = append(appendNum(b, st.Width), " w 1 j 1 J "...)
		}
		return append(build(b), operator...)
	})
}

// point writes a place on this canvas; one that is no number is an error.
func (c *Canvas) point(b []byte, x, y float64, operator string) []byte {
	if v := x + y; math.IsNaN(v) || math.IsInf(v, 0) {
		c.e.fail("a drawing uses a coordinate that is not a finite number")
	}
	return c.p.point(b, c.x0+x, c.y0+y, operator)
}

func (c *Canvas) lines(st Style, end string, points ...Point) {
	if len(points) < 2 {
		return
	}
	c.shape(st, func(b []byte) []byte {
		for i, q := range points {
			operator := "l"
			if i == 0 {
				operator = "m"
			}
			b = c.point(b, q.X, q.Y, operator)
		}
		return append(b, end...)
	})
}

// Line draws from one place to another.
func (c *Canvas) Line(x1, y1, x2, y2 float64, st Style) {
	c.lines(st, "", Point{x1, y1}, Point{x2, y2})
}

// Polygon draws a closed shape with straight sides.
func (c *Canvas) Polygon(points []Point, st Style) { c.lines(st, "h ", points...) }

// Rect draws a rectangle from its top left corner.
func (c *Canvas) Rect(x, y, w, h float64, st Style) {
	c.Polygon([]Point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, st)
}

// Circle draws a circle around its centre.
func (c *Canvas) Circle(x, y, r float64, st Style) {
	const k = 0.5522847498 // length of the handles that make four Bézier curves a circle
	quarters := [4][6]float64{{r, k * r, k * r, r, 0, r}, {-k * r, r, -r, k * r, -r, 0}, {-r, -k * r, -k * r, -r, 0, -r}, {k * r, -r, r, -k * r, r, 0}}
	c.shape(st, func(b []byte) []byte {
		b = c.point(b, x+r, y, "m")
		for _, q := range quarters {
			b = c.point(b, x+q[0], y+q[1], "")
			b = c.point(b, x+q[2], y+q[3], "")
			b = c.point(b, x+q[4], y+q[5], "c")
		}
		return append(b, "h "...)
	})
}

// Label says how Text is set.
type Label struct {
	Size  float64 // 0: 8.5
	Bold  bool
	Color Color // zero: the theme's Ink
	Align Align // where x lies on the text: at its left end, middle or right end

	Turned bool // upside down: for a card that is folded and read from behind
}

func (l Label) defaults(th Theme) Label {
	if l.Size == 0 {
		l.Size = 8.5
	}
	if !l.Color.set {
		l.Color = th.Ink
	}
	return l
}

// Width measures text as Text would set it.
func (c *Canvas) Width(s string, l Label) float64 {
	u, w := c.e.face(l.Bold), 0.0
	for _, r := range clean(s) {
		w += c.e.advance(u, r)
	}
	return w * l.defaults(c.Theme).Size / 1000
}

// Text writes one line with its baseline at y.
func (c *Canvas) Text(x, y float64, s string, l Label) {
	l = l.defaults(c.Theme)
	switch l.Align {
	case Center:
		x -= c.Width(s, l) / 2
	case Right:
		x -= c.Width(s, l)
	}
	c.point(nil, x, y, "")
	matrix := upright
	if l.Turned { // it runs the other way from its middle
		matrix = turned
		x += c.Width(s, l)
	}
	c.p.textAs(matrix, c.e.face(l.Bold), l.Size, l.Color, c.x0+x, c.y0+y, clean(s))
}

// fit shortens text to at most w points, with "…" for what is left out.
func (c *Canvas) fit(s string, l Label, w float64) string {
	if c.Width(s, l) <= w+tolerance {
		return s
	}
	text := clean(s)
	for len(text) > 0 && c.Width(string(text)+"…", l) > w {
		text = text[:len(text)-1]
	}
	return string(text) + "…"
}
