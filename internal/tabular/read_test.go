package tabular

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"faelled/internal/problem"

	"pgregory.net/rapid"
)

// flat is a table in one line: fields divided by |, rows by their number.
func flat(t Table) string {
	var b strings.Builder
	for _, r := range t.Rows {
		fmt.Fprintf(&b, "%d:%s ", r.Number, strings.Join(r.Cells, "|"))
	}
	return strings.TrimSpace(b.String())
}

func TestCSVIsForgiven(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"semicolons":                {"Navn;Mail\r\nBo;b@x.example\r\n", "1:Navn|Mail 2:Bo|b@x.example"},
		"commas":                    {"Navn,Mail\nBo,b@x.example", "1:Navn|Mail 2:Bo|b@x.example"},
		"tabs":                      {"Navn\tMail\rBo\tb@x.example\r", "1:Navn|Mail 2:Bo|b@x.example"},
		"commas within semicolons":  {"Navn;Titel\nBo;Chef, skole\nIda;Leder, børn, unge\n", "1:Navn|Titel 2:Bo|Chef, skole 3:Ida|Leder, børn, unge"},
		"semicolons within commas":  {"Navn,Titel\nBo,\"Chef; skole\"\nIda,Leder\n", "1:Navn|Titel 2:Bo|Chef; skole 3:Ida|Leder"},
		"one column":                {"Navn\nBo\n", "1:Navn 2:Bo"},
		"a named separator":         {"sep=,\r\na;b,c\r\n", "2:a;b|c"},
		"a mark":                    {"\xef\xbb\xbfNavn;Mail\nBo;x", "1:Navn|Mail 2:Bo|x"},
		"Windows-1252":              {"Navn;By\nS\xf8ren \xc5;K\xe6r \x96 \x80\n", "1:Navn|By 2:Søren Å|Kær – €"},
		"both encodings":            {"S\xf8ren;Søren\n", "1:Søren|Søren"},
		"UTF-16 with a mark":        {"\xff\xfeN\x00;\x00\xf8\x00\n\x00", "1:N|ø"},
		"UTF-16 the other way":      {"\xfe\xff\x00N\x00;\x00\xf8", "1:N|ø"},
		"UTF-16 without a mark":     {"N\x00a\x00v\x00n\x00;\x00B\x00y\x00", "1:Navn|By"},
		"quotes":                    {"\"Navn\";\"By\"\n\"Bo \"\"Bob\"\" Holm\";\"a;b\"\n", "1:Navn|By 2:Bo \"Bob\" Holm|a;b"},
		"quotes in the middle":      {"Bo \"Bob\" Holm;b\n\"Bo \"Bob\" Holm\";b\n", "1:Bo \"Bob\" Holm|b 2:Bo \"Bob\" Holm|b"},
		"a quote that never ends":   {"\"Bo;b\nIda;i\nAnna;a\n", "1:\"Bo|b 2:Ida|i 3:Anna|a"},
		"a quote and a later field": {"\"Bo;b\n\"Ida\";i\nAnna;a\n", "1:\"Bo|b 2:Ida|i 3:Anna|a"},
		"spaces around quotes":      {"x; \"a;b\" ;y\n", "1:x|a;b|y"},
		"lines within quotes":       {"a;b\r\n\"to\r\nlinjer\";x\r\nc;d", "1:a|b 2:to\nlinjer|x 4:c|d"},
		"ragged and empty rows":     {"a;b;c\n\n;;\nd\ne;f;;;;\n", "1:a|b|c 4:d 5:e|f"},
		"hard spaces":               {"\u00a0Bo\u00a0; x \n", "1:Bo|x"},
		"what we guarded ourselves": {"'+45 1;'=x;'t er\n", "1:+45 1|=x|'t er"},
	} {
		got, err := Read("fil", []byte(c.in))
		if err != nil || flat(got) != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, flat(got), err, c.want)
		}
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	row := strings.Repeat("x;", MaxColumns) + "x\n"
	for name, c := range map[string]struct {
		in   string
		want fault
	}{
		"nothing":          {"", nothing},
		"only separators":  {";;\n;;\n", nothing},
		"a PDF":            {"%PDF-1.7 x", noTable},
		"a page":           {" <html><table>", noTable},
		"a picture":        {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", noTable},
		"an old workbook":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", oldExcel},
		"half a workbook":  {"PK\x03\x04 and no more", broken},
		"another archive":  {string(zipped(map[string]string{"a.txt": "hej"})), noTable},
		"too many rows":    {strings.Repeat("a;b\n", MaxRows+1), tooLong},
		"too many columns": {row, tooWide},
		"too much":         {strings.Repeat("a", MaxBytes+1), tooLarge},
		"a long field":     {strings.Repeat("a", maxCell+1), longCell},
	} {
		_, err := Read("fil", []byte(c.in))
		faults, ok := problem.FieldsOf(err)
		if !ok || len(faults.For("fil")) != 1 || faults[0].Key != string(c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := Read("fil", []byte(strings.Repeat("a;b\n", MaxRows))); err != nil {
		t.Error("as many rows as are allowed:", err)
	}
}

func zipped(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		part, _ := z.Create(name)
		part.Write([]byte(body))
	}
	z.Close()
	return b.Bytes()
}

// bookWith is a workbook with one sheet, of the cells given.
func bookWith(rows string, more map[string]string) []byte {
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<x:workbook xmlns:x="y" xmlns:r="z"><x:sheets><x:sheet name="skjult" state="hidden" r:id="r2"/><x:sheet name="tom" r:id="r3"/><x:sheet name="a" r:id="r1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/><Relationship Id="r2" Type="x/worksheet" Target="worksheets/b.xml"/><Relationship Id="r4" Type="x/sharedStrings" Target="s.xml"/><Relationship Id="r5" Type="x/styles" Target="../xl/st.xml"/></Relationships>`,
		"xl/worksheets/a.xml":        "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
		"xl/worksheets/b.xml":        `<worksheet><sheetData><row><c t="str"><v>skjult</v></c></row></sheetData></worksheet>`,
		"xl/s.xml":                   `<sst><si><t>Navn</t></si><si><r><t>Bo </t></r><r><t xml:space="preserve">Holm</t></r><rPh><t>lyd</t></rPh></si><si><t>a_x000D_b</t></si></sst>`,
		"xl/st.xml":                  `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-406]d.\ mmmm\ yyyy;@"/><numFmt numFmtId="171" formatCode="#,##0.00\ &quot;dyr&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
	}
	for name, body := range more {
		parts[name] = body
	}
	return zipped(parts)
}

func TestXLSXIsRead(t *testing.T) {
	got, err := Read("fil", bookWith(`
		<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>99</v></c></row>
		<row r="3"/><row><c r="A4" t="inlineStr"><is><t> inde </t><rPh><t>nej</t></rPh></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>svar</v></c><c t="d"><v>2026-06-02T00:00:00</v></c></row>
		<row r="9"><c><v>5790000000001</v></c><c><v>1.2345678E7</v></c><c s="1"><v>46175</v></c><c s="2"><v>14900.5</v></c><c s="3"><v>46175.25</v></c><c s="4"><v>0.5</v></c><c><v>0.30000000000000004</v></c><c s="1"><v>-1</v></c></row>`, nil))
	want := "2:|Navn||Bo Holm|a\nb 4:inde|ja|#N/A|svar|2026-06-02 9:5790000000001|12345678|2026-06-02|14900,5|2026-06-02 06:00|12:00|0,3|-1"
	if err != nil || flat(got) != want {
		t.Errorf("got %q, %v\nwant %q", flat(got), err, want)
	}
	old, err := Read("fil", bookWith(`<row><c s="1"><v>1</v></c></row>`, map[string]string{
		"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet r:id="r1"/></sheets></workbook>`}))
	if err != nil || flat(old) != "1:1904-01-02" {
		t.Error(flat(old), err)
	}
}

