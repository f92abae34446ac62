package attendance

import "strings"

// fitting says how large a text may be set, and how it is measured: width is that
// of a text of 1 point.
type fitting struct {
	Width    func(string) float64
	Room     float64 // points
	Largest  float64
	Smallest float64 // below that two lines are better than one
}

// leastShare: two lines are set in no less than that share of Smallest, where the
// text has a place to break.
const leastShare = 0.4

// fit sets a text as large as it can be, in one line or two: names are never cut
// off. A text that cannot be broken shrinks as far as it must.
func fit(f fitting, text string) (lines []string, size float64) {
	if text == "" {
		return nil, f.Largest
	}
	if size := f.size(text); size >= f.Smallest {
		return []string{text}, size
	}
	one := f.size(text)
	first, second := halves(f, text)
	if second == "" {
		return []string{text}, one
	}
	two := min(f.size(first), f.size(second))
	if two >= f.Smallest*leastShare || two > one {
		return []string{first, second}, two
	}
	return []string{text}, one
}

// size is the largest at which a line fits.
func (f fitting) size(line string) float64 {
	w := f.Width(line)
	if w*f.Largest <= f.Room {
		return f.Largest
	}
	return f.Room / w
}

// halves breaks a text at the space or hyphen that makes its longer part shortest.
// second is empty when there is none.
func halves(f fitting, text string) (first, second string) {
	best := 0.0
	for i, r := range text {
		var a, b string
		switch r {
		case ' ':
			a, b = text[:i], text[i+1:]
		case '-':
			a, b = text[:i+1], text[i+1:]
		default:
			continue
		}
		if strings.TrimSpace(a) == "" || strings.TrimSpace(b) == "" {
			continue
		}
		if longest := max(f.Width(a), f.Width(b)); second == "" || longest < best {
			first, second, best = a, b, longest
		}
	}
	return first, second
}
