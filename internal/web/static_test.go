package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	assets "faelled/web"
)

func TestStatic(t *testing.T) {
	h := newSite(t, visitor).Handler()
	for _, c := range []struct {
		path, accept           string
		status                 int
		media, encoding, cache string
	}{
		{assets.Path("app.css"), "gzip, deflate, br", 200, "text/css; charset=utf-8", "br", forEver},
		{assets.Path("app.css"), "gzip", 200, "text/css; charset=utf-8", "gzip", forEver},
		{assets.Path("app.css"), "gzip;q=0, br;q=0.0", 200, "text/css; charset=utf-8", "", forEver},
		{assets.Path("app.css"), "", 200, "text/css; charset=utf-8", "", forEver},
		{assets.Path("icons.svg"), "br", 200, "image/svg+xml", "br", forEver},
		{assets.Path("logo.svg"), "br", 200, "image/svg+xml", "", forEver},
		{assets.Path("fonts/plex-regular.woff2"), "br", 200, "font/woff2", "", forEver},
		{"/static/0123456789abcdef/app.css", "br", 200, "text/css; charset=utf-8", "br", "no-cache"},
		{assets.Path("app.css.br"), "", 404, "text/html; charset=utf-8", "", "no-cache"},
		{assets.Path("none.css"), "", 404, "text/html; charset=utf-8", "", "no-cache"},
		{assets.Path("../assets.go"), "", 404, "text/html; charset=utf-8", "", "no-cache"},
		{"/static/", "", 404, "text/html; charset=utf-8", "", "no-cache"},
	} {
		w := visit(t, h, "GET", c.path, "", "Accept-Encoding", c.accept)
		got := w.Header()
		if w.Code != c.status || got.Get("Content-Type") != c.media || got.Get("Content-Encoding") != c.encoding || got.Get("Cache-Control") != c.cache {
			t.Errorf("%s for %q: %d %v", c.path, c.accept, w.Code, got)
		}
	}
}

func TestStaticIsNotSentTwice(t *testing.T) {
	h := newSite(t, visitor).Handler()
	first := visit(t, h, "GET", assets.Path("app.css"), "", "Accept-Encoding", "br")
	again := visit(t, h, "GET", assets.Path("app.css"), "", "Accept-Encoding", "br", "If-None-Match", first.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("%d, %d bytes", again.Code, again.Body.Len())
	}
	if other := visit(t, h, "GET", assets.Path("app.css"), "", "If-None-Match", first.Header().Get("ETag")); other.Code != 200 {
		t.Error("another encoding is another file")
	}
	if head := visit(t, h, "HEAD", assets.Path("app.css"), ""); head.Body.Len() > 0 || head.Header().Get("Content-Length") == "" {
		t.Error("HEAD is without a body but tells its length")
	}
	if post := visit(t, h, "POST", assets.Path("app.css"), ""); post.Code != 405 || post.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", post.Code)
	}
}

// The packed files are the plain ones packed, not left from another build.
func TestThePackedFileIsThePlainOne(t *testing.T) {
	h := newSite(t, visitor).Handler()
	packed, err := gzip.NewReader(visit(t, h, "GET", assets.Path("app.css"), "", "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unpacked, visit(t, h, "GET", assets.Path("app.css"), "").Body.Bytes()) {
		t.Error("they differ: build web/dist again")
	}
}

// What a first visit fetches beside the page itself. The limit for all of it is
// 150 kB; a page is at most some 40.
func TestTheFirstVisitIsSmall(t *testing.T) {
	h := newSite(t, visitor).Handler()
	total := 0
	for name := range files() {
		if !strings.HasPrefix(name, "chevron") {
			total += visit(t, h, "GET", assets.Path(name), "", "Accept-Encoding", "gzip").Body.Len()
		}
	}
	if total < 50_000 || total > 110_000 {
		t.Errorf("%d bytes", total)
	}
}
