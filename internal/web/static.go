package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"faelled/internal/problem"
	assets "faelled/web"
)

// forEver is a year, the longest that caches promise.
const forEver = "public, max-age=31536000, immutable"

// media are the types of what is built; nothing else is served.
var media = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// file is one built file as it goes out.
type file struct {
	media string
	plain body
	more  map[string]body // by content encoding
}

type body struct {
	bytes []byte
	etag  string
}

// encodings are those we prepare, the smallest first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// files are the built files by name, read once.
var files = sync.OnceValue(func() map[string]file {
	all := map[string]file{}
	err := fs.WalkDir(assets.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		kind, ok := media[path.Ext(name)]
		if err != nil || entry.IsDir() || !ok {
			return err
		}
		f := file{media: kind, more: map[string]body{}}
		if f.plain, err = load(name); err != nil {
			return err
		}
		for _, e := range encodings {
			if b, err := load(name + e.suffix); err == nil {
				f.more[e.name] = b
			}
		}
		all[name] = f
		return nil
	})
	if err != nil {
		panic(err) // they are part of the program
	}
	return all
})

func load(name string) (body, error) {
	bytes, err := fs.ReadFile(assets.FS, name)
	if err != nil {
		return body{}, err
	}
	return body{bytes, etag(bytes)}, nil
}

// etag names these bytes and no others.
func etag(bytes []byte) string {
	sum := sha256.Sum256(bytes)
	return tagOf(hex.EncodeToString(sum[:]))
}

// tagOf is the tag of bytes whose SHA-256 is known, in hexadecimal.
func tagOf(hash string) string { return `"` + hash[:min(len(hash), 24)] + `"` }

// Had tells whether a browser asks only for other bytes than those with a hash, so
// that they need not be read.
func Had(r *http.Request, hash string) bool {
	for tag := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == tagOf(hash) {
			return true
		}
	}
	return false
}

// NotModified tells a browser to use the bytes with a hash that it has. It returns
// nil, so that a handler can end with it.
func NotModified(w http.ResponseWriter, hash string) error {
	w.Header().Set("ETag", tagOf(hash))
	w.WriteHeader(http.StatusNotModified)
	return nil
}

// static serves /static/<hash>/<name>. The address of this edition may be kept
// for ever; an address from another edition, on a page open while we were
// updated, gets today's file and must ask again.
func (e *edge) static(w http.ResponseWriter, r *http.Request, rest string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		e.fail(w, r, problem.New(methodNotAllowed, "web.method"))
		return
	}
	hash, name, _ := strings.Cut(rest, "/")
	f, ok := files()[name]
	if !ok {
		e.fail(w, r, problem.New(problem.NotFound, "web.not_found"))
		return
	}
	h := w.Header()
	b, encoding := f.choose(r.Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Type", f.media)
	h.Set("ETag", b.etag)
	h.Set("Vary", "Accept-Encoding")
	if hash == assets.Hash {
		h.Set("Cache-Control", forEver)
	}
	if strings.Contains(r.Header.Get("If-None-Match"), b.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(b.bytes)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(b.bytes) // a reader who left is no fault of ours
	}
}

func (f file) choose(accept string) (body, string) {
	for _, e := range encodings {
		if b, ok := f.more[e.name]; ok && accepts(accept, e.name) {
			return b, e.name
		}
	}
	return f.plain, ""
}

// accepts reads Accept-Encoding as far as browsers use it.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q, weighed := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
			return !weighed || strings.Trim(q, "0.") != ""
		}
	}
	return false
}
