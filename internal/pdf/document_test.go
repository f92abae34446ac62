package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"faelled/internal/pdf"
	"faelled/internal/pdf/pdftest"
	"faelled/internal/pdf/plex"
)

// Read by pdftest.Golden.
var _ = flag.Bool("update", false, "rewrite golden files")

func options(t testing.TB) pdf.Options {
	t.Helper()
	fonts, err := plex.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	return pdf.Options{Title: "Prøve", Fonts: fonts}
}

// tree makes the file, checks it and returns its structure tree.
func tree(t testing.TB, d *pdf.Document) string {
	t.Helper()
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return pdftest.Check(t, b).Tree
}

func TestWhatIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		write func(d *pdf.Document)
		want  string
	}{
		"empty":         {func(*pdf.Document) {}, "empty"},
		"skip":          {func(d *pdf.Document) { d.H1("a"); d.H3("b") }, "level is skipped"},
		"first":         {func(d *pdf.Document) { d.H2("a") }, "level is skipped"},
		"blank heading": {func(d *pdf.Document) { d.H1("\u200b ") }, "empty heading"},
		"blank item":    {func(d *pdf.Document) { d.Bullets("a", " ") }, "item 2 is empty"},
		"alt":           {func(d *pdf.Document) { d.Figure(" ", "", 10, 10, func(*pdf.Canvas) {}) }, "alternative text"},
		"link":          {func(d *pdf.Document) { d.P(pdf.Link("x", "javascript:alert(1)")) }, "link"},
		"no slashes":    {func(d *pdf.Document) { d.P(pdf.Link("x", "https:a.example")) }, "link"},
		"link text":     {func(d *pdf.Document) { d.P(pdf.Link("", "https://a.example")) }, "link"},
		"language":      {func(d *pdf.Document) { d.P(pdf.In("på dansk", "x")) }, "language tag"},
		"type":          {func(d *pdf.Document) { d.P(3) }, "int"},
		"row": {func(d *pdf.Document) {
			d.Table(pdf.Table{Columns: []pdf.Column{{Title: "a"}}, Rows: [][]any{{"1", "2"}}})
		}, "covers 2 columns"},
		"column title": {func(d *pdf.Document) { d.Table(pdf.Table{Columns: []pdf.Column{{}}, Rows: [][]any{{"1"}}}) }, "title"},
		"high":         {func(d *pdf.Document) { d.H1("a"); d.Figure("x", "", 10, 2000, func(*pdf.Canvas) {}) }, "does not fit"},
		"not a number": {func(d *pdf.Document) {
			d.Figure("x", "", 10, 10, func(c *pdf.Canvas) { c.Line(math.NaN(), 0, 1, 1, pdf.Style{Stroke: c.Theme.Ink}) })
		}, "finite"},
		"panic": {func(d *pdf.Document) { d.Figure("x", "", 10, 10, func(*pdf.Canvas) { panic("x") }) }, "panicked"},
	} {
		d := pdf.New(options(t))
		c.write(d)
		if _, err := d.Bytes(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	for name, o := range map[string]pdf.Options{
		"no fonts": {Title: "x"},
		"no title": {Fonts: options(t).Fonts, Title: "\u00ad"},
		"language": {Fonts: options(t).Fonts, Title: "x", Lang: "?"},
		"no room":  {Fonts: options(t).Fonts, Title: "x", Margins: pdf.Margins{Left: 400, Right: 400}},
	} {
		d := pdf.New(o)
		d.H1("x")
		if _, err := d.Bytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// What people type never stops a document, and can be searched and read aloud as it was typed.
func TestNamesFromAnywhere(t *testing.T) {
	d := pdf.New(options(t))
	d.H1("Navn: 漢字 \u202eevil\u202c")
	d.P("A\u030Angstro\u0308m  og\tfe\u00ADst\x00\ufffe")
	d.P(" \u200b\n\u00ad", pdf.Bold(" "))
	d.P("ابجد \u0301 a\u0301\u0302 👩\u200d👧 \ue0a0\U000f0000")
	got := tree(t, d)
	if !strings.Contains(got, "Navn: 漢字 evil\n") {
		t.Error("the text layer lost characters:", got)
	}
	if !strings.Contains(got, "|1 Ångström og fest\n") {
		t.Error("accents or spaces:", got)
	}
	if n := strings.Count(got, "  P\n"); n != 2 {
		t.Error("paragraphs:", n)
	}
	pdftest.Golden(t, "names", must(t, d))
	for _, r := range "字漢ابجد👩👧\U000f0000" {
		if !slices.Contains(d.Missing(), r) {
			t.Errorf("%q is not reported missing", r)
		}
	}
}

// The notice is read once, as text, and stands on every page.
func TestNoticeIsOnEveryPage(t *testing.T) {
	o := options(t)
	o.Notice, o.Uncompressed = "Eksempeldata", true
	d := pdf.New(o)
	d.H1("Side 1")
	d.PageBreak()
	d.P("Side 2")
	d.PageBreak()
	d.P("Side 3")
	b := must(t, d)
	pdftest.Golden(t, "notice", b)
	r := pdftest.Check(t, b)
	if !strings.HasPrefix(r.Tree, "Document\n  P\n    |1 Eksempeldata\n  H1\n") || strings.Count(r.Tree, "Eksempeldata") != 1 {
		t.Error(r.Tree)
	}
	if n := bytes.Count(b, []byte("/Artifact<</Type/Pagination/Subtype/Header>>BDC")); n != 3 { // one frame a page
		t.Errorf("%d pages have the notice", n)
	}
}

func TestLanguage(t *testing.T) {
	for lang, want := range map[string]string{"": "/Lang(da)", "da": "/Lang(da)", "en": "/Lang(en)"} {
		o := options(t)
		o.Lang, o.Uncompressed = lang, true
		d := pdf.New(o)
		d.H1("x")
		if b, err := d.Bytes(); err != nil || !bytes.Contains(b, []byte(want)) {
			t.Errorf("%q: %v", lang, err)
		}
	}
}

func must(t testing.TB, d *pdf.Document) []byte {
	t.Helper()
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Contrast as WCAG 2.2 computes it.
func TestContrast(t *testing.T) {
	th := pdf.House()
	for name, c := range map[string]pdf.Color{"ink": th.Ink, "accent": th.Accent, "link": th.Link, "muted": th.Muted} {
		if k := luminance(t, th.Tint) / luminance(t, c); k < 4.5 {
			t.Errorf("%s: contrast %.1f", name, k)
		}
	}
}

// luminance reads a colour back from a document that paints with it, plus WCAG's 0.05.
func luminance(t *testing.T, c pdf.Color) float64 {
	t.Helper()
	o := options(t)
	o.Uncompressed = true
	d := pdf.New(o)
	d.Figure("x", "", 10, 10, func(cv *pdf.Canvas) { cv.Rect(0, 0, 5, 5, pdf.Style{Fill: c}) })
	b := must(t, d)
	from := bytes.Index(b, []byte("BDC\nq ")) + len("BDC\nq ")
	var r, g, bl float64
	if _, err := fmt.Sscan(string(b[from:from+40]), &r, &g, &bl); err != nil {
		t.Fatal(err)
	}
	sum := 0.05
	for i, v := range []float64{r, g, bl} {
		if v <= 0.03928 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += v * []float64{0.2126, 0.7152, 0.0722}[i]
	}
	return sum
}
