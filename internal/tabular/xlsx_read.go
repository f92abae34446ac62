package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// errLoose: the workbook unpacks to more than is read of any.
var errLoose = errors.New("tabular: unpacks to too much")

func readXLSX(data []byte) (Table, fault) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Table{}, broken
	}
	w := workbook{zip: z, left: maxLoose}
	t, bad, err := w.table()
	switch {
	case errors.Is(err, errLoose):
		return Table{}, tooLarge
	case err != nil:
		return Table{}, broken
	}
	return t, bad
}

// workbook is an unpacked file. left is how many more bytes may come out of it.
type workbook struct {
	zip    *zip.Reader
	left   int64
	shared []string // texts that cells point at
	dates  []dated  // by cell style
	y1904  bool     // days are counted from 1904, as on old Macintoshes
}

// counted is a part while it is unpacked.
type counted struct {
	io.Reader
	left *int64
}

func (c counted) Read(b []byte) (int, error) {
	if *c.left <= 0 {
		return 0, errLoose
	}
	n, err := c.Reader.Read(b[:min(int64(len(b)), *c.left)])
	*c.left -= int64(n)
	return n, err
}

// walk reads a part of the workbook token by token. One that is not there has no
// tokens.
func (w *workbook) walk(name string, fn func(xml.Token) error) error {
	for _, f := range w.zip.File {
		if !strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			continue
		}
		part, err := f.Open()
		if err != nil {
			return err
		}
		defer part.Close()
		d := xml.NewDecoder(counted{part, &w.left})
		for {
			token, err := d.RawToken()
			if err == io.EOF {
				return nil
			}
			if err == nil {
				err = fn(token)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// table is the first sheet in sight that has anything in it.
func (w *workbook) table() (t Table, bad fault, err error) {
	home, err := w.targets("_rels/.rels", "")
	if err != nil {
		return t, "", err
	}
	book := home.ofType("/officeDocument")
	if book == "" {
		return t, noTable, nil
	}
	folder, file := path.Split(book)
	links, err := w.targets(folder+"_rels/"+file+".rels", folder)
	if err != nil {
		return t, "", err
	}
	sheets, err := w.sheets(book)
	if err != nil || len(sheets) == 0 {
		return t, noTable, err
	}
	if err := w.readShared(links.ofType("/sharedStrings")); err != nil {
		return t, "", err
	}
	if err := w.readStyles(links.ofType("/styles")); err != nil {
		return t, "", err
	}
	t.Format = XLSX
	for _, relation := range sheets {
		s := sheet{book: w, table: &t}
		err := w.walk(links[relation].target, s.token)
		if s.bad != "" {
			return t, s.bad, nil
		}
		if err != nil || len(t.Rows) > 0 {
			return t, "", err
		}
	}
	return t, "", nil
}

type relation struct{ kind, target string }

type relations map[string]relation

// ofType is where the first part of a kind is. Strict and transitional workbooks
// call the kinds differently, but end alike.
func (all relations) ofType(ending string) string {
	for _, r := range all {
		if strings.HasSuffix(r.kind, ending) {
			return r.target
		}
	}
	return ""
}

// targets reads what a part points at. folder is what its addresses are under.
func (w *workbook) targets(name, folder string) (relations, error) {
	all := relations{}
	err := w.walk(name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if rest, ok := strings.CutPrefix(target, "/"); ok {
				target = rest
			} else {
				target = path.Join(folder, target)
			}
			all[attribute(e, "Id")] = relation{attribute(e, "Type"), target}
		}
		return nil
	})
	return all, err
}

// sheets are the relations of those in sight, in order.
func (w *workbook) sheets(book string) (ids []string, err error) {
	err = w.walk(book, func(token xml.Token) error {
		e, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "workbookPr":
			on := attribute(e, "date1904")
			w.y1904 = on == "1" || on == "true"
		case "sheet":
			if state := attribute(e, "state"); state == "" || state == "visible" {
				ids = append(ids, attribute(e, "id"))
			}
		}
		return nil
	})
	return ids, err
}

func (w *workbook) readShared(name string) error {
	var one strings.Builder
	var words wording
	return w.walk(name, func(token xml.Token) error {
		words.take(token, &one)
		if e, ok := token.(xml.EndElement); ok && e.Name.Local == "si" {
			w.shared = append(w.shared, decoded(one.String()))
			one.Reset()
		}
		return nil
	})
}

// wording gathers the text of a string: that of its runs, but not how it is
// pronounced.
type wording struct{ within, beside bool }

func (w *wording) take(token xml.Token, into *strings.Builder) {
	switch e := token.(type) {
	case xml.StartElement:
		w.within = w.within || e.Name.Local == "t"
		w.beside = w.beside || e.Name.Local == "rPh"
	case xml.EndElement:
		w.within = w.within && e.Name.Local != "t"
		w.beside = w.beside && e.Name.Local != "rPh"
	case xml.CharData:
		if w.within && !w.beside {
			into.Write(e)
		}
	}
}

// attribute is the one with that name, whatever it is prefixed with.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
