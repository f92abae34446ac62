package attendance

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// modules is a QR code (ISO/IEC 18004), dark where true, without its quiet zone.
// Level M bears that a card is creased.
func modules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, err
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// quiet is the empty edge around a QR code, in modules.
const quiet = 4

// run is a row of dark modules beside each other.
type run struct{ X, Y, W int }

func runs(bits [][]bool) (list []run) {
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				list = append(list, run{from, y, x - from})
			}
		}
	}
	return list
}

// drawQR is a text as the path of an SVG, and how wide and high that is.
func drawQR(text string) (path string, size int, err error) {
	bits, err := modules(text)
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	for _, r := range runs(bits) {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", r.X+quiet, r.Y+quiet, r.W, r.W)
	}
	return b.String(), len(bits) + 2*quiet, nil
}
