package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"pgregory.net/rapid"
)

func TestAPageThatFailsLeavesNothing(t *testing.T) {
	w := httptest.NewRecorder()
	broken := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		io.WriteString(w, "half")
		return errors.New("then it stopped")
	})
	if err := Render(w, httptest.NewRequest("GET", "/", nil), 200, broken); err == nil || w.Body.Len() > 0 {
		t.Errorf("%v, %q", err, w.Body)
	}
	if err := Render(w, httptest.NewRequest("GET", "/", nil), 200, templ.Raw("whole")); err != nil || w.Body.String() != "whole" {
		t.Errorf("%v: the next page is %q", err, w.Body)
	}
}

func TestDownload(t *testing.T) {
	w := httptest.NewRecorder()
	Download(w, httptest.NewRequest("GET", "/", nil), "application/pdf", "Program - konsulentnetværk den 2. juni 2021.pdf", []byte("%PDF"))
	for header, want := range map[string]string{
		"Content-Type":            "application/pdf",
		"Content-Disposition":     `attachment; filename="Program - konsulentnetvaerk den 2. juni 2021.pdf"; filename*=UTF-8''Program%20-%20konsulentnetv%C3%A6rk%20den%202.%20juni%202021.pdf`,
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		"X-Content-Type-Options":  "nosniff",
		"Content-Length":          "4",
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if w.Body.String() != "%PDF" {
		t.Errorf("body %q", w.Body)
	}
}

func TestADownloadIsNotSentTwice(t *testing.T) {
	send := func(seen, body string) *httptest.ResponseRecorder {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		r.Header.Set("If-None-Match", seen)
		Download(w, r, "application/pdf", "a.pdf", []byte(body))
		return w
	}
	tag := send("", "one").Header().Get("ETag")
	if again := send(tag, "one"); again.Code != 304 || again.Body.Len() > 0 {
		t.Errorf("the same again: %d, %d bytes", again.Code, again.Body.Len())
	}
	if other := send(tag, "two"); other.Code != 200 || other.Body.String() != "two" {
		t.Errorf("another edition: %d", other.Code)
	}
}

// Whatever a file is called, the header is one line that reads back as a name
// without folders.
func TestAnyNameCanBeDownloaded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		value := disposition(name)
		if strings.ContainsAny(value, "\r\n\x00") {
			t.Fatalf("%q breaks the header: %q", name, value)
		}
		// Go's reader refuses both forms at once, as it should keep to one.
		plain, extended, both := strings.Cut(value, "; filename*=")
		for _, v := range []string{plain, "attachment; filename*=" + extended} {
			if !both && v != plain {
				continue
			}
			kind, params, err := mime.ParseMediaType(v)
			if err != nil || kind != "attachment" || params["filename"] == "" || strings.ContainsAny(params["filename"], `/\`) {
				t.Fatalf("%q: %q reads as %q %q: %v", name, v, kind, params, err)
			}
		}
	})
}
