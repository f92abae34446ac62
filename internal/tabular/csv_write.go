package tabular

import (
	"bufio"
	"io"
	"strings"
)

// mark tells programs that a text is UTF-8: Excel guesses wrong without it.
const mark = "\ufeff"

func writeCSV(w io.Writer, s Sheet) error {
	out := bufio.NewWriter(w)
	out.WriteString(mark)
	writeRecord(out, Texts(s.Columns...))
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		if err := writeRecord(out, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeRecord returns the error of whatever is underneath, so that nobody goes on
// writing to a reader who left.
func writeRecord(out *bufio.Writer, row []Cell) error {
	for i, c := range row {
		if i > 0 {
			out.WriteByte(';')
		}
		field := c.shown()
		if c.kind == text {
			field = quoted(guard(clean(field)))
		}
		out.WriteString(field)
	}
	_, err := out.WriteString("\r\n")
	return err
}

// quoted is a text that may hold what divides fields, of this table or another.
func quoted(s string) string {
	if strings.ContainsAny(s, ";,\t\"\n") || s != strings.TrimSpace(s) {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
