package share

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"strings"

	"faelled/internal/web"

	"golang.org/x/image/vector"
)

// mark draws the village at (x, y): colours are those of the kind's field, of the
// others and of the centre.
func (d *draws) mark(k web.Kind, x, y, size int, colours [3]color.RGBA) {
	scale := float64(size) / 40
	fields, own := web.Mark(k)
	for i, path := range fields {
		c := colours[1]
		if i == own {
			c = colours[0]
		}
		d.polygon(outline(path), image.Rect(x, y, x+size, y+size), scale, c)
	}
	d.polygon(arc(20+web.MarkCentre, 20, 20+web.MarkCentre, 20, true), image.Rect(x, y, x+size, y+size), scale, colours[2])
}

type point struct{ x, y float64 }

// polygon fills what lies within some points of a square.
func (d *draws) polygon(points []point, square image.Rectangle, scale float64, c color.RGBA) {
	if len(points) == 0 {
		return
	}
	r := vector.NewRasterizer(square.Dx(), square.Dy())
	at := func(p point) (float32, float32) { return float32(p.x * scale), float32(p.y * scale) }
	r.MoveTo(at(points[0]))
	for _, p := range points[1:] {
		r.LineTo(at(p))
	}
	r.ClosePath()
	r.DrawOp = draw.Over
	r.Draw(d.RGBA, square, image.NewUniform(c), image.Point{})
}

// outline reads the path of a field: M, A and L with absolute points, where every
// arc is of a circle around the middle of the mark.
func outline(path string) (points []point) {
	for _, part := range strings.FieldsFunc(spaced.Replace(path), func(r rune) bool { return r == '|' }) {
		words := strings.Fields(part)
		if len(words) < 3 {
			continue
		}
		n := make([]float64, len(words)-1)
		for i, word := range words[1:] {
			n[i], _ = strconv.ParseFloat(word, 64)
		}
		to := point{n[len(n)-2], n[len(n)-1]}
		if words[0] == "A" && len(n) == 7 && len(points) > 0 {
			from := points[len(points)-1]
			points = append(points, arc(from.x, from.y, to.x, to.y, n[4] == 1)...)
			continue
		}
		points = append(points, to)
	}
	return points
}

// spaced parts the commands of a path.
var spaced = strings.NewReplacer("M", "|M ", "A", "|A ", "L", "|L ", "Z", "|")

// arc is the way around the middle from one point to another; all the way round
// when they are the same.
func arc(fromX, fromY, toX, toY float64, clockwise bool) (points []point) {
	const steps, middle = 32, 20
	radius := math.Hypot(fromX-middle, fromY-middle)
	a, b := math.Atan2(fromY-middle, fromX-middle), math.Atan2(toY-middle, toX-middle)
	if clockwise && b <= a {
		b += 2 * math.Pi
	}
	if !clockwise && b >= a {
		b -= 2 * math.Pi
	}
	for i := 1; i <= steps; i++ {
		angle := a + (b-a)*float64(i)/steps
		points = append(points, point{middle + radius*math.Cos(angle), middle + radius*math.Sin(angle)})
	}
	return points
}
