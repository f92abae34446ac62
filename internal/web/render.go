package web

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
)

// pages are buffers waiting for the next page.
var pages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keep is the largest buffer, in bytes, that waits for another page.
const keep = 256 << 10

// Render draws a whole page before it sends any of it, so that one that fails
// never leaves half of itself.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	buf := pages.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= keep {
			buf.Reset()
			pages.Put(buf)
		}
	}()
	if err := page.Render(r.Context(), buf); err != nil {
		return err
	}
	if len(of(r.Context()).labels) > 0 {
		buf.Reset()
		if err := page.Render(r.Context(), buf); err != nil {
			return err
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(buf.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(buf.Bytes()) // a reader who left is no fault of ours
	}
	return nil
}

// downloadCSP lets a file opened in the browser do nothing at all.
const downloadCSP = "default-src 'none'; frame-ancestors 'none'; sandbox"

// Download sends a file to be saved under its name, which may hold any letters.
// media is a media type such as "application/pdf". A browser that has these very
// bytes already is told so. It returns nil, so that a handler can end with it.
func Download(w http.ResponseWriter, r *http.Request, media, filename string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition(filename))
	h.Set("Content-Security-Policy", downloadCSP)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", etag(body))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body)) // also parts, to one whose line was cut
	return nil
}

// disposition names a file twice (RFC 6266): in plain letters for old programs,
// and as RFC 5987 says for all others.
func disposition(filename string) string {
	filename = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || strings.ContainsRune(`/\:*?"<>|`, c) {
			return '-'
		}
		return c
	}, filename)
	if strings.Trim(filename, " .-") == "" {
		filename = "fil"
	}
	plain := strings.Map(func(c rune) rune {
		if c > 0x7e {
			return '_'
		}
		return c
	}, danish.Replace(filename))
	value := mime.FormatMediaType("attachment", map[string]string{"filename": plain})
	if plain != filename {
		value += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(filename), "+", "%20")
	}
	return value
}

// danish letters as they were written when only plain ones could be.
var danish = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", "Æ", "Ae", "Ø", "Oe", "Å", "Aa")
