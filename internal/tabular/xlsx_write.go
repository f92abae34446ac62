package tabular

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Bounds of the format itself (ECMA-376, and Excel's own).
const (
	sheetRows = 1 << 20
	cellUnits = 32767 // UTF-16
	nameRunes = 31
)

// The cell styles of parts/styles, by position.
const (
	styleHeading = iota + 1
	styleText
	styleGuarded
	styleAmount
	styleDay
	styleMoment
)

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The parts of a workbook that are always the same. Text cells have the format of
// text (49), so that one that is edited does not become a formula or lose its
// zeros, and the risky ones are marked as typed with an apostrophe.
var fixedParts = []struct{ name, body string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>` +
		`<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>` +
		`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}

func writeXLSX(w io.Writer, s Sheet) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	book := `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="` + escaped(sheetName(s.Name)) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`
	next, stop := iter.Pull2(s.Rows)
	defer stop()
	first, err := sample(next) // a list that fails at once should not leave half a file
	if err != nil {
		return err
	}
	for _, part := range append(fixedParts[:len(fixedParts):len(fixedParts)], struct{ name, body string }{"xl/workbook.xml", book}) {
		if err := addPart(z, part.name, part.body); err != nil {
			return err
		}
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	if err := writeRows(part, s.Columns, first, next); err != nil {
		return err
	}
	return z.Close()
}

func addPart(z *zip.Writer, name, body string) error {
	part, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(part, declaration+body)
	return err
}

// sampled is how many rows decide how wide the columns are.
const sampled = 100

func sample(next func() ([]Cell, error, bool)) (rows [][]Cell, err error) {
	for len(rows) < sampled {
		row, err, ok := next()
		if err != nil || !ok {
			return rows, err
		}
		rows = append(rows, append([]Cell(nil), row...))
	}
	return rows, nil
}

func writeRows(w io.Writer, columns []string, first [][]Cell, next func() ([]Cell, error, bool)) error {
	out := &sheetWriter{Writer: bufio.NewWriter(w)}
	out.WriteString(declaration + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, width := range widths(columns, first) {
		fmt.Fprintf(out, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	out.WriteString(`</cols><sheetData>`)
	out.row(Texts(columns...), true)
	for _, row := range first {
		out.row(row, false)
	}
	for out.rows <= sheetRows {
		row, err, ok := next()
		if err != nil {
			return err
		}
		if !ok {
			out.WriteString(`</sheetData></worksheet>`)
			return out.Flush()
		}
		if err := out.row(row, false); err != nil {
			return err
		}
	}
	return ErrTooLong
}

// widths are in characters, by the longest of what is seen first.
func widths(columns []string, first [][]Cell) []int {
	all := make([]int, max(1, len(columns)))
	for i, title := range columns {
		all[i] = utf8.RuneCountInString(title)
		for _, row := range first {
			if i < len(row) {
				all[i] = max(all[i], utf8.RuneCountInString(row[i].shown()))
			}
		}
	}
	for i := range all {
		all[i] = min(max(all[i]+2, 8), 60)
	}
	return all
}

type sheetWriter struct {
	*bufio.Writer
	rows int
}

// row returns the error of whatever is underneath, so that nobody goes on writing
// to a reader who left.
func (w *sheetWriter) row(cells []Cell, heading bool) error {
	w.rows++
	number := strconv.Itoa(w.rows)
	w.WriteString(`<row r="` + number + `">`)
	for i, c := range cells {
		w.cell(columnName(i)+number, c, heading)
	}
	_, err := w.WriteString(`</row>`)
	return err
}

func (w *sheetWriter) cell(ref string, c Cell, heading bool) {
	switch c.kind {
	case whole:
		w.number(ref, 0, strconv.FormatInt(c.n, 10))
	case amount:
		w.number(ref, styleAmount, decimal(c.n, "."))
	case moment:
		w.number(ref, styleMoment, serial(c.at))
	case day:
		if at, err := time.Parse(time.DateOnly, c.text); err == nil && at.Year() > 1900 { // the format thinks 1900 was a leap year
			w.number(ref, styleDay, serial(at))
			return
		}
		w.words(ref, styleText, c.text)
	default:
		style, words := styleText, clean(c.text)
		if heading {
			style = styleHeading
		} else if risky(words) {
			style = styleGuarded
		}
		w.words(ref, style, words)
	}
}

func (w *sheetWriter) number(ref string, style int, value string) {
	w.WriteString(`<c r="` + ref + `"`)
	if style > 0 {
		w.WriteString(` s="` + strconv.Itoa(style) + `"`)
	}
	w.WriteString(`><v>` + value + `</v></c>`)
}

func (w *sheetWriter) words(ref string, style int, s string) {
	if s == "" {
		return
	}
	w.WriteString(`<c r="` + ref + `" s="` + strconv.Itoa(style) + `" t="inlineStr"><is><t xml:space="preserve">` + escaped(cut(s)) + `</t></is></c>`)
}

// serial is an instant as days since 30 December 1899, by the clock on the wall.
func serial(at time.Time) string {
	year, month, day := at.Date()
	days := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour)
	minutes := at.Hour()*60 + at.Minute()
	if minutes == 0 {
		return strconv.FormatInt(int64(days), 10)
	}
	return strconv.FormatFloat(float64(days)+float64(minutes)/(24*60), 'f', 10, 64)
}

// columnName is A for 0, AA for 26.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// escaped is text for XML. What the format itself reads as a coded letter
// (_x0041_) has its first line coded.
func escaped(s string) string {
	var b bytes.Buffer
	for {
		i := coded.FindStringIndex(s)
		if i == nil {
			break
		}
		b.WriteString(s[:i[0]] + "_x005F_")
		s = s[i[0]+1:]
	}
	var out strings.Builder
	b.WriteString(s)
	xml.EscapeText(&out, b.Bytes())
	return out.String()
}

// cut shortens a text that no cell can hold.
func cut(s string) string {
	if len(s) <= cellUnits {
		return s
	}
	units := 0
	for i, c := range s {
		if units += utf16.RuneLen(c); units >= cellUnits {
			return s[:i] + "…"
		}
	}
	return s
}

// sheetName is a name that Excel accepts.
func sheetName(name string) string {
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`[]:*?/\`, c) {
			return '-'
		}
		return c
	}, clean(name))
	if runes := []rune(name); len(runes) > nameRunes {
		name = string(runes[:nameRunes])
	}
	if name = strings.Trim(name, "' \t\n"); name == "" {
		return "1"
	}
	return name
}
