package web

import "slices"

// Mark is the village seen from above, as Glyph draws it: five fields in the
// language of SVG's paths, on a square of 40 around (20, 20), and which of them is
// the kind's; -1 for none.
func Mark(k Kind) (fields []string, own int) {
	return slices.Clone(plots[:]), slices.Index(kinds[:], k)
}

// MarkCentre is the radius of the circle in the middle of the mark.
const MarkCentre = 3.4
