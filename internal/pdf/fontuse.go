package pdf

// fontUse records which characters one document uses from one face. Every
// character gets its own slot (CID), so the way from slot back to Unicode is
// exact even where two characters share a glyph.
type fontUse struct {
	f      *face
	index  int // of the face in its set: the name of the font in the file
	cids   map[rune]int
	glyphs []int  // by slot; slot 0 is the font's "no such glyph"
	runes  []rune // by slot
}

func newFontUse(f *face, index int) *fontUse {
	return &fontUse{f: f, index: index, cids: map[rune]int{}, glyphs: []int{0}, runes: []rune{0}}
}

// sameLook are characters that another one draws as well.
var sameLook = map[rune]rune{
	0x00AD: '-', 0x2010: '-', 0x2011: '-', // soft, plain and no-break hyphen
	0x00A0: ' ', 0x202F: ' ', 0x2009: ' ', 0x2007: ' ', // no-break, narrow, thin and figure space
}

// standIns are drawn for a character that the face lacks.
var standIns = []rune{0xFFFD, 0x25A1, '?'}

// glyph finds the glyph for r; ok is false when the face has none and a stand-in is drawn.
func (u *fontUse) glyph(r rune) (g int, ok bool) {
	if g := u.f.glyphOf[r]; g != 0 {
		return g, true
	}
	if s, ok := sameLook[r]; ok && u.f.glyphOf[s] != 0 {
		return u.f.glyphOf[s], true
	}
	for _, s := range standIns {
		if g := u.f.glyphOf[s]; g != 0 {
			return g, false
		}
	}
	return 0, false
}

func (u *fontUse) cid(r rune) int {
	if c, ok := u.cids[r]; ok {
		return c
	}
	g, _ := u.glyph(r)
	c := len(u.glyphs)
	u.cids[r] = c
	u.glyphs = append(u.glyphs, g)
	u.runes = append(u.runes, r)
	return c
}

func (e *engine) face(bold bool) *fontUse {
	if bold {
		return e.fonts[faceBold]
	}
	return e.fonts[faceRegular]
}

// advance is the width of r in thousandths of an em; it notes what has no glyph.
func (e *engine) advance(u *fontUse, r rune) float64 {
	r = plain(r)
	g, ok := u.glyph(r)
	if !ok {
		e.missing[r] = true
	}
	return u.f.advance(g)
}
