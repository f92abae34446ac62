package people

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// Where tables are handed in: the secretariat's of many organisations, and a
// contact person's of their own.
const (
	importPath    = "/sekretariat/import"
	ownImportPath = "/kommune/import"
)

// largeFile is room for a table and the form around it, in bytes.
const largeFile = tabular.MaxBytes + 64<<10

// importRows is how many rows a page shows.
const importRows = 50

// importView is a table that is looked through.
type importView struct {
	handed
	Base   string // address of the page where tables are handed in
	Filter fate
	After  int // the number of the last row on the page before
	All    []plannedRow
	Counts map[fate]int
	Orgs   map[id.Org]Org
	Faults problem.Fields
}

// importPlace is where a request hands in tables, and for whom.
func importPlace(r *http.Request) (base string, org id.Org) {
	if strings.HasPrefix(r.URL.Path, ownImportPath) {
		return ownImportPath, web.Actor(r).Org
	}
	return importPath, ""
}

func (v importView) address() string { return v.Base + "/" + v.ID }

// at is the address of a filter, with the rows after one.
func (v importView) at(filter fate, after int) string {
	q := url.Values{}
	if filter != "" {
		q.Set("vis", string(filter))
	}
	if after > 0 {
		q.Set("efter", strconv.Itoa(after))
	}
	if len(q) == 0 {
		return v.address()
	}
	return v.address() + "?" + q.Encode()
}

func (v importView) found() iter.Seq[plannedRow] {
	return func(yield func(plannedRow) bool) {
		for _, r := range v.All {
			if (v.Filter == "" || v.Filter == r.Does) && r.Row.N > v.After && !yield(r) {
				return
			}
		}
	}
}

// page is the rows that are shown, and after which the next page begins; 0 when
// there is none.
func (v importView) page() (rows []plannedRow, next int) {
	for r := range v.found() {
		if len(rows) == importRows {
			return rows, rows[importRows-1].Row.N
		}
		rows = append(rows, r)
	}
	return rows, 0
}

// good is how many rows will be brought in for sure.
func (v importView) good() int {
	return v.Counts[rowNew] + v.Counts[rowChanged] + v.Counts[rowBack] + v.Counts[rowWaits]
}

func showHandIn(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return handInWith(s, w, r, http.StatusOK, nil)
}

func handInWith(_ *web.Site, w http.ResponseWriter, r *http.Request, status int, faults problem.Fields) error {
	base, org := importPlace(r)
	if err := mayImport(web.Actor(r), org); err != nil {
		return err
	}
	return web.Render(w, r, status, handInPage(base, faults))
}

func postHandIn(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	base, org := importPlace(r)
	if err := mayImport(web.Actor(r), org); err != nil { // before anything is read
		return err
	}
	one, err := handIn(s, r, org)
	if faults, ok := problem.FieldsOf(err); ok {
		return handInWith(s, w, r, http.StatusUnprocessableEntity, faults)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, base+"/"+one)
	return nil
}

func handIn(s *web.Site, r *http.Request, org id.Org) (one string, err error) {
	file, head, err := r.FormFile("fil")
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return "", err
	}
	if err != nil {
		return "", problem.Fields{{Name: "fil", Key: "people.no_file"}}.Err()
	}
	defer r.MultipartForm.RemoveAll()
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return "", err
	}
	table, err := tabular.Read("fil", data)
	if err != nil {
		return "", err
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = HandIn(ctx, tx, org, head.Filename, table)
		return err
	})
	return one, err
}

func loadImport(s *web.Site, r *http.Request) (v importView, err error) {
	var org id.Org
	v.Base, org = importPlace(r)
	v.Filter = fate(r.URL.Query().Get("vis"))
	v.After, _ = strconv.Atoi(r.URL.Query().Get("efter"))
	v.Counts = map[fate]int{}
	return v, s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.handed, err = handedIn(ctx, tx, org, r.PathValue("import")); err != nil || v.Outcome != nil {
			return err
		}
		if v.All, err = planImport(ctx, tx, v.handed); err != nil {
			return err
		}
		rows, _ := v.page()
		var orgs []id.Org
		for _, p := range v.All {
			v.Counts[p.Does]++
		}
		for _, p := range rows {
			orgs = append(orgs, p.Wish.Org, p.Known.Org)
		}
		v.Orgs, err = Orgs(ctx, tx, orgs)
		return err
	})
}

func showImport(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := loadImport(s, r)
	if err != nil {
		return err
	}
	if format, ok := tabular.Asked(r); ok && v.Outcome == nil {
		return tabular.Send(s, w, r, format, v.sheet(r.Context()))
	}
	return web.Render(w, r, http.StatusOK, importPage(v))
}

// sheet is the rows that the filter finds as they were handed in, each with what
// happens to it: to be corrected, and handed in again.
func (v importView) sheet(ctx context.Context) tabular.Sheet {
	v.After = 0
	columns := append([]string{i18n.T(ctx, "people.import_what")}, v.Table.Heads...)
	for i, head := range v.Table.Heads {
		if head == "" {
			columns[i+1] = v.Columns[i].name(ctx)
		}
	}
	return tabular.Sheet{
		Name: i18n.T(ctx, "people.import_file"), Columns: columns,
		Rows: func(yield func([]tabular.Cell, error) bool) {
			for r := range v.found() {
				row := tabular.Texts(append([]string{r.told(ctx)}, r.Row.Cells...)...)
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

func postColumns(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	_, org := importPlace(r)
	var columns []string
	for i := 0; r.PostForm.Has(columnName(i)); i++ {
		columns = append(columns, r.PostFormValue(columnName(i)))
	}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return SetColumns(ctx, tx, org, r.PathValue("import"), columns)
	})
	faults, refused := problem.FieldsOf(err)
	if err != nil && !refused {
		return err
	}
	v, err := loadImport(s, r)
	if err != nil {
		return err
	}
	if !refused {
		web.Redirect(w, r, v.address())
		return nil
	}
	for i := range v.Columns {
		if i < len(columns) {
			v.Columns[i] = importField(columns[i])
		}
	}
	v.Faults = faults
	return web.Render(w, r, http.StatusUnprocessableEntity, importPage(v))
}

func postImport(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	base, org := importPlace(r)
	one := r.PathValue("import")
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return Import(ctx, tx, org, one, r.PostFormValue("flyt") != "")
	})
	if err != nil {
		return err
	}
	web.Redirect(w, r, base+"/"+url.PathEscape(one))
	return nil
}
