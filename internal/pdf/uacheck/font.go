package uacheck

import (
	"encoding/binary"
	"regexp"
)

type font struct {
	unicode map[int]string
	widths  map[int]float64
	program map[string][]byte // tables of the embedded font
}

var subsetName = regexp.MustCompile(`^[A-Z]{6}\+.`)

// font reads and checks a font once.
func (c *checker) font(resources dict, resource string) *font {
	at := reference(c.f.dict(resources["Font"])[resource])
	if known := c.fonts[at]; known != nil {
		return known
	}
	fo := &font{unicode: map[int]string{}, widths: map[int]float64{}, program: map[string][]byte{}}
	c.fonts[at] = fo
	d := c.f.dict(at)
	if d["Subtype"] != name("Type0") || d["Encoding"] != name("Identity-H") {
		c.bad("31", "font %s is not a Type0 font with Identity-H", resource)
	}
	descendants := c.f.array(d["DescendantFonts"])
	if len(descendants) != 1 {
		c.bad("31", "font %s has no descendant", resource)
		return fo
	}
	cid := c.f.dict(descendants[0])
	if cid["CIDToGIDMap"] != name("Identity") {
		c.bad("31-004", "font %s has no CIDToGIDMap", resource)
	}
	descriptor := c.f.dict(cid["FontDescriptor"])
	base, _ := d["BaseFont"].(name)
	if descriptor["FontName"] != base || cid["BaseFont"] != base || !subsetName.MatchString(string(base)) {
		c.bad("31", "font %s: names differ or lack a subset tag", resource)
	}
	program, ok := c.f.get(descriptor["FontFile2"]).(*stream)
	if !ok {
		c.bad("31-009", "font %s is not embedded", resource)
		return fo
	}
	if integer(program.dict["Length1"]) != len(program.data) {
		c.bad("31", "font %s: Length1 is wrong", resource)
	}
	fo.program = tables(program.data)
	widths := c.f.array(cid["W"])
	for i := 0; i+1 < len(widths); i += 2 {
		for k, v := range c.f.array(widths[i+1]) {
			fo.widths[integer(widths[i])+k], _ = v.(float64)
		}
	}
	unicode, ok := c.f.get(d["ToUnicode"]).(*stream)
	if !ok {
		c.bad("10-001", "font %s has no ToUnicode", resource)
		return fo
	}
	fo.readUnicode(unicode.data)
	return fo
}

// tables splits a TrueType font; a damaged directory gives fewer tables.
func tables(b []byte) map[string][]byte {
	out := map[string][]byte{}
	if len(b) < 12 {
		return out
	}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		o := 12 + 16*i
		if o+16 > len(b) {
			break
		}
		at, n := int(binary.BigEndian.Uint32(b[o+8:])), int(binary.BigEndian.Uint32(b[o+12:]))
		if at+n <= len(b) {
			out[string(b[o:o+4])] = b[at : at+n]
		}
	}
	return out
}

// readUnicode reads the pairs of a ToUnicode map.
func (fo *font) readUnicode(b []byte) {
	var args []any
	for l := (&lexer{b: b}); ; {
		v, err := l.value()
		if err != nil {
			return
		}
		switch v {
		case operator("beginbfchar"):
			args = args[:0]
		case operator("endbfchar"):
			for i := 0; i+1 < len(args); i += 2 {
				code, _ := args[i].(string)
				u, _ := args[i+1].(string)
				if len(code) == 2 {
					fo.unicode[int(code[0])<<8|int(code[1])] = text("\xfe\xff" + u)
				}
			}
		default:
			if _, isOperator := v.(operator); !isOperator {
				args = append(args, v)
			}
		}
	}
}
