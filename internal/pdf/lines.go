package pdf

// line is text between two breaks.
type line struct {
	segments []segment
	w        float64
}

func (l *line) add(s segment) {
	if n := len(l.segments); n > 0 && l.segments[n-1].in == s.in {
		last := &l.segments[n-1]
		last.text = append(last.text[:len(last.text):len(last.text)], s.text...)
		last.w += s.w
		return
	}
	l.segments = append(l.segments, s)
}

// breakLines sets runs into lines of at most width points.
func (e *engine) breakLines(ins []Inline, st textStyle, width float64) (out []line) {
	var boxes []box
	for _, b := range e.boxes(ins, st) {
		if b.w > width {
			boxes = append(boxes, e.chop(b, ins, st, width)...)
		} else {
			boxes = append(boxes, b)
		}
	}
	next := chooseBreaks(boxes, width)
	for i := 0; i < len(boxes); i = next[i] {
		out = append(out, joinBoxes(boxes[i:next[i]], next[i] == len(boxes)))
	}
	return out
}

// chooseBreaks finds the breaks that make the whole block even: next[i] is the
// box that begins the line after one that begins with box i. The cost of a line
// is the square of the share of it that stays empty.
func chooseBreaks(boxes []box, width float64) (next []int) {
	n := len(boxes)
	best := make([]float64, n+1)
	next = make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		best[i] = 1e18
		w := 0.0
		for j := i; j < n; j++ {
			w += boxes[j].w
			end := w
			if boxes[j].after == aHyphen && j < n-1 {
				end += boxes[j].space
			}
			if end > width+tolerance && j > i {
				break
			}
			if c := lineCost(boxes, i, j, (width-end)/width) + best[j+1]; c < best[i] {
				best[i], next[i] = c, j+1
			}
			if boxes[j].after == lineBreak {
				break
			}
			if boxes[j].after == aSpace {
				w += boxes[j].space
			}
		}
	}
	return next
}

// lineCost is the cost of a line of boxes i to j. Each line costs a little, a
// hyphen more, and one word alone on the last line most.
func lineCost(boxes []box, i, j int, slack float64) float64 {
	const aLine, aBrokenWord, aLoneWord = 0.002, 0.03, 0.06
	switch {
	case j < len(boxes)-1 && boxes[j].after == aHyphen:
		return slack*slack + aLine + aBrokenWord
	case j < len(boxes)-1 && boxes[j].after != lineBreak:
		return slack*slack + aLine
	case i == j && i > 0 && boxes[i-1].after != lineBreak:
		return aLoneWord
	}
	return aLine
}

// joinBoxes makes a line of boxes; last tells that the block ends with it.
func joinBoxes(boxes []box, last bool) (l line) {
	for n, b := range boxes {
		for _, s := range b.segments {
			l.add(s)
		}
		l.w += b.w
		end := n == len(boxes)-1
		switch {
		case b.after == aSpace && !end:
			l.add(segment{[]rune{' '}, b.spaceIn, b.space})
			l.w += b.space
		case (b.after == aSpace || b.after == lineBreak) && !last:
			// A space at the end of a line keeps words apart for readers that ignore positions.
			l.add(segment{[]rune{' '}, b.spaceIn, 0})
		case b.after == aHyphen && end && !last:
			l.add(segment{[]rune{0xAD}, b.spaceIn, b.space})
			l.w += b.space
		}
	}
	return l
}