// Workbooks of other programs: testdata holds one made by Excelize and one by
// openpyxl, with the same table.
func TestWorkbooksOfOthersAreRead(t *testing.T) {
	want := "1:Navn|Mail|Startdato|Beløb|Aktiv 2:Åse Ærø Østergård|aase@aaby.example|2026-06-02|1234,5|ja 4:Bo & <Ida>|bo@aaby.example|2026-12-31|-7|nej"
	for _, file := range []string{"testdata/excelize.xlsx", "testdata/openpyxl.xlsx"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Read("fil", data); err != nil || flat(got) != want {
			t.Errorf("%s: got %q, %v", file, flat(got), err)
		}
	}
}

func TestBombsAreRefused(t *testing.T) {
	bomb := strings.Repeat(`<row><c t="str"><v></v></c></row>`, maxLoose/30)
	begin := time.Now()
	for name, data := range map[string][]byte{
		"rows":    bookWith(bomb, nil),
		"strings": bookWith("", map[string]string{"xl/s.xml": "<sst>" + strings.Repeat("<si><t>a</t></si>", maxLoose/16) + "</sst>"}),
		"parts":   bookWith("", map[string]string{"xl/st.xml": strings.Repeat(" ", maxLoose)}),
	} {
		if len(data) > MaxBytes/4 {
			t.Fatal(name, "is no bomb:", len(data))
		}
		_, err := Read("fil", data)
		if faults, ok := problem.FieldsOf(err); !ok || faults[0].Key != string(tooLarge) {
			t.Error(name, err)
		}
	}
	wide := bookWith(`<row><c r="XFD1" t="str"><v>x</v></c></row>`, nil)
	if _, err := Read("fil", wide); err == nil || !strings.Contains(err.Error(), string(tooWide)) {
		t.Error(err)
	}
	entity := bookWith("", map[string]string{"xl/worksheets/a.xml": `<!DOCTYPE a [<!ENTITY x "lol">]><worksheet><row><c t="str"><v>&x;</v></c></row></worksheet>`})
	if _, err := Read("fil", entity); err == nil || !strings.Contains(err.Error(), string(broken)) {
		t.Error(err)
	}
	if took := time.Since(begin); took > time.Minute {
		t.Error("took", took)
	}
}

