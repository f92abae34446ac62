package share

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"faelled/internal/web"

	"pgregory.net/rapid"
)

var network = Card{Kind: web.KindNetwork, Label: "Netværk", Title: "Konsulenter på børne- og ungeområdet", Line: "2. juni 2021 kl. 9.30–14.30 · Online"}

func decoded(t testing.TB, c Card) image.Image {
	t.Helper()
	made, err := Draw(c)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// inked tells whether a rectangle holds anything of a colour.
func inked(m image.Image, r image.Rectangle, c color.RGBA) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if color.RGBAModel.Convert(m.At(x, y)) == c {
				return true
			}
		}
	}
	return false
}

// A picture is of the size that programs ask for, has every part where it
// belongs, and leaves its edges alone.
func TestAPictureHasItsParts(t *testing.T) {
	for _, c := range []Card{
		network, {}, {Label: "Nyheder", Title: "Æ"},
		{Kind: web.KindPartnership, Label: strings.Repeat("Partnerskab ", 9), Title: strings.Repeat("Speciallægepraksisplanlægningsstabiliseringsperiode", 6), Line: strings.Repeat("Odense Congress Center, ", 9)},
	} {
		m := decoded(t, c)
		if m.Bounds() != image.Rect(0, 0, web.SharedWidth, web.SharedHeight) {
			t.Fatal(m.Bounds())
		}
		tone := tones[c.Kind]
		for name, part := range map[string]struct {
			at image.Rectangle
			of color.RGBA
			is bool
		}{
			"band":       {image.Rect(0, web.SharedHeight-band, web.SharedWidth, web.SharedHeight), skov, true},
			"name":       {image.Rect(edge+78, web.SharedHeight-band, 400, web.SharedHeight), white, true},
			"strip":      {image.Rect(0, 0, web.SharedWidth, 12), tone[0], true},
			"mark":       {image.Rect(edge, edge-12, edge+markSize, edge-12+markSize), tone[0], true},
			"title":      {image.Rect(edge, titleTop, web.SharedWidth-edge, titleTop+titleSpace+30), ink, c.Title != ""},
			"line":       {image.Rect(edge, web.SharedHeight-band-80, web.SharedWidth-edge, web.SharedHeight-band-20), mute, c.Line != ""},
			"left edge":  {image.Rect(0, 20, edge-8, web.SharedHeight-band-1), ink, false},
			"right edge": {image.Rect(web.SharedWidth-edge+8, 20, web.SharedWidth, web.SharedHeight-band-1), ink, false},
		} {
			if inked(m, part.at, part.of) != part.is {
				t.Errorf("%q: %s is %v", c.Title, name, !part.is)
			}
		}
	}
}

// No line is wider than it may be, and nothing of a text is lost or made up but
// hyphens.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-zæøå]{1,40} ?){0,12}`).Draw(t, "text")
		width := rapid.IntRange(2, 30).Draw(t, "width")
		lines := wrap(text, utf8.RuneCountInString, width)
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > width || n == 0 {
				t.Fatalf("%q is %d wide, at most %d", line, n, width)
			}
		}
		whole := strings.NewReplacer(" ", "", "-", "")
		if got := whole.Replace(strings.Join(lines, "")); got != whole.Replace(text) {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}

// Titles are as large as they may be, and the longest is cut.
func TestFit(t *testing.T) {
	last := sizes[0] + 1
	for _, title := range []string{"Kort", network.Title + " og en hel del mere til", strings.Repeat("Konsulenter på børne- og ungeområdet ", 4)} {
		size, lines, err := fit(title)
		if err != nil || len(lines) == 0 || size >= last && last <= sizes[0] && size != last || float64(len(lines))*size*leading > titleSpace {
			t.Errorf("%q: %v in %d lines, %v", title, size, len(lines), err)
		}
		last = size
	}
	if last == sizes[0] {
		t.Error("a long title is as large as a short one")
	}
	_, lines, _ := fit(strings.Repeat("Konsulenter ", 60))
	if !strings.HasSuffix(lines[len(lines)-1], "…") {
		t.Error("a title too long does not say so")
	}
}

// Each kind's colours are those of the pages.
func TestColoursAreThoseOfThePages(t *testing.T) {
	sheet, err := os.ReadFile("../../../web/src/css/02-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]color.RGBA{
		"skov": skov, "spire": spire, "ink": ink, "mute": mute, "eng": tones[""][0], "field-2": tones[""][1],
		"k1": tones[web.KindNetwork][0], "k1-t": tones[web.KindNetwork][1], "k2": tones[web.KindLeaderNetwork][0], "k2-t": tones[web.KindLeaderNetwork][1],
		"k3": tones[web.KindExecutive][0], "k3-t": tones[web.KindExecutive][1], "k4": tones[web.KindPartnership][0], "k4-t": tones[web.KindPartnership][1],
		"k5": tones[web.KindCompetence][0], "k5-t": tones[web.KindCompetence][1],
	} {
		m := regexp.MustCompile(`--` + name + `: #([0-9a-f]{6});`).FindSubmatch(sheet)
		if m == nil || string(m[1]) != written(c) {
			t.Errorf("--%s is %s, here %s", name, m, written(c))
		}
	}
}

func written(c color.RGBA) string {
	const digits = "0123456789abcdef"
	var b []byte
	for _, v := range []uint8{c.R, c.G, c.B} {
		b = append(b, digits[v>>4], digits[v&15])
	}
	return string(b)
}

// Another picture has another address, and the same one the same.
func TestHash(t *testing.T) {
	seen := map[string]Card{}
	for _, change := range []func(*Card){
		func(*Card) {}, func(c *Card) { c.Kind = web.KindPartnership }, func(c *Card) { c.Label += "x" }, func(c *Card) { c.Title += "x" }, func(c *Card) { c.Line += "x" },
		func(c *Card) { c.Label, c.Title = c.Label+c.Title, "" },
	} {
		c := network
		change(&c)
		if other, known := seen[c.Hash()]; known {
			t.Errorf("%v and %v", c, other)
		}
		seen[c.Hash()] = c
	}
}

// Those who ask at once for one picture get the same one, and what is remembered
// has an end.
func TestPicturesAreRemembered(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if png, err := Picture(t.Context(), network); err != nil || len(png) == 0 {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if recall(network.Hash()) == nil {
		t.Error("not remembered")
	}
	for i := range mostKept + 5 {
		remember(string(rune('a'+i%26))+string(rune(i)), []byte{1})
	}
	if len(drawn.by) != mostKept || len(drawn.order) != mostKept || recall(network.Hash()) != nil {
		t.Error(len(drawn.by), len(drawn.order))
	}
}

// Who gives up is not waited for.
func TestAPictureNobodyWaitsForIsNotDrawn(t *testing.T) {
	for range atOnce {
		pens <- struct{}{}
	}
	defer func() {
		for range atOnce {
			<-pens
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Picture(ctx, Card{Title: "Ingen venter"}); err == nil {
		t.Error("drawn")
	}
}

func BenchmarkDraw(b *testing.B) {
	for b.Loop() {
		if _, err := Draw(network); err != nil {
			b.Fatal(err)
		}
	}
}
