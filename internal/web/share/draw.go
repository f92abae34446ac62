package share

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"sync"

	"faelled/internal/pdf/plex"
	"faelled/internal/web"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The colours of the house (web/src/css/02-tokens.css; a test compares them).
var (
	skov  = color.RGBA{0x12, 0x40, 0x2d, 0xff}
	spire = color.RGBA{0xcf, 0xe5, 0xc4, 0xff}
	white = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x16, 0x23, 0x1c, 0xff}
	mute  = color.RGBA{0x4b, 0x5a, 0x51, 0xff}
)

// tones are the colour of each kind and its tint.
var tones = map[web.Kind][2]color.RGBA{
	web.KindNetwork:       {{0x2b, 0x6b, 0x2f, 0xff}, {0xe8, 0xf2, 0xe4, 0xff}},
	web.KindLeaderNetwork: {{0x1f, 0x5a, 0x8c, 0xff}, {0xe6, 0xef, 0xf7, 0xff}},
	web.KindExecutive:     {{0x6a, 0x3d, 0x8a, 0xff}, {0xf1, 0xea, 0xf6, 0xff}},
	web.KindPartnership:   {{0x85, 0x56, 0x00, 0xff}, {0xfa, 0xf1, 0xde, 0xff}},
	web.KindCompetence:    {{0x0b, 0x64, 0x70, 0xff}, {0xe2, 0xf0, 0xf2, 0xff}},
	"":                    {{0x1f, 0x6b, 0x45, 0xff}, {0xe8, 0xef, 0xe8, 0xff}},
}

// Distances, in pixels.
const (
	edge       = 72
	band       = 104 // at the bottom
	markSize   = 92
	labelSize  = 34
	lineSize   = 36
	titleTop   = 190
	titleSpace = 250 // height that the title may fill
	textWidth  = web.SharedWidth - 2*edge
)

// fonts are read once; faces are not for several at a time, so each picture makes
// its own.
var fonts = sync.OnceValues(func() (f [2]*opentype.Font, err error) {
	text, strong := plex.Data()
	for i, data := range [][]byte{text, strong} {
		if f[i], err = opentype.Parse(data); err != nil {
			return f, err
		}
	}
	return f, nil
})

const (
	regular  = 0
	semibold = 1
)

func face(weight int, size float64) (font.Face, error) {
	f, err := fonts()
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f[weight], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
}

// draws is a picture being drawn.
type draws struct {
	*image.RGBA
	err error // the first
}

// Draw is a card as PNG, web.SharedWidth by web.SharedHeight.
func Draw(c Card) ([]byte, error) {
	d := &draws{RGBA: image.NewRGBA(image.Rect(0, 0, web.SharedWidth, web.SharedHeight))}
	tone, ok := tones[c.Kind]
	if !ok {
		tone = tones[""]
	}
	d.fill(d.Bounds(), tone[1])
	d.fill(image.Rect(0, 0, web.SharedWidth, 12), tone[0])
	d.mark(c.Kind, edge, edge-12, markSize, [3]color.RGBA{tone[0], mix(tone[0], tone[1]), tone[0]})
	d.line(semibold, labelSize, edge+markSize+24, edge+markSize/2, c.Label, tone[0])
	size, lines, err := fit(c.Title)
	if err != nil {
		return nil, err
	}
	y := titleTop + int(size)
	for _, text := range lines {
		d.line(semibold, size, edge, y, text, ink)
		y += int(size * leading)
	}
	d.line(regular, lineSize, edge, web.SharedHeight-band-42, shorten(c.Line), mute)
	d.fill(image.Rect(0, web.SharedHeight-band, web.SharedWidth, web.SharedHeight), skov)
	d.mark("", edge, web.SharedHeight-band+22, 60, [3]color.RGBA{spire, spire, {0xff, 0x9d, 0xb2, 0xff}})
	d.line(semibold, 40, edge+78, web.SharedHeight-band+66, "Fælled", white)
	if d.err != nil {
		return nil, d.err
	}
	var made bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	err = quick.Encode(&made, d.RGBA)
	return made.Bytes(), err
}

func (d *draws) fill(r image.Rectangle, c color.RGBA) {
	draw.Draw(d.RGBA, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// line writes one line with its foot at y.
func (d *draws) line(weight int, size float64, x, y int, text string, c color.RGBA) {
	f, err := face(weight, size)
	if err != nil {
		d.err = err
		return
	}
	defer f.Close()
	pen := font.Drawer{Dst: d.RGBA, Src: image.NewUniform(c), Face: f, Dot: fixed.P(x, y)}
	pen.DrawString(text)
}

// mix is a colour most of the way to a fainter one.
func mix(a, b color.RGBA) color.RGBA {
	most := func(x, y uint8) uint8 { return uint8((int(x) + 3*int(y)) / 4) }
	return color.RGBA{most(a.R, b.R), most(a.G, b.G), most(a.B, b.B), 0xff}
}
