package tabular

import (
	"bytes"
	"strings"

	"faelled/internal/problem"
)

// Bounds on what is read.
const (
	MaxBytes   = 10 << 20 // of a file as it comes
	MaxRows    = 20_000   // with something in them
	MaxColumns = 100
	maxCell    = 4000     // bytes
	maxLoose   = 24 << 20 // bytes of a workbook when it is unpacked
)

// Table is what was read.
type Table struct {
	Format   Format
	Encoding Encoding // of CSV
	Comma    rune     // between the fields of CSV
	Rows     []Row    // those with something in them
}

// Row is one row. Number is where its reader finds it: the row of the sheet, or
// the line of the file it begins on, counted from 1.
type Row struct {
	Number int
	Cells  []string // without spaces around them, and without empty ones at the end
}

// Cell is the i'th, counted from 0; empty when the row is shorter.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Read reads a table, whatever it is called: XLSX (the first sheet in sight that
// holds anything), or CSV in UTF-8, UTF-16 or Windows-1252, with semicolons,
// commas or tabs, any line ends, quotes in the wrong places, and rows of unequal
// length. Numbers are as Danes write them, dates as 2026-06-02.
//
// What it cannot read, or is larger than the bounds, is a fault of the form field
// that the file came in.
func Read(field string, data []byte) (Table, error) {
	t, key := read(data)
	if key == "" && len(t.Rows) == 0 {
		key = nothing
	}
	if key != "" {
		return Table{}, problem.Fields{{Name: field, Key: string(key)}}.Err()
	}
	return t, nil
}

func read(data []byte) (Table, fault) {
	switch {
	case len(data) > MaxBytes:
		return Table{}, tooLarge
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // a compound file: .xls, or XLSX behind a password
		return Table{}, oldExcel
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("%PDF")), bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")):
		return Table{}, noTable
	}
	text, encoding := decode(data)
	if strings.Contains(text, "\x00") {
		return Table{}, noTable
	}
	return readCSV(text, encoding)
}

// add takes a row in, when there is something in it.
func (t *Table) add(number int, cells []string) fault {
	for i := range cells {
		if len(cells[i]) > maxCell {
			return longCell
		}
		cells[i] = strings.TrimSpace(unguard(strings.TrimSpace(clean(cells[i]))))
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return ""
	case len(cells) > MaxColumns:
		return tooWide
	case len(t.Rows) == MaxRows:
		return tooLong
	}
	t.Rows = append(t.Rows, Row{number, cells})
	return ""
}
