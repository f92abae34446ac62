package pdf_test

import (
	"bytes"
	"testing"

	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
)

// Turned text takes up the room that it has upright: only its direction is another.
func TestTurnedTextRunsTheOtherWay(t *testing.T) {
	fonts, err := plex.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	var left, right float64
	d := pdf.New(pdf.Options{Title: "Kort", Fonts: fonts, Uncompressed: true, Margins: pdf.Margins{Top: 100, Right: 100, Bottom: 100, Left: 100}})
	d.Figure("Åse", "", 300, 100, func(c *pdf.Canvas) {
		w := c.Width("Åse", pdf.Label{Size: 10})
		left, right = 150-w/2, 150+w/2
		c.Text(150, 20, "Åse", pdf.Label{Size: 10, Align: pdf.Center})
		c.Text(150, 60, "Åse", pdf.Label{Size: 10, Align: pdf.Center, Turned: true})
	})
	file, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if left >= right || bytes.Count(file, []byte(" Tf 1 0 0 1 ")) < 1 || bytes.Count(file, []byte(" Tf -1 0 0 -1 ")) != 1 {
		t.Errorf("%g %g %s", left, right, file)
	}
}
