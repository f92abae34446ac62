package pdf

import "strconv"

// Color is an RGB colour; the zero value means "none" or "the default".
type Color struct {
	r, g, b uint8
	set     bool
}

// Hex reads "#0b4a6f"; anything else gives black.
func Hex(s string) Color {
	v, err := strconv.ParseUint(s[min(1, len(s)):], 16, 32)
	if err != nil || len(s) != 7 {
		v = 0
	}
	return Color{uint8(v >> 16), uint8(v >> 8), uint8(v), true}
}

// Theme holds the colours of a document and the size of its body text.
type Theme struct {
	Ink    Color // text
	Accent Color // headings and the lines that matter
	Link   Color
	Muted  Color // captions, header and footer
	Rule   Color // thin lines
	Tint   Color // behind panels and table headers
	Size   float64
}

// House is the look of the web pages on paper. Every text colour has a contrast
// of at least 4.5:1 on white and on Tint (WCAG 2.2, 1.4.3).
func House() Theme {
	return Theme{
		Ink: Hex("#16231c"), Accent: Hex("#12402d"), Link: Hex("#155236"), Muted: Hex("#4b5a51"),
		Rule: Hex("#ccd6ce"), Tint: Hex("#f4f7f3"), Size: 10,
	}
}

// appendRGB writes a colour operator: rg fills, RG strokes.
func appendRGB(b []byte, c Color, operator string) []byte {
	for _, v := range []uint8{c.r, c.g, c.b} {
		b = append(appendNum(b, float64(v)/255), ' ')
	}
	return append(append(b, operator...), ' ')
}
