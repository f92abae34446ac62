package pdf

import "errors"

// characterMap reads which glyph stands for which character: format 12 when
// there is one, else format 4.
func characterMap(b []byte) (map[rune]int, error) {
	r := &bin{b: b}
	best, at := 0, 0
	for i := range r.u16(2) {
		o := 4 + 8*i
		platform, encoding, offset := r.u16(o), r.u16(o+2), r.u32(o+4)
		format := r.u16(offset)
		unicode := platform == 0 || platform == 3 && (format == 12 && encoding == 10 || format == 4 && encoding == 1)
		if unicode && (format == 4 || format == 12) && format > best {
			best, at = format, offset
		}
	}
	if r.bad || best == 0 {
		return nil, errors.New("no Unicode character map")
	}
	m := map[rune]int{}
	if best == 12 {
		readFormat12(r, at, m)
	} else {
		readFormat4(r, at, m)
	}
	if r.bad {
		return nil, errors.New("damaged character map")
	}
	return m, nil
}

func readFormat12(r *bin, at int, m map[rune]int) {
	for i := range min(r.u32(at+12), 1<<16) {
		o := at + 16 + 12*i
		first, last, glyph := r.u32(o), r.u32(o+4), r.u32(o+8)
		for c := first; c <= last && c-first < 1<<16 && !r.bad; c++ {
			m[rune(c)] = glyph + c - first
		}
	}
}

func readFormat4(r *bin, at int, m map[rune]int) {
	n := r.u16(at+6) / 2
	ends := at + 14
	starts := ends + 2*n + 2
	deltas, ranges := starts+2*n, starts+4*n
	for i := range n {
		last, first := r.u16(ends+2*i), r.u16(starts+2*i)
		delta, offset := r.u16(deltas+2*i), r.u16(ranges+2*i)
		for c := first; c <= last && c != 0xFFFF && !r.bad; c++ {
			glyph := c
			if offset != 0 {
				if glyph = r.u16(ranges + 2*i + offset + 2*(c-first)); glyph == 0 {
					continue
				}
			}
			m[rune(c)] = (glyph + delta) & 0xFFFF
		}
	}
}
