package programme

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/web"
	assets "faelled/web"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

func browser(t testing.TB, d *db.DB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Tove Ørnekær", OrgName: "Udviklingshuset", Lang: lang}, nil
		},
	}
	h := site.Handler(Routes)
	return func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		if method == "POST" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

var requestNumber = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// page is a body as a golden file: one tag to a line, less what changes.
func page(w *httptest.ResponseRecorder) string {
	body := strings.ReplaceAll(w.Body.String(), assets.Hash, "HASH")
	return strings.ReplaceAll(requestNumber.ReplaceAllString(body, "REQUEST"), "><", ">\n<") + "\n"
}

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		visit := browser(t, d, staff, "da")
		golden(t, "empty.da.html", page(visit("GET", "/sekretariat/forloeb", nil)))
		add(t, d, given(t, d))
		golden(t, "list.da.html", page(visit("GET", "/sekretariat/forloeb", nil)))
	})
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	d := dbtest.SQLite(t)
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(route.Pattern, " ")
		for _, who := range []access.Actor{visitor, contact, staff} {
			w := browser(t, d, who, "da")(method, path, url.Values{})
			fmt.Fprintf(&table, "%-40s %-7s %d\n", route.Pattern, cmp.Or(who.Person, "visitor"), w.Code)
		}
	}
	golden(t, "doors.txt", table.String())
}
