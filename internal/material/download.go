package material

import (
	"context"
	"net/http"
	"strings"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// fetched is a material with its bytes.
type fetched struct {
	Material
	To   string // somewhere else to go
	Had  bool   // they have these very bytes already
	File files.File
}

// fetch finds a material in the network of the address, for those who may see it.
func fetch(ctx context.Context, tx *db.Tx, r *http.Request) (f fetched, err error) {
	p, moved, err := find(ctx, tx, r)
	if err != nil {
		return f, err
	}
	f.Material, err = byID(ctx, tx, id.Material(r.PathValue("materiale")))
	if err == nil && f.Programme != p.ID {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	if problem.Is(err, problem.NotFound) && !tx.Actor.SignedIn() {
		err = problem.New(problem.Unknown, "web.sign_in_first") // as of one that is there, and not for all
	}
	if err != nil {
		return f, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return f, err
	}
	who, err := readerOf(ctx, tx, p, meetings)
	if err != nil {
		return f, err
	}
	switch err := maySee(tx.Actor, who, f.Material); {
	case err != nil:
		return f, err
	case moved:
		f.To = Path(p) + "/" + string(f.ID)
		return f, nil
	case f.Material.File == "":
		f.To = Path(p)
		return f, nil
	}
	if f.Had = web.Had(r, string(f.Material.File)); f.Had {
		return f, nil
	}
	f.File, err = files.Get(ctx, tx, f.Material.File)
	return f, err
}

// download sends a file to be saved, under the media type that was found in its
// bytes. It is never shown inside the page: browsers do not open PDF files that
// are shut in a sandbox.
func download(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f fetched
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = fetch(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if f.To != "" {
		return web.Redirect(w, r, f.To)
	}
	if f.Had {
		return web.NotModified(w, string(f.Material.File))
	}
	if whole(r) {
		fetches.add(s, f.ID)
	}
	return web.Download(w, r, f.Media, f.Filename, f.File.Bytes)
}

// whole tells whether a request begins to fetch a file, rather than goes on.
func whole(r *http.Request) bool {
	from := r.Header.Get("Range")
	return r.Method == http.MethodGet && (from == "" || strings.HasPrefix(from, "bytes=0-")) && r.Header.Get("If-None-Match") == ""
}
