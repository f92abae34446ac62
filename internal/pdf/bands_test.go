package pdf

import (
	"testing"

	"pgregory.net/rapid"
)

// Long names in header and footer are shortened, so that no text meets another; the page number goes last.
func TestBandsStandApart(t *testing.T) {
	fonts := testEngine(t).fonts
	rapid.Check(t, func(t *rapid.T) {
		c := &Canvas{e: &engine{missing: map[rune]bool{}, fonts: fonts}, Theme: House()}
		w := rapid.Float64Range(150, 700).Draw(t, "width")
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aæW .漢")), 0, 200, -1)
		whole := Band{text.Draw(t, "left"), text.Draw(t, "centre"), rapid.OneOf(text, rapid.Just("Side 10 af 12")).Draw(t, "right")}
		b := c.fitBand(whole, w)
		l := Label{Size: bandSize}
		left, center, right := c.Width(b.Left, l), c.Width(b.Center, l), c.Width(b.Right, l)
		if center > 0 && (left > (w-center)/2 || right > (w-center)/2) || left+right > w {
			t.Fatalf("%q, %.0f wide: %.0f, %.0f and %.0f meet", b, w, left, center, right)
		}
		if whole.Right == "Side 10 af 12" && b.Right != whole.Right && blank(whole.Center) {
			t.Fatalf("the page number was cut: %q", b.Right)
		}
	})
}
