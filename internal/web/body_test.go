package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// flood is a body that never ends, and counts what is taken from it.
type flood struct{ taken int64 }

func (f *flood) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	f.taken += int64(len(b))
	return len(b), nil
}

func TestALargeBodyIsRefusedUnread(t *testing.T) {
	h := newSite(t, visitor).Handler(doors)
	const large = 100 << 20
	for _, c := range []struct {
		name, path, media string
		told              int64 // the promised length; -1 is none
		atMost            int64
	}{
		{"told", "/public", "application/x-www-form-urlencoded", large, 0},
		{"told, as a file", "/large", "multipart/form-data; boundary=x", large, 0},
		{"not told", "/public", "application/x-www-form-urlencoded", -1, DefaultBody + 4096},
		{"not told, as a file", "/large", "multipart/form-data; boundary=x", -1, 1<<20 + 4096},
	} {
		body := &flood{}
		r := httptest.NewRequest("POST", c.path, io.LimitReader(body, large))
		r.ContentLength = c.told
		r.Header.Set("Content-Type", c.media)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if c.name != "not told, as a file" && w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: status %d", c.name, w.Code)
		}
		if body.taken > c.atMost {
			t.Errorf("%s: %d bytes were read, at most %d", c.name, body.taken, c.atMost)
		}
		if w.Code == http.StatusRequestEntityTooLarge && w.Header().Get("Connection") != "close" {
			t.Errorf("%s: the connection stays open for the rest", c.name)
		}
	}
}

func TestAFileTooLargeForItsDoorIsRefused(t *testing.T) {
	h := newSite(t, visitor).Handler(doors)
	for size, status := range map[int]int{1 << 10: 200, 2 << 20: 413} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("fil", "liste.csv")
		if err != nil {
			t.Fatal(err)
		}
		part.Write(bytes.Repeat([]byte("a"), size))
		form.Close()
		r := httptest.NewRequest("POST", "/large", &body)
		r.ContentLength = -1
		r.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("%d bytes: status %d, want %d", size, w.Code, status)
		}
	}
}

func TestALargeBodyClosesTheConnection(t *testing.T) {
	server := httptest.NewServer(newSite(t, visitor).Handler(doors))
	defer server.Close()
	answer, err := http.Post(server.URL+"/public", "application/x-www-form-urlencoded", strings.NewReader(strings.Repeat("a", DefaultBody+1)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusRequestEntityTooLarge || !answer.Close || !strings.Contains(string(page), "fylder for meget") {
		t.Errorf("status %d, closed %v\n%s", answer.StatusCode, answer.Close, page)
	}
}

// A form is read before the handler, but not before the gate.
func TestWhoMayNotComeInIsNotReadFrom(t *testing.T) {
	body := &flood{}
	r := httptest.NewRequest("POST", "/mine", io.LimitReader(body, 1<<10))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	newSite(t, visitor).Handler(doors).ServeHTTP(w, r)
	if w.Code != 401 || body.taken > 0 {
		t.Errorf("status %d, %d bytes read", w.Code, body.taken)
	}
}

func TestAFormThatCannotBeRead(t *testing.T) {
	w := visit(t, newSite(t, visitor).Handler(doors), "POST", "/public", "navn=%zz")
	if w.Code != http.StatusBadRequest {
		t.Errorf("status %d", w.Code)
	}
}
