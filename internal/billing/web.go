package billing

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

const path = "/fakturaer"

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET " + path, For: web.SignedIn, Do: list},
	{Pattern: "GET " + path + "/{nr}", For: web.SignedIn, Do: show},
	{Pattern: "GET " + path + "/{nr}/pdf", For: web.SignedIn, Do: downloadPDF},
	{Pattern: "GET " + path + "/{nr}/xml", For: web.SignedIn, Do: downloadXML},
	{Pattern: "GET " + sellersPath, For: web.StaffOnly, Do: sellerList},
	{Pattern: "GET " + sellersPath + "/{org}", For: web.StaffOnly, Do: editSeller},
	{Pattern: "POST " + sellersPath + "/{org}", For: web.StaffOnly, Do: saveSeller},
}

// Path is the address of an issued invoice.
func (s Summary) Path() string { return pathOf(s.Number) }

func pathOf(number string) string { return path + "/" + number }

// list forgives an address that somebody has changed: what cannot be meant
// narrows nothing.
func list(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := listView{Search: oneLine(q.Get("soeg")), Filter: filter{
		Programme: id.Programme(q.Get("forloeb")), State: stateOf(q.Get("status")), Year: yearOf(q.Get("aar")), Before: id.Invoice(q.Get("foer")),
	}}
	if err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx) }); err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func stateOf(text string) State {
	if s := State(text); s == Drafted || s == Issued {
		return s
	}
	return ""
}

func yearOf(text string) string {
	if when.Date(text + "-01-01").Valid() {
		return text
	}
	return ""
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	p, err := find(s, r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, invoicePage(p, web.Actor(r).IsStaff()))
}

func find(s *web.Site, r *http.Request) (p paper, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = byNumber(ctx, tx, r.PathValue("nr"))
		return err
	})
	return p, err
}

func downloadPDF(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return download(s, w, r, ".pdf", func(p paper) id.File { return p.PDF })
}

func downloadXML(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return download(s, w, r, ".xml", func(p paper) id.File { return p.XML })
}

// download sends one of an invoice's files. A PDF that is not drawn yet is not
// there yet.
func download(s *web.Site, w http.ResponseWriter, r *http.Request, ending string, which func(paper) id.File) error {
	var p paper
	var f files.File
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if p, err = byNumber(ctx, tx, r.PathValue("nr")); err != nil {
			return err
		}
		if which(p) == "" {
			return problem.New(problem.NotFound, "billing.pdf_soon")
		}
		f, err = files.Get(ctx, tx, which(p))
		return err
	})
	if err != nil {
		return err
	}
	name := p.title(s.Words.For(r.Context(), "da"))
	web.Download(w, r, f.Media, name+ending, f.Bytes)
	return nil
}
