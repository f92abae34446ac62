package pdf_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"faelled/internal/pdf"
	"faelled/internal/pdf/pdftest"
	"faelled/internal/pdf/plex"
)

// samples are documents of the kinds the house makes, about invented people and places.
var samples = map[string]func(pdf.Options) *pdf.Document{"program": program, "invoice": invoice, "diploma": diploma}

func sample(t testing.TB, name string, notice string) []byte {
	t.Helper()
	fonts, err := plex.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	d := samples[name](pdf.Options{Fonts: fonts, Author: "Netværk for velfærd", Notice: notice, Created: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)})
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(name, err)
	}
	if m := d.Missing(); len(m) > 0 {
		t.Errorf("%s: no glyph for %q", name, string(m))
	}
	return b
}

func TestSamples(t *testing.T) {
	for name := range samples {
		t.Run(name, func(t *testing.T) {
			b := sample(t, name, "")
			if !bytes.Equal(b, sample(t, name, "")) {
				t.Error("the same description gave two files")
			}
			pdftest.Golden(t, name, b)
		})
	}
}

func TestFontsAreShared(t *testing.T) {
	want := map[string][]byte{}
	for name := range samples {
		want[name] = sample(t, name, "")
	}
	var wg sync.WaitGroup
	for range 4 {
		for name := range samples {
			wg.Go(func() {
				if !bytes.Equal(sample(t, name, ""), want[name]) {
					t.Error(name, "differs when made beside others")
				}
			})
		}
	}
	wg.Wait()
}

func BenchmarkInvoice(b *testing.B) { benchmark(b, "invoice") }

func BenchmarkProgram(b *testing.B) { benchmark(b, "program") }

func benchmark(b *testing.B, name string) {
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(sample(b, name, "Eksempeldata"))
	}
	b.ReportMetric(float64(size)/1000, "kB/file")
}

func program(o pdf.Options) *pdf.Document {
	o.Title = "Program - velfærdsnetværk den 2. juni 2021"
	o.Header = pdf.Band{Left: "Netværk for velfærd", Right: "Møde 4 · 2. juni 2021"}
	o.Footer = pdf.Band{Left: "Spørgsmål: kontakt@netvaerk.example", Right: "Side {page} af {pages}"}
	o.HeaderOnce = true
	d := pdf.New(o)
	d.Text(pdf.TextStyle{Size: 9, Bold: true, Color: pdf.House().Muted, After: 2}, "Netværk for velfærd")
	d.H1("Møde 4: Fra data til beslutning")
	d.Lead("Vi ser på, hvordan data bliver til beslutninger, som både ledere og frontlinje kan stå på mål for.")
	d.Columns([]float64{1, 1, 1},
		func(f *pdf.Flow) { f.P(pdf.Bold("Hvornår\n"), "Onsdag den 2. juni 2021\nkl. 9.30–14.30") },
		func(f *pdf.Flow) {
			f.P(pdf.Bold("Hvor\n"), "Åbrinke Rådhus, lokale 398\nRådhuspladsen 2, 8999 Åbrinke Ø")
		},
		func(f *pdf.Flow) {
			f.P(pdf.Bold("Tilmelding\n"), pdf.Link("netvaerk.example/m4", "https://netvaerk.example/m4"), "\nsenest den 10. maj")
		})
	d.H2("Program")
	d.Table(pdf.Table{Caption: "Dagens program", RowHeader: true,
		Columns: []pdf.Column{{Title: "Tid", Width: 17}, {Title: "Punkt", Width: 58}, {Title: "Oplægsholder", Width: 33}},
		Rows: [][]any{
			{"9.30–10.00", "Ankomst, kaffe og morgenbrød", ""},
			{"10.00–11.15", []any{pdf.Bold("Når tallene ikke er enige. "), "Datakvalitet, definitioner og det, der går tabt mellem afdelinger."}, "Ærmine Østerlund, Åbrinke Kommune"},
			{"11.15–12.45", []any{pdf.Bold("Prøvehandlinger. "), "Kort oplæg om ", pdf.In("en", "rapid-cycle testing"), " og hypoteser, der kan falsificeres."}, "Zoë Šimůnková Łępicka"},
			{"12.45–14.30", []any{pdf.Bold("Kollegial sparring "), "i faste trioer"}, "Alle"},
		}})
	d.H2("Inden mødet")
	d.Numbers(
		[]any{"Læs ", pdf.Link("den korte vejledning om indikatorer", "https://netvaerk.example/vejledning"), " (6 sider)."},
		"Vælg én indikator, som I følger i dag, og notér, hvem der bruger den, og til hvad.",
		pdf.Item{Text: []any{"Tag med:"}, Sub: []any{"et udtræk uden personoplysninger,", "jeres seneste måling og", "en kollega, hvis I kan."}},
	)
	d.H2("Praktisk")
	d.H3("Transport")
	d.P("Rådhuset ligger 5 minutters gang fra stationen. Skriv til os senest den 10. maj, hvis du har brug for tolk, særlig kost eller andet, som gør det lettere at deltage.")
	d.H3("Afbud")
	d.P("Ved afbud efter den 12. maj opkræver vi 450 kr. for forplejning. En kollega kan altid overtage pladsen.")
	d.Panel(func(f *pdf.Flow) { f.P(pdf.Bold("Næste møde "), "er onsdag den 15. september 2021.") })
	d.PageBreak()
	d.H2("Noter")
	d.Bullets("Hvad tager I med hjem?", "Hvem skal vide det?")
	return d
}

