package web

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/problem"
	assets "faelled/web"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "rewrite golden files")

var (
	visitor = Viewer{}
	signe   = Viewer{Actor: access.Actor{Person: "signe"}, Name: "Signe Lindegaard", OrgName: "Birkelund Kommune"}
	staff   = Viewer{Actor: access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}, Name: "Ronja Vestergren"}
	admin   = Viewer{Actor: access.Actor{Person: "admin", Grants: []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}}, Name: "Halfdan Mosegaard"}
)

// newSite is a site without a database, looked at by v.
func newSite(t testing.TB, v Viewer) *Site {
	t.Helper()
	words, err := i18n.Load(Locale)
	if err != nil {
		t.Fatal(err)
	}
	return &Site{
		Log: slog.New(slog.DiscardHandler), Words: words, BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (Viewer, error) { return v, nil },
		Menu: func(ctx context.Context, v Viewer) []MenuItem {
			return []MenuItem{{i18n.T(ctx, "web.front"), "/"}, {"Kalender", "/kalender"}}
		},
		Local: func(_ context.Context, _ Viewer, _ Kind, programme string) []MenuItem {
			return []MenuItem{{"Overblik", programme}, {"Møder", programme + "/moeder"}}
		},
	}
}

// doors are routes that answer in every way there is.
var doors = []Route{
	{Pattern: "GET /public", For: Public, Do: hello},
	{Pattern: "GET /mine", Do: hello},
	{Pattern: "GET /staff", For: StaffOnly, Do: hello},
	{Pattern: "POST /public", For: Public, Do: hello},
	{Pattern: "POST /mine", Do: hello},
	{Pattern: "POST /large", For: Public, MaxBody: 1 << 20, Do: upload},
	{Pattern: "GET /kommune/{navn}", For: Public, Do: hello},
	{Pattern: "GET /fail", For: Public, Do: func(*Site, http.ResponseWriter, *http.Request) error {
		return errors.New("secret: the disk is full")
	}},
	{Pattern: "GET /panic", For: Public, Do: func(*Site, http.ResponseWriter, *http.Request) error { panic("secret: no such seat") }},
	{Pattern: "GET /half", For: Public, Do: func(_ *Site, w http.ResponseWriter, _ *http.Request) error {
		w.Write([]byte("half a page"))
		panic("then it stopped")
	}},
	{Pattern: "GET /problem/{kind}", For: Public, Do: func(_ *Site, _ http.ResponseWriter, r *http.Request) error {
		return map[string]error{
			"forbidden": problem.New(problem.Forbidden, "web.staff_only"),
			"gone":      problem.New(problem.Gone, "web.not_found"),
			"not_found": problem.New(problem.NotFound, "web.not_found"),
			"unknown":   problem.New(problem.Unknown, "web.sign_in_first"),
			"invalid":   &problem.Problem{Kind: problem.Invalid, Key: "web.faults", Fields: problem.Fields{{Name: "mail", Key: "web.unreadable", About: "Deltager 2"}}},
		}[r.PathValue("kind")]
	}},
}

func hello(_ *Site, w http.ResponseWriter, r *http.Request) error {
	return Render(w, r, http.StatusOK, draw(Shell(Page{Title: "Hej", Active: "/kalender"}), templ.Raw("<p>hello</p>")))
}

func upload(_ *Site, w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 10); err != nil {
		return err
	}
	_, err := io.WriteString(w, "got it")
	return err
}

// draw puts children into a component.
func draw(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// visit makes one request, with headers as name, value, name, value …
func visit(t testing.TB, h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var requestNumber = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// golden compares a page with its file, less what changes from time to time.
func golden(t *testing.T, name string, page []byte) {
	t.Helper()
	page = bytes.ReplaceAll(page, []byte(assets.Hash), []byte("HASH"))
	page = requestNumber.ReplaceAll(page, []byte("REQUEST"))
	page = append(bytes.ReplaceAll(page, []byte("><"), []byte(">\n<")), '\n')
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, page)
	}
}
