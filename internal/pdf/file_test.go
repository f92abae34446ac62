package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// plainFile makes a readable file.
func plainFile(t *testing.T, o Options, write func(d *Document)) string {
	t.Helper()
	o.Title, o.Uncompressed = "Prøve", true
	o.Fonts = &FontSet{}
	for i, u := range testEngine(t).fonts {
		o.Fonts.faces[i] = u.f
	}
	d := New(o)
	write(d)
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheOnlyDateIsTheOneGiven(t *testing.T) {
	text := func(d *Document) { d.H1("x") }
	if without := plainFile(t, Options{}, text); strings.Contains(without, "Date") {
		t.Error("a date from nowhere")
	}
	with := plainFile(t, Options{Created: time.Date(2021, 6, 2, 9, 30, 0, 0, time.FixedZone("", 7200))}, text)
	for _, want := range []string{"/CreationDate(D:20210602073000+00'00')", "<xmp:CreateDate>2021-06-02T07:30:00Z<"} {
		if !strings.Contains(with, want) {
			t.Error(want, "is missing")
		}
	}
}

func TestAddressesAreASCII(t *testing.T) {
	file := plainFile(t, Options{}, func(d *Document) { d.P(Link("x", "https://a.example/møde (1)\n?q=\\")) })
	if want := `/URI(https://a.example/m%C3%B8de%20\(1\)%0A?q=\\)`; !strings.Contains(file, want) {
		t.Error(want, "is missing")
	}
}

func TestBookmarksFollowTheHeadings(t *testing.T) {
	file := plainFile(t, Options{}, func(d *Document) {
		d.H1("a")
		d.H2("b")
		d.H3("c")
		d.H2("d")
		d.H1("e")
	})
	from := strings.Index(file, "/Type/Outlines")
	if from < 0 {
		t.Fatal("no bookmarks")
	}
	var got []string
	for _, l := range strings.Split(file[from:], "\n") {
		if strings.Contains(l, "/Count") || strings.Contains(l, "/Dest") {
			title, _, _ := strings.Cut(strings.TrimPrefix(l, "<<"), "/Parent")
			title, _, _ = strings.Cut(title, "/First")
			if at := strings.LastIndex(l, "/Count"); at >= 0 {
				title += strings.TrimSuffix(l[at:], ">>")
			}
			got = append(got, title)
		}
	}
	want := []string{"/Type/Outlines/Count 5", "/Title(a)/Count 3", "/Title(b)/Count 1", "/Title(c)", "/Title(d)", "/Title(e)"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every glyph of a subset is drawn as in the font it came from, parts of composites too.
func TestSubsetsDrawTheSame(t *testing.T) {
	f := testEngine(t).fonts[faceRegular].f
	glyphs := []int{0}
	for _, r := range "aÅÄéèñ½☐" {
		glyphs = append(glyphs, f.glyphOf[r])
	}
	data, err := f.subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	small := &face{tables: map[string][]byte{}}
	for i := range 6 {
		r, o := &bin{b: data}, 12+16*i
		small.tables[string(data[o:o+4])] = data[r.u32(o+8) : r.u32(o+8)+r.u32(o+12)]
	}
	if err := small.metrics(); err != nil {
		t.Fatal(err)
	}
	composites := 0
	for i, g := range glyphs {
		if small.advance(i) != f.advance(g) {
			t.Errorf("glyph %d: width %v, was %v", g, small.advance(i), f.advance(g))
		}
		composites += sameOutline(t, small, i, f, g)
	}
	if composites == 0 {
		t.Error("no composite glyph was compared")
	}
}

// sameOutline compares two glyphs but for hinting and the numbers of parts, and returns how many parts it met.
func sameOutline(t *testing.T, a *face, ga int, b *face, gb int) (parts int) {
	t.Helper()
	x, err := a.outline(ga)
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.outline(gb)
	if err != nil {
		t.Fatal(err)
	}
	if len(y) == 0 {
		return 0
	}
	rx, ry := &bin{b: x}, &bin{b: y}
	n := ry.i16(0)
	if n >= 0 {
		cut := 10 + 2*n
		points := bytes.TrimRight(y[cut+2+ry.u16(cut):], "\x00")
		if rx.i16(0) != n || !bytes.Equal(x[:cut], y[:cut]) || !bytes.Equal(bytes.TrimRight(x[cut+2:], "\x00"), points) {
			t.Errorf("glyph %d is drawn in another way", gb)
		}
		return 0
	}
	for o, more := 10, true; more; {
		parts += 1 + sameOutline(t, a, rx.u16(o+2), b, ry.u16(o+2))
		flags := ry.u16(o)
		step := 6
		if flags&partLongArguments != 0 {
			step += 2
		}
		if flags&(partScale|partTwoScales|partMatrix) != 0 {
			t.Fatal("the test does not read scaled parts")
		}
		if !bytes.Equal(x[o+4:o+step], y[o+4:o+step]) {
			t.Errorf("part of glyph %d is moved", gb)
		}
		o, more = o+step, flags&partMore != 0
	}
	return parts
}

func TestLabelsStandWhereTheyAreAsked(t *testing.T) {
	e := testEngine(t)
	for align, part := range map[Align]float64{Left: 0, Center: 0.5, Right: 1} {
		p := &page{w: 200, h: 100}
		c := &Canvas{e: e, p: p, Theme: House()}
		c.Text(100, 30, "abc", Label{Align: align})
		want := fmt.Sprintf("1 0 0 1 %s 70 Tm", num(100-part*c.Width("abc", Label{})))
		if !strings.Contains(string(p.buf), want) {
			t.Errorf("%s is not in %s", want, p.buf)
		}
	}
}
