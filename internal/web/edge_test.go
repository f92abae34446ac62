package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"faelled/internal/problem"
)

func TestGates(t *testing.T) {
	for _, c := range []struct {
		who          Viewer
		method, path string
		status       int
		location     string
	}{
		{visitor, "GET", "/public", 200, ""},
		{visitor, "GET", "/mine", 303, "/log-ind?videre=%2Fmine"},
		{visitor, "GET", "/mine?a=1&b=%C3%A6", 303, "/log-ind?videre=%2Fmine%3Fa%3D1%26b%3D%25C3%25A6"},
		{visitor, "HEAD", "/mine", 303, "/log-ind?videre=%2Fmine"},
		{visitor, "POST", "/mine", 401, ""},
		{visitor, "GET", "/staff", 303, "/log-ind?videre=%2Fstaff"},
		{visitor, "GET", "/problem/unknown", 303, "/log-ind?videre=%2Fproblem%2Funknown"},
		{signe, "GET", "/mine", 200, ""},
		{signe, "POST", "/mine", 200, ""},
		{signe, "GET", "/staff", 403, ""},
		{signe, "GET", "/problem/unknown", 401, ""}, // signing in again would go round in circles
		{staff, "GET", "/staff", 200, ""},
		{admin, "GET", "/staff", 200, ""},
		{visitor, "GET", "/nowhere", 404, ""},
		{visitor, "GET", "/problem/not_found", 404, ""},
		{visitor, "GET", "/problem/gone", 410, ""},
		{visitor, "GET", "/problem/invalid", 422, ""},
		{visitor, "DELETE", "/public", 405, ""},
		{visitor, "GET", "/large", 405, ""},
		{visitor, "GET", "/public/", 308, "/public"},
		{visitor, "GET", "/public/?q=1", 308, "/public?q=1"},
		{visitor, "GET", "/kommune/b%2Fc/", 308, "/kommune/b%2Fc"},
		{visitor, "GET", "/nowhere/", 404, ""},
		{visitor, "HEAD", "/public", 200, ""},
		{visitor, "GET", "/fail", 500, ""},
		{visitor, "GET", "/panic", 500, ""},
	} {
		w := visit(t, newSite(t, c.who).Handler(doors), c.method, c.path, "")
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s %s as %q: %d to %q, want %d to %q", c.method, c.path, c.who.Person, w.Code, w.Header().Get("Location"), c.status, c.location)
		}
		if c.method == "HEAD" && w.Code == 200 && (w.Body.Len() > 0 || w.Header().Get("Content-Length") == "0") {
			t.Errorf("%s %s: %d bytes, promised %s", c.method, c.path, w.Body.Len(), w.Header().Get("Content-Length"))
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows what is ours only", c.path)
		}
	}
}

func TestAMethodThatIsNotAllowedSaysWhichAre(t *testing.T) {
	w := visit(t, newSite(t, visitor).Handler(doors), "DELETE", "/public", "")
	if got := w.Header().Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow %q", got)
	}
}

