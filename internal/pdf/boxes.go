package pdf

import "unicode"

// segment is text of one run on one line.
type segment struct {
	text []rune
	in   int // index of its Inline
	w    float64
}

// box is text that no line break may part.
type box struct {
	segments []segment
	w        float64
	after    ending
	space    float64 // width of the space or hyphen that may follow
	spaceIn  int     // the run that it belongs to
}

// ending is what follows a box.
type ending byte

const (
	nothing   ending = iota // a break may fall here, and leaves no trace
	aSpace                  // is left out at the end of a line
	aHyphen                 // a soft hyphen, seen only at the end of a line
	lineBreak               // the line ends here
)

func (b *box) add(r rune, in int, w float64) {
	if n := len(b.segments); n > 0 && b.segments[n-1].in == in {
		b.segments[n-1].text = append(b.segments[n-1].text, r)
		b.segments[n-1].w += w
	} else {
		b.segments = append(b.segments, segment{[]rune{r}, in, w})
	}
	b.w += w
}

// boxes splits runs where lines may break.
func (e *engine) boxes(ins []Inline, st textStyle) (out []box) {
	var all []rune
	ends := make([]int, len(ins))
	for i, in := range ins {
		all = append(all, clean(in.Text)...)
		ends[i] = len(all)
	}
	glue(all)
	var b box
	end := func(after ending, space float64, in int) {
		if len(b.segments) > 0 || after == lineBreak {
			b.after, b.space, b.spaceIn = after, space, in
			out = append(out, b)
		}
		b = box{}
	}
	at := 0
	for i, in := range ins {
		u, unit := e.font(in, st)
		for ; at < ends[i]; at++ {
			switch r := all[at]; r {
			case ' ':
				end(aSpace, e.advance(u, r)*unit, i)
			case '\n':
				end(lineBreak, 0, i)
			case 0xAD:
				end(aHyphen, e.advance(u, r)*unit, i)
			default:
				b.add(r, i, e.advance(u, r)*unit)
				if breaksAfter(all, at) {
					end(nothing, 0, i)
				}
			}
		}
	}
	end(nothing, 0, len(ins)-1)
	return out
}

// breaksAfter allows a break after a hyphen or slash with two letters on both sides.
func breaksAfter(all []rune, at int) bool {
	if all[at] != '-' && all[at] != '/' || at < 2 || at+2 >= len(all) {
		return false
	}
	for _, i := range []int{at - 2, at - 1, at + 1, at + 2} {
		if !unicode.IsLetter(all[i]) {
			return false
		}
	}
	return true
}

// chop splits a box that is wider than a line.
func (e *engine) chop(b box, ins []Inline, st textStyle, width float64) (out []box) {
	var part box
	for _, s := range b.segments {
		u, unit := e.font(ins[s.in], st)
		for _, r := range s.text {
			w := e.advance(u, r) * unit
			if part.w+w > width && part.w > 0 {
				out = append(out, part)
				part = box{}
			}
			part.add(r, s.in, w)
		}
	}
	part.after, part.space, part.spaceIn = b.after, b.space, b.spaceIn
	return append(out, part)
}

// natural returns the width without any break that is not forced, and the width of the widest box.
func (e *engine) natural(ins []Inline, st textStyle) (preferred, least float64) {
	w := 0.0
	for _, b := range e.boxes(ins, st) {
		w += b.w
		preferred, least = max(preferred, w), max(least, b.w)
		switch b.after {
		case aSpace:
			w += b.space
		case lineBreak:
			w = 0
		}
	}
	return preferred, least
}