// Quotes that never end must not make reading slow.
func TestStrayQuotesAreReadInTime(t *testing.T) {
	for _, in := range []string{`;""x`, `"a` + "\n", `;"x""`, `" `, `"`, `";`} {
		text := strings.Repeat(in, 4<<20/len(in))
		begin := time.Now()
		Read("fil", []byte(text))
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%q took %s", in, took)
		}
	}
}

// A table of words without anything odd is read the same with any separator, line
// end and encoding.
func TestDialectsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zæøåÆØÅé]{1,8}`)
		width := rapid.IntRange(2, 6).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(word, width, width), 1, 20).Draw(t, "rows")
		comma := rapid.SampledFrom([]string{";", ",", "\t"}).Draw(t, "comma")
		newline := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "newline")
		var lines []string
		for _, row := range rows {
			lines = append(lines, strings.Join(row, comma))
		}
		text := strings.Join(lines, newline)
		latin := make([]byte, 0, len(text))
		for _, c := range text {
			latin = append(latin, byte(c))
		}
		for _, data := range [][]byte{[]byte(text), latin, []byte(mark + text)} {
			got, err := Read("fil", data)
			if err != nil || string(got.Comma) != comma || len(got.Rows) != len(rows) {
				t.Fatalf("%q: %v %v", data, got, err)
			}
			for i := range rows {
				if strings.Join(got.Rows[i].Cells, "|") != strings.Join(rows[i], "|") || got.Rows[i].Number != i+1 {
					t.Errorf("%q: %v", data, got.Rows[i])
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Navn;Mail\n\"Bo;x\n"))
	f.Add([]byte("\xff\xfea\x00;\x00"))
	f.Add(bookWith(`<row><c t="s"><v>1</v></c></row>`, nil))
	f.Add(bookWith(`<row r="-1"><c r="1" s="x"><v>1e999</v></c></row>`, nil))
	f.Fuzz(func(t *testing.T, data []byte) { bounded(t, data) })
}

// FuzzSheet goes past the archive, which is hard to guess.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="2"><c r="B2" t="s" s="1"><v>0</v></c></row>`, `<cellXfs><xf numFmtId="170"/></cellXfs>`, `<si><t>x</t></si>`)
	f.Fuzz(func(t *testing.T, rows, styles, shared string) {
		bounded(t, bookWith(rows, map[string]string{"xl/st.xml": styles, "xl/s.xml": shared}))
	})
}

func bounded(t *testing.T, data []byte) {
	got, err := Read("fil", data)
	if _, ok := problem.FieldsOf(err); err != nil && !ok {
		t.Fatal(err)
	}
	if err == nil && len(got.Rows) == 0 || len(got.Rows) > MaxRows {
		t.Fatal(len(got.Rows))
	}
	for _, row := range got.Rows {
		if len(row.Cells) == 0 || len(row.Cells) > MaxColumns || row.Cells[len(row.Cells)-1] == "" {
			t.Fatalf("%q", row.Cells)
		}
	}
}
