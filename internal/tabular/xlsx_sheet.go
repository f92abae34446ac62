package tabular

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// sheet reads the rows of one sheet from its tokens.
type sheet struct {
	book  *workbook
	table *Table
	bad   fault

	number int      // of the row
	cells  []string // so far
	at     int      // column of the cell, counted from 0
	kind   string   // of the cell: s, inlineStr, str, b, e, d, or a number
	style  string
	value  strings.Builder
	inside bool // of a value
	words  wording
}

// stop ends the walk: the fault says why.
type stop struct{}

func (stop) Error() string { return "tabular: stopped" }

func (s *sheet) token(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "row":
			s.startRow(e)
		case "c":
			s.startCell(e)
		case "v":
			s.inside = true
		}
	case xml.CharData:
		if s.inside {
			s.value.Write(e)
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "v":
			s.inside = false
		case "c":
			s.endCell()
		case "row":
			if s.bad == "" {
				s.bad = s.table.add(s.number, s.cells)
			}
			s.cells = nil
		}
	}
	if s.kind == "inlineStr" {
		s.words.take(token, &s.value)
	}
	if s.bad != "" {
		return stop{}
	}
	return nil
}

func (s *sheet) startRow(e xml.StartElement) {
	s.number++
	if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n > 0 {
		s.number = n
	}
	s.cells, s.at = nil, -1
}

func (s *sheet) startCell(e xml.StartElement) {
	s.at++
	if column, ok := columnOf(attribute(e, "r")); ok {
		s.at = column
	}
	s.kind, s.style = attribute(e, "t"), attribute(e, "s")
	s.value.Reset()
}

func (s *sheet) endCell() {
	text := s.shown()
	s.kind = ""
	if text == "" {
		return
	}
	if s.at >= MaxColumns {
		s.bad = tooWide
		return
	}
	for len(s.cells) <= s.at {
		s.cells = append(s.cells, "")
	}
	s.cells[s.at] = text
}

// shown is the value of the cell as a person reads it.
func (s *sheet) shown() string {
	raw := s.value.String()
	switch s.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(s.book.shared) {
			return s.book.shared[i]
		}
		return ""
	case "inlineStr", "str":
		return decoded(raw)
	case "b":
		if strings.TrimSpace(raw) == "1" {
			return "ja"
		}
		return "nej"
	case "e":
		return raw
	case "d":
		return strings.TrimSuffix(strings.Replace(raw, "T", " ", 1), " 00:00:00")
	}
	return s.book.numberShown(strings.TrimSpace(raw), s.style)
}

// columnOf is the column of a reference: 0 for A1, 26 for AA7. Those past any
// bound are all the same.
func columnOf(ref string) (n int, ok bool) {
	for i := 0; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > MaxColumns {
			return MaxColumns, true
		}
	}
	return n - 1, n > 0
}

var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// decoded reads letters that XML cannot hold, written as _x000D_.
func decoded(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return coded.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}