// A slash too many must not become another site.
func TestNoRedirectLeavesTheHouse(t *testing.T) {
	h := newSite(t, visitor).Handler(doors, []Route{{Pattern: "GET /{any}", For: Public, Do: hello}})
	for _, path := range []string{"//evil.example/", "/%2Fevil.example/", `/\evil.example/`, "/%5Cevil.example/", "///evil.example"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path, r.URL.RawPath = strings.NewReplacer("%2F", "/", "%5C", `\`).Replace(path), path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); to != "" && !Inside(to) {
			t.Errorf("%s goes to %q", path, to)
		}
	}
}

func TestErrorPages(t *testing.T) {
	site := newSite(t, visitor)
	site.Sample = true
	for name, path := range map[string]string{"not_found": "/nowhere", "fault": "/fail", "forbidden": "/problem/forbidden", "invalid": "/problem/invalid"} {
		golden(t, "error_"+name+".da.html", visit(t, site.Handler(doors), "GET", path, "").Body.Bytes())
	}
	golden(t, "error_forbidden.en.html", visit(t, newSite(t, signe).Handler(doors), "GET", "/staff", "", "Cookie", "sprog=en").Body.Bytes())
}

// Every error page must be drawn when nobody can be asked who is looking.
func TestErrorPagesNeedNoDatabase(t *testing.T) {
	site := newSite(t, visitor)
	site.Identify = func(context.Context, *http.Request) (Viewer, error) { return Viewer{}, errors.New("no database") }
	h := site.Handler(doors)
	for path, status := range map[string]int{"/public": 500, "/mine": 500, "/nowhere": 404, "/public/": 308} {
		w := visit(t, h, "GET", path, "")
		if w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
		if status == 500 && !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%s does not show its request number", path)
		}
	}
}

func TestHalfAPageIsCutOff(t *testing.T) {
	server := httptest.NewServer(newSite(t, visitor).Handler(doors))
	defer server.Close()
	answer, err := http.Get(server.URL + "/half")
	if err == nil {
		defer answer.Body.Close()
		_, err = new(bytes.Buffer).ReadFrom(answer.Body)
	}
	if err == nil {
		t.Error("half a page looks whole")
	}
}

func TestAnotherSiteCannotSendTheForm(t *testing.T) {
	h := newSite(t, signe).Handler(doors)
	for _, c := range []struct {
		header, value string
		status        int
	}{
		{"Sec-Fetch-Site", "cross-site", 403},
		{"Sec-Fetch-Site", "same-site", 403},
		{"Sec-Fetch-Site", "same-origin", 200},
		{"Origin", "https://evil.example", 403},
		{"Origin", "https://faelled.example", 200}, // the base URL, when a proxy changes the host
	} {
		w := visit(t, h, "POST", "/mine", "a=1", c.header, c.value)
		if w.Code != c.status {
			t.Errorf("%s %s: %d, want %d", c.header, c.value, w.Code, c.status)
		}
		if c.status == 403 && !strings.Contains(w.Body.String(), "anden side end Fælled") {
			t.Errorf("%s %s: not our page:\n%s", c.header, c.value, w.Body)
		}
	}
}

func TestTheViewerIsFoundOnce(t *testing.T) {
	site := newSite(t, visitor)
	times := 0
	site.Identify = func(context.Context, *http.Request) (Viewer, error) { times++; return signe, nil }
	h := site.Handler(doors)
	for path, want := range map[string]int{"/mine": 1, "/public": 1, "/nowhere": 1, "/static/x/app.css": 0} {
		times = 0
		visit(t, h, "GET", path, "")
		if times != want {
			t.Errorf("%s asked %d times, want %d", path, times, want)
		}
	}
}

func TestTheLogHoldsNoPersonalData(t *testing.T) {
	var log bytes.Buffer
	site := newSite(t, signe)
	site.Log = slog.New(slog.NewJSONHandler(&log, nil))
	h := site.Handler(doors)
	w := visit(t, h, "GET", "/kommune/hemmeligt?mail=ida@birkelund.example", "")
	visit(t, h, "GET", "/nowhere/hemmeligt?mail=ida@birkelund.example", "")
	visit(t, h, "HEMMELIGT", "/public", "")
	visit(t, h, "GET", "/fail", "")
	for _, secret := range []string{"hemmeligt", "HEMMELIGT", "ida@", "Signe", "Birkelund", "192.0.2.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, &log)
		}
	}
	for _, want := range []string{`"route":"GET /kommune/{navn}"`, `"status":200`, `"status":404`, `"status":500`, `"actor":"signe"`, w.Header().Get("X-Request-Id"), "the disk is full"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is missing in the log:\n%s", want, &log)
		}
	}
	if n := strings.Count(log.String(), "the disk is full"); n != 1 {
		t.Errorf("a fault is logged %d times", n)
	}
}

// A reader who left gets no page, and is no fault of ours.
func TestAReaderWhoLeftIsNoFault(t *testing.T) {
	var log bytes.Buffer
	site := newSite(t, visitor)
	site.Log = slog.New(slog.NewTextHandler(&log, nil))
	h := site.Handler([]Route{{Pattern: "GET /slow", For: Public, Do: func(_ *Site, _ http.ResponseWriter, r *http.Request) error {
		return r.Context().Err()
	}}})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/slow", nil).WithContext(ctx))
	if strings.Contains(log.String(), "ERROR") || !strings.Contains(log.String(), "status=499") {
		t.Errorf("logged as a fault:\n%s", &log)
	}
}

func TestWhatComponentsMayAsk(t *testing.T) {
	h := newSite(t, signe).Handler([]Route{{Pattern: "GET /x", Do: func(_ *Site, w http.ResponseWriter, r *http.Request) error {
		if Actor(r).Person != "signe" || ViewerOf(r.Context()).Name != signe.Name || RequestID(r.Context()) == "" || ClientAddr(r.Context()).String() != "192.0.2.1" {
			t.Error("the request does not know itself")
		}
		return problem.New(problem.NotFound, "web.not_found")
	}}})
	if w := visit(t, h, "GET", "/x", ""); w.Code != 404 {
		t.Error(w.Code)
	}
}
