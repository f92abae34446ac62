package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// FontSet is two parsed TrueType faces. It is immutable and safe to share between documents and goroutines.
type FontSet struct{ faces [2]*face }

const (
	faceRegular = iota
	faceBold
)

// LoadFonts parses a regular and a bold (or semibold) TrueType font.
func LoadFonts(regular, bold []byte) (*FontSet, error) {
	set := &FontSet{}
	for i, b := range [][]byte{regular, bold} {
		f, err := parseFace(b)
		if err != nil {
			return nil, fmt.Errorf("pdf: font %d of 2: %w", i+1, err)
		}
		set.faces[i] = f
	}
	return set, nil
}

// face is a TrueType font. Its numbers are in font units, unitsPerEm to the em.
type face struct {
	tables                     map[string][]byte
	name                       string
	unitsPerEm                 int
	advances                   int // glyphs with an advance of their own; the rest share the last
	longOffsets                bool
	box                        [4]int
	ascent, descent, capHeight int
	weight                     int
	glyphOf                    map[rune]int
}

// bin reads big-endian numbers and remembers a read outside the data instead of panicking.
type bin struct {
	b   []byte
	bad bool
}

func (r *bin) u16(o int) int {
	if o < 0 || o+2 > len(r.b) {
		r.bad = true
		return 0
	}
	return int(binary.BigEndian.Uint16(r.b[o:]))
}
func (r *bin) i16(o int) int { return int(int16(r.u16(o))) }
func (r *bin) u32(o int) int { return r.u16(o)<<16 | r.u16(o+2) }

func parseFace(b []byte) (*face, error) {
	f := &face{}
	var err error
	if f.tables, err = fontTables(b); err != nil {
		return nil, err
	}
	if err := f.metrics(); err != nil {
		return nil, err
	}
	if err := f.style(); err != nil {
		return nil, err
	}
	f.name = postScriptName(f.tables["name"])
	f.glyphOf, err = characterMap(f.tables["cmap"])
	return f, err
}

func fontTables(b []byte) (map[string][]byte, error) {
	r := &bin{b: b}
	if v := r.u32(0); v != 0x00010000 && v != 0x74727565 {
		return nil, errors.New("not a TrueType font with glyf outlines")
	}
	tables := map[string][]byte{}
	for i := range r.u16(4) {
		o := 12 + 16*i
		at, n := r.u32(o+8), r.u32(o+12)
		if r.bad || at+n > len(b) {
			return nil, errors.New("damaged table directory")
		}
		tables[string(b[o:o+4])] = b[at : at+n]
	}
	for _, t := range []string{"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf"} {
		if tables[t] == nil {
			return nil, fmt.Errorf("table %q is missing", t)
		}
	}
	return tables, nil
}

func (f *face) metrics() error {
	head, hhea := &bin{b: f.tables["head"]}, &bin{b: f.tables["hhea"]}
	f.unitsPerEm, f.longOffsets = head.u16(18), head.u16(50) != 0
	for i := range f.box {
		f.box[i] = head.i16(36 + 2*i)
	}
	f.ascent, f.descent, f.advances = hhea.i16(4), hhea.i16(6), hhea.u16(34)
	if head.bad || hhea.bad || len(f.tables["maxp"]) < 6 || f.unitsPerEm == 0 || f.advances == 0 || len(f.tables["hmtx"]) < 4*f.advances {
		return errors.New("damaged metrics")
	}
	return nil
}

// style reads weight and height of capitals, and whether the font may be embedded (OS/2 fsType).
func (f *face) style() error {
	f.capHeight, f.weight = f.ascent*7/10, 400
	if o := (&bin{b: f.tables["OS/2"]}); len(o.b) >= 90 {
		f.weight, f.capHeight = o.u16(4), o.i16(88)
		if licence := o.u16(8); licence&0x0002 != 0 || licence&0x0200 != 0 {
			return errors.New("the font's licence bits forbid embedding")
		}
	}
	return nil
}

// postScriptName is the name entry 6 of the Windows platform.
func postScriptName(b []byte) string {
	r := &bin{b: b}
	n, base := r.u16(2), r.u16(4)
	for i := range n {
		o := 6 + 12*i
		if r.u16(o) != 3 || r.u16(o+6) != 6 {
			continue
		}
		length, at := r.u16(o+8), base+r.u16(o+10)
		if r.bad || at+length > len(b) {
			break
		}
		var s []byte
		for k := at + 1; k < at+length; k += 2 {
			if c := b[k]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' {
				s = append(s, c)
			}
		}
		return string(s)
	}
	return "Font"
}

// advance returns a glyph's width in thousandths of an em.
func (f *face) advance(g int) float64 {
	r := bin{b: f.tables["hmtx"]}
	return math.Round(float64(r.u16(4*min(g, f.advances-1))) * 1000 / float64(f.unitsPerEm))
}

// em turns font units into thousandths of an em.
func (f *face) em(v int) int { return int(math.Round(float64(v) * 1000 / float64(f.unitsPerEm))) }

// outline returns a glyph's description.
func (f *face) outline(g int) ([]byte, error) {
	offsets, all := &bin{b: f.tables["loca"]}, f.tables["glyf"]
	var a, z int
	if f.longOffsets {
		a, z = offsets.u32(4*g), offsets.u32(4*g+4)
	} else {
		a, z = 2*offsets.u16(2*g), 2*offsets.u16(2*g+2)
	}
	if offsets.bad || z < a || z > len(all) {
		return nil, fmt.Errorf("glyph %d lies outside the font", g)
	}
	return all[a:z], nil
}
