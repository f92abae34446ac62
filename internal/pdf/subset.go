package pdf

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// subset is a font being cut down to some glyphs, in the order of their first use.
type subset struct {
	f     *face
	order []int       // glyphs of the whole font
	at    map[int]int // glyph of the whole font → its place in order
}

// subset builds a TrueType font with the given glyphs in the given order, plus
// the parts of composite glyphs, without hinting programs.
func (f *face) subset(glyphs []int) ([]byte, error) {
	s := &subset{f: f, order: slices.Clone(glyphs), at: map[int]int{}}
	for i, g := range glyphs {
		if _, ok := s.at[g]; !ok {
			s.at[g] = i
		}
	}
	var outlines []byte
	var offsets []int
	for i := 0; i < len(s.order); i++ { // order grows by the parts of composites
		offsets = append(offsets, len(outlines))
		g, err := s.glyph(s.order[i])
		if err != nil {
			return nil, err
		}
		outlines = append(outlines, g...)
		for len(outlines)%4 != 0 {
			outlines = append(outlines, 0)
		}
	}
	offsets = append(offsets, len(outlines))
	return s.tables(outlines, offsets), nil
}

// glyph copies an outline without its hinting; parts of a composite get their new numbers.
func (s *subset) glyph(g int) ([]byte, error) {
	src, err := s.f.outline(g)
	if err != nil || len(src) == 0 {
		return nil, err
	}
	r := &bin{b: src}
	contours := r.i16(0)
	if contours < 0 {
		return s.composite(g, slices.Clone(src))
	}
	cut := 10 + 2*contours // here stands the length of the hinting program
	skip := cut + 2 + r.u16(cut)
	if r.bad || skip > len(src) {
		return nil, fmt.Errorf("glyph %d is damaged", g)
	}
	return slices.Concat(src[:cut], []byte{0, 0}, src[skip:]), nil
}

// Flags of a part of a composite glyph (OpenType, glyf table).
const (
	partLongArguments = 0x0001
	partScale         = 0x0008
	partMore          = 0x0020
	partTwoScales     = 0x0040
	partMatrix        = 0x0080
	partHinting       = 0x0100
)

func (s *subset) composite(g int, b []byte) ([]byte, error) {
	r := &bin{b: b}
	o := 10
	for more := true; more; {
		flags, part := r.u16(o), r.u16(o+2)
		if r.bad {
			return nil, fmt.Errorf("glyph %d is damaged", g)
		}
		at, ok := s.at[part]
		if !ok {
			at = len(s.order)
			s.at[part] = at
			s.order = append(s.order, part)
		}
		binary.BigEndian.PutUint16(b[o:], uint16(flags&^partHinting))
		binary.BigEndian.PutUint16(b[o+2:], uint16(at))
		o += 6
		if flags&partLongArguments != 0 {
			o += 2
		}
		switch {
		case flags&partScale != 0:
			o += 2
		case flags&partTwoScales != 0:
			o += 4
		case flags&partMatrix != 0:
			o += 8
		}
		more = flags&partMore != 0
	}
	if o > len(b) {
		return nil, fmt.Errorf("glyph %d is damaged", g)
	}
	return b[:o], nil
}

func (s *subset) tables(outlines []byte, offsets []int) []byte {
	be := binary.BigEndian
	long := len(outlines) > 0x1FFFE
	var loca []byte
	for _, v := range offsets {
		if long {
			loca = be.AppendUint32(loca, uint32(v))
		} else {
			loca = be.AppendUint16(loca, uint16(v/2))
		}
	}
	head, hhea, maxp := slices.Clone(s.f.tables["head"]), slices.Clone(s.f.tables["hhea"]), slices.Clone(s.f.tables["maxp"])
	be.PutUint32(head[8:], 0) // the checksum of the whole, set when all is in place
	be.PutUint16(head[50:], 0)
	if long {
		be.PutUint16(head[50:], 1)
	}
	be.PutUint16(hhea[34:], uint16(len(s.order)))
	be.PutUint16(maxp[4:], uint16(len(s.order)))
	return joinTables(map[string][]byte{"glyf": outlines, "head": head, "hhea": hhea, "hmtx": s.widths(), "loca": loca, "maxp": maxp})
}

// widths is the hmtx table: advance and left side bearing of each glyph.
func (s *subset) widths() (out []byte) {
	r := &bin{b: s.f.tables["hmtx"]}
	for _, g := range s.order {
		bearing := 4*g + 2
		if g >= s.f.advances {
			bearing = 4*s.f.advances + 2*(g-s.f.advances)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(r.u16(4*min(g, s.f.advances-1))))
		out = binary.BigEndian.AppendUint16(out, uint16(r.u16(bearing)))
	}
	return out
}

// joinTables writes six tables as a font file.
func joinTables(tables map[string][]byte) []byte {
	be := binary.BigEndian
	out := []byte{0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32}
	start, headAt := 12+16*len(tables), 0
	var body []byte
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		data := tables[name]
		if name == "head" {
			headAt = start + len(body)
		}
		out = append(out, name...)
		out = be.AppendUint32(out, checksum(data))
		out = be.AppendUint32(out, uint32(start+len(body)))
		out = be.AppendUint32(out, uint32(len(data)))
		body = append(body, data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}
