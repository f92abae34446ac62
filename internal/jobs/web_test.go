package jobs

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
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

var update = flag.Bool("update", false, "rewrite golden files")

// visit makes one request as somebody.
func visit(t *testing.T, d *db.DB, who access.Actor, lang, method, address string) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{
		DB: d, Log: slog.New(slog.DiscardHandler), Words: words, BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Ronja Vestergren", Lang: lang}, nil
		},
	}
	r := httptest.NewRequest(method, address, nil)
	w := httptest.NewRecorder()
	s.Handler(Routes).ServeHTTP(w, r)
	return w
}

// queueOf has one dead job, one that waits and one that is ready.
func queueOf(t *testing.T, d *db.DB) *Runner {
	t.Helper()
	timed(d)
	r, _ := runner(d, map[string]Handler{"registration.confirm": func(context.Context, *db.DB, Job) error {
		return Dead(errors.New("550 5.1.1 no such mailbox: <grethe@lillekommune.example>"))
	}})
	enqueue(t, d, "registration.confirm", nil)
	if err := r.Drain(t.Context()); err == nil {
		t.Fatal("it lives")
	}
	enqueue(t, d, "registration.confirm", nil)
	enqueue(t, d, "registration.confirm", nil, db.At(dbtest.Noon.Add(1)))
	return r
}

func TestPages(t *testing.T) {
	full, empty := dbtest.SQLite(t), dbtest.SQLite(t)
	queueOf(t, full)
	for name, c := range map[string]struct {
		d    *db.DB
		lang string
	}{"stuck.da": {full, "da"}, "stuck.en": {full, "en"}, "empty.da": {empty, "da"}} {
		w := visit(t, c.d, office, c.lang, "GET", path)
		if w.Code != http.StatusOK {
			t.Fatal(name, w.Code)
		}
		page := bytes.ReplaceAll(w.Body.Bytes(), []byte(assets.Hash), []byte("HASH"))
		page = page[bytes.Index(page, []byte("<main")):bytes.Index(page, []byte("</main>"))]
		page = append(bytes.ReplaceAll(page, []byte("><"), []byte(">\n<")), '\n')
		file := "testdata/" + name + ".html"
		if *update {
			if err := os.WriteFile(file, page, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(page, want) || bytes.Contains(page, []byte("⟦")) {
			t.Errorf("%s differs; run with -update and read the diff\n%s", file, page)
		}
	}
}

func TestDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		queueOf(t, d)
		dead := string(listed(t, d, "", 1)[0].ID)
		again, drop := path+"/"+dead+"/igen", path+"/"+dead+"/opgiv"
		for _, c := range []struct {
			who    access.Actor
			method string
			path   string
			want   int
		}{
			{access.Actor{}, "GET", path, http.StatusSeeOther},
			{clerk, "GET", path, http.StatusForbidden},
			{clerk, "POST", again, http.StatusForbidden},
			{clerk, "POST", drop, http.StatusForbidden},
			{office, "GET", path, http.StatusOK},
			{office, "POST", path + "/none/igen", http.StatusNotFound},
			{office, "POST", again, http.StatusSeeOther},
			{office, "POST", again, http.StatusNotFound}, // it is alive
			{office, "POST", drop, http.StatusNotFound},
		} {
			if w := visit(t, d, c.who, "da", c.method, c.path); w.Code != c.want {
				t.Errorf("%s %s as %q: %d, want %d", c.method, c.path, c.who.Person, w.Code, c.want)
			}
		}
		if n := count(t, d, `state = 'ready'`); n != 3 {
			t.Errorf("%d are ready", n)
		}
	})
}

func TestTheListGoesOn(t *testing.T) {
	d := dbtest.SQLite(t)
	timed(d)
	r, _ := runner(d, map[string]Handler{"x": func(_ context.Context, _ *db.DB, j Job) error { return Dead(fmt.Errorf("fault of %s.", j.ID)) }})
	for range pageSize + 1 {
		enqueue(t, d, "x", nil)
	}
	if err := r.Drain(t.Context()); err == nil {
		t.Fatal("they live")
	}
	fault := regexp.MustCompile(`fault of [^<]*\.`)
	first := visit(t, d, office, "da", "GET", path).Body.String()
	found := regexp.MustCompile(`href="(` + path + `\?foer=[^"]+)"`).FindStringSubmatch(first)
	if len(found) != 2 || len(fault.FindAllString(first, -1)) != pageSize {
		t.Fatal("no way on", found)
	}
	second := visit(t, d, office, "da", "GET", found[1]).Body.String()
	rest := fault.FindAllString(second, -1)
	if len(rest) != 1 || strings.Contains(first, rest[0]) || strings.Contains(second, "Vis ældre") {
		t.Errorf("the second page holds %v", rest)
	}
}
