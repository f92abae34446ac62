package pdf_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"faelled/internal/pdf"
)

// Whatever people type, the file is valid, and only a blank list item is refused.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", " ", "\n\n", "a\u0301", "\u0301", "\u00ad\u00ad", "kr. 5", "– – –", "\xff\xfe", "ﬁ ½ “x”",
		strings.Repeat("æ", 400), " 5 kr. \n § 4 ", "\U0010ffff", "\ufffe\ufeff", "\ue0a0", "ابجد", "👩‍👧", "a\u0301\u0302\u0303"} {
		f.Add(s, 40.0)
	}
	f.Fuzz(func(t *testing.T, s string, w float64) {
		o := options(t)
		o.Title, o.Author, o.Notice = "x"+s, s, s
		o.Header = pdf.Band{Left: s, Center: s, Right: s}
		d := pdf.New(o)
		d.H1("Titel" + s)
		d.P(s, pdf.Bold(s), pdf.In("en", "e"+s))
		d.Numbers("a"+s, []any{"b", pdf.Link("c"+s, "https://a.example/"+strings.ToValidUTF8(s, ""))})
		if !(w >= 1 && w <= 1e6) {
			w = 10
		}
		d.Table(pdf.Table{Columns: []pdf.Column{{Title: "A", Width: w}, {Title: "B", Width: 20}}, Rows: [][]any{{s, s}, {"1", s}}})
		tree(t, d)
	})
}

func FuzzFont(f *testing.F) {
	regular, err := os.ReadFile("plex/IBMPlexSans-Regular.ttf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(4, byte(7), 300, byte(255))
	f.Fuzz(func(t *testing.T, a int, av byte, b int, bv byte) {
		damaged := bytes.Clone(regular)
		damaged[uint(a)%uint(len(damaged))] = av
		damaged[uint(b)%2000] = bv
		fonts, err := pdf.LoadFonts(damaged, regular)
		if err != nil {
			return
		}
		d := pdf.New(pdf.Options{Title: "x", Fonts: fonts})
		d.H1("x")
		d.P("Blåbærgrød ÅÄÖ éèñ")
		_, _ = d.Bytes() // an error or a file, but no panic
	})
}
