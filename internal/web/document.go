package web

import (
	"net/http"
	"strconv"
	"strings"
)

// Document sends something public that programs read, to be asked for again: a
// feed, a site map. One that has these very bytes already is told so.
func Document(w http.ResponseWriter, r *http.Request, media string, body []byte) error {
	return send(w, r, media, "public, max-age=300", body)
}

// Picture sends a picture whose address changes when it does.
func Picture(w http.ResponseWriter, r *http.Request, png []byte) error {
	return send(w, r, "image/png", forEver, png)
}

func send(w http.ResponseWriter, r *http.Request, media, keep string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Security-Policy", downloadCSP)
	h.Set("Cache-Control", keep)
	h.Del("Vary") // the same for everybody
	tag := etag(body)
	h.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(body) // a reader who left is no fault of ours
	}
	return nil
}