func invoice(o pdf.Options) *pdf.Document {
	o.Title = "Faktura 417"
	o.Footer = pdf.Band{Left: "Netværk for velfærd · CVR 12345678", Right: "Side {page} af {pages}"}
	d := pdf.New(o)
	right := pdf.Right
	d.Columns([]float64{3, 2},
		func(f *pdf.Flow) { f.H1("Faktura") },
		func(f *pdf.Flow) {
			f.SetAlign(right)
			f.P(pdf.Bold("Netværk for velfærd\n"), "Prøvevej 7, 2. sal\n8999 Åbrinke C\nCVR 12345678")
		})
	d.Space(8)
	d.Columns([]float64{3, 2},
		func(f *pdf.Flow) {
			f.Text(pdf.TextStyle{Size: 8.5, Color: pdf.House().Muted, After: 1}, "Faktureres til")
			f.P(pdf.Bold("Nørrelunde Kommune\n"), "Center for Økonomi\nAtt. Bjørn Åkjær\nTorvegade 8, 4999 Nørrelunde\nEAN 5790000000005")
		},
		func(f *pdf.Flow) {
			f.Table(pdf.Table{RowHeader: true, NoHeader: true, Plain: true, Columns: []pdf.Column{{Width: 5}, {Width: 5, Align: right}}, Rows: [][]any{
				{"Fakturanummer", "417"}, {"Fakturadato", "20. november 2026"}, {"Forfaldsdato", "20. december 2026"}, {"Rekvisition", "NK-88-2026"},
			}})
		})
	d.H2("Ydelser")
	d.Table(pdf.Table{RowHeader: true,
		Columns: []pdf.Column{{Title: "Ydelse", Width: 46}, {Title: "Antal", Width: 11, Align: right}, {Title: "Enhedspris", Width: 17, Align: right}, {Title: "Moms", Width: 10, Align: right}, {Title: "Beløb ekskl. moms", Width: 20, Align: right}},
		Rows: [][]any{
			{"Møde 2. juni 2021, 3 deltagere", "1", "4.375,00", "25 %", "4.375,00"},
			{"Medlemskab, de fire følgende møder", "1", "17.500,00", "25 %", "17.500,00"},
			{"Eksamensgebyr (momsfrit, momslovens § 13)", "3", "1.200,00", "0 %", "3.600,00"},
		},
		Foot: [][]any{
			{pdf.Cell{Text: []any{"I alt uden moms"}, Span: 4}, "25.475,00"},
			{pdf.Cell{Text: []any{"Moms, 25 % af 21.875,00 kr."}, Span: 4}, "5.468,75"},
			{pdf.Cell{Text: []any{"I alt at betale, DKK"}, Span: 4}, "30.943,75"},
		}})
	d.Panel(func(f *pdf.Flow) {
		f.H3("Betaling")
		f.P("Beløbet betales senest den 20. december 2026 til ", pdf.Bold("reg. nr. 9999, konto 0001234567"), " med fakturanummeret som reference.")
		f.P("Spørgsmål: ", pdf.Link("regnskab@netvaerk.example", "mailto:regnskab@netvaerk.example"), " eller tlf. 00 00 00 00.")
	})
	return d
}

func diploma(o pdf.Options) *pdf.Document {
	o.Title, o.Lang, o.Landscape = "Diploma: Jørgen Ægidius Bækdal", "en", true
	o.Margins = pdf.Margins{Top: 130, Right: 150, Bottom: 60, Left: 150}
	o.Background = func(c *pdf.Canvas, page, pages int) {
		c.Rect(28, 28, c.W-56, c.H-56, pdf.Style{Stroke: c.Theme.Accent, Width: 1.6})
	}
	d := pdf.New(o)
	d.SetAlign(pdf.Center)
	d.Figure("Five fields around a square", "The mark", 60, 60, func(c *pdf.Canvas) {
		c.Circle(30, 30, 28, pdf.Style{Fill: c.Theme.Accent, Stroke: c.Theme.Rule})
		c.Polygon([]pdf.Point{{X: 30, Y: 10}, {X: 50, Y: 45}, {X: 10, Y: 45}}, pdf.Style{Fill: c.Theme.Tint})
	})
	d.H1("Diploma")
	d.Text(pdf.TextStyle{Size: 26, Bold: true, After: 14}, "Jørgen Ægidius Bækdal")
	d.Lead("has completed the course from 19 January to 22 April 2027, ", pdf.In("da", "grundforløbet"), ".")
	signature := func(name, title string) func(f *pdf.Flow) {
		return func(f *pdf.Flow) {
			f.Rule()
			f.P(pdf.Bold(name+"\n"), title)
		}
	}
	d.Columns([]float64{1, 1}, signature("Åse Kjærbo", "Head of network"), signature("Søren Ørdal", "Examiner"))
	d.Small("No. 81 · ", pdf.Link("Check it at netvaerk.example", "https://netvaerk.example/81"))
	return d
}
