package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"unicode/utf16"
)

// writeFont writes what a document uses of one face as a composite font and
// returns its object number.
func (f *file) writeFont(u *fontUse) (int, error) {
	data, err := u.f.subset(u.glyphs)
	if err != nil {
		return 0, fmt.Errorf("pdf: %s: %w", u.f.name, err)
	}
	name := subsetTag(data) + "+" + u.f.name
	program := f.alloc()
	f.setStream(program, fmt.Sprintf("/Length1 %d", len(data)), data)
	descriptor := f.add("<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, u.f.em(u.f.box[0]), u.f.em(u.f.box[1]), u.f.em(u.f.box[2]), u.f.em(u.f.box[3]),
		u.f.em(u.f.ascent), u.f.em(u.f.descent), u.f.em(u.f.capHeight), 10+u.f.weight/5, program)
	var widths []byte
	for _, g := range u.glyphs {
		widths = append(appendNum(widths, u.f.advance(g)), ' ')
	}
	descendant := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[0[%s]]/CIDToGIDMap/Identity>>",
		name, descriptor, bytes.TrimSpace(widths))
	unicode := f.alloc()
	f.setStream(unicode, "", u.toUnicode())
	return f.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, descendant, unicode), nil
}

// subsetTag is the six capitals that tell one subset of a font from another.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

const (
	cmapBefore = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
	cmapAfter = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
)

// toUnicode leads from each slot back to its character. A list of pairs holds at most 100.
func (u *fontUse) toUnicode() []byte {
	out := []byte(cmapBefore)
	for i := 1; i < len(u.runes); i += 100 {
		end := min(i+100, len(u.runes))
		out = fmt.Appendf(out, "%d beginbfchar\n", end-i)
		for c := i; c < end; c++ {
			out = fmt.Appendf(out, "<%04X> <", c)
			for _, v := range utf16.Encode(u.runes[c : c+1]) {
				out = fmt.Appendf(out, "%04X", v)
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, cmapAfter...)
}
