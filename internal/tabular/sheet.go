package tabular

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/web"
)

// Format is how a table is written.
type Format string

const (
	CSV  Format = "csv"  // UTF-8 with a mark, semicolons, CRLF, decimal comma: opens in a Danish Excel by itself
	XLSX Format = "xlsx" // numbers and dates as such; the heading stays in sight
)

// Media is the format's media type.
func (f Format) Media() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Asked is the format that a request wants its list in (?format=csv), and whether
// it wants one at all: anything else wants the page.
func Asked(r *http.Request) (Format, bool) {
	f := Format(r.URL.Query().Get("format"))
	return f, f == CSV || f == XLSX
}

// Sheet is one table to be written.
type Sheet struct {
	Name    string                   // of the file, without its ending, and of the sheet in it
	Columns []string                 // the headings
	Rows    iter.Seq2[[]Cell, error] // an error ends the table
	About   string                   // id of what the list is about, for the trail; empty when it holds nothing about people
}

// ErrTooLong: XLSX holds 1,048,576 rows and no more.
var ErrTooLong = errors.New("tabular: too many rows for a sheet")

// Write writes the table. It is not complete when an error is returned: that of
// the rows or of w, or ErrTooLong.
func Write(w io.Writer, f Format, s Sheet) error {
	if f == XLSX {
		return writeXLSX(w, s)
	}
	return writeCSV(w, s)
}

// Sentences say what the code means that Send writes in the trail.
var Sentences = map[string]i18n.Key{"tabular.fetched": i18n.Key("tabular.did_fetch")}

// fetched is what the trail says was taken out of the house.
type fetched struct{ List, Format string }

// Send answers with the table as a file to be saved; the trail tells first who
// fetched a list about people. A fault before the first bytes are out is shown as a
// page; one after cuts the download off, so that half a table is never taken for
// the whole. Who calls it has asked whether the reader may.
func Send(s *web.Site, w http.ResponseWriter, r *http.Request, f Format, t Sheet) error {
	if t.About != "" && r.Method != http.MethodHead {
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			return tx.Audit(ctx, "tabular.fetched", t.About, fetched{t.Name, string(f)})
		})
		if err != nil {
			return err
		}
	}
	return web.Stream(s, w, r, f.Media(), t.Name+"."+string(f), func(out io.Writer) error { return Write(out, f, t) })
}

// All is the rows of a list that is in memory already.
func All[T any](list []T, row func(T) []Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, one := range list {
			if !yield(row(one), nil) {
				return
			}
		}
	}
}

// Paged is the rows of a long list, a page at a time: page loads those after the
// last one it had, in a transaction of its own, so that none waits for a slow
// reader. It begins after the zero K, and ends when page returns the zero K.
func Paged[K comparable](page func(after K) (rows [][]Cell, last K, err error)) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		var begin, after K
		for {
			rows, last, err := page(after)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if last == begin || last == after {
				return
			}
			after = last
		}
	}
}
