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
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

// visit makes one request as somebody.
func visit(t *testing.T, d *db.DB, who access.Actor, lang, method, address string, dead ...id.Job) *httptest.ResponseRecorder {
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
	form := url.Values{}
	for _, one := range dead {
		form.Add("job", string(one))
	}
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.Handler(Routes(told)).ServeHTTP(w, r)
	return w
}

// told is what a capability tells of its jobs.
var told = Chores{"registration.cancelled": {Title: "jobs.retry", About: func(_ context.Context, _ *db.Tx, j Job) (about About, err error) {
	var whom string
	err = j.Into(&whom)
	return About{Whom: whom, Email: "post@lillekommune.example", What: "Faglig ledelse", Href: "/kommuner/lille"}, err
}}}

// queueOf has four dead jobs, two of them for the same person, one that waits and one that is ready.
func queueOf(t *testing.T, d *db.DB) *Runner {
	t.Helper()
	timed(d)
	r, _ := runner(d, map[string]Handler{"registration.confirm": func(context.Context, *db.DB, Job) error {
		return Dead(errors.New("550 5.1.1 no such mailbox: <grethe@lillekommune.example>"))
	}})
	r.Handlers["registration.cancelled"] = r.Handlers["registration.confirm"]
	r.prepare()
	enqueue(t, d, "registration.confirm", nil)
	for _, whom := range []string{"Grethe Lund", "Grethe Lund", "Anker Ravn"} {
		enqueue(t, d, "registration.cancelled", whom)
	}
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
		dead := listed(t, d, "", 3)
		again, drop := path+"/igen", path+"/opgiv"
		for _, c := range []struct {
			who    access.Actor
			method string
			path   string
			jobs   []id.Job
			want   int
		}{
			{access.Actor{}, "GET", path, nil, http.StatusSeeOther},
			{clerk, "GET", path, nil, http.StatusForbidden},
			{clerk, "POST", again, []id.Job{dead[0].ID}, http.StatusForbidden},
			{clerk, "POST", drop, []id.Job{dead[0].ID}, http.StatusForbidden},
			{office, "GET", path, nil, http.StatusOK},
			{office, "POST", again, nil, http.StatusNotFound},
			{office, "POST", again, []id.Job{"none"}, http.StatusNotFound},
			{office, "POST", again, []id.Job{dead[0].ID, dead[1].ID}, http.StatusSeeOther},
			{office, "POST", again, []id.Job{dead[0].ID}, http.StatusNotFound}, // it is alive
			{office, "POST", drop, []id.Job{dead[0].ID}, http.StatusNotFound},
			{office, "POST", drop, []id.Job{dead[0].ID, dead[2].ID}, http.StatusSeeOther}, // one of them is not
		} {
			if w := visit(t, d, c.who, "da", c.method, c.path, c.jobs...); w.Code != c.want {
				t.Errorf("%s %s as %q: %d, want %d", c.method, c.path, c.who.Person, w.Code, c.want)
			}
		}
		if ready, left := count(t, d, `state = 'ready'`), count(t, d, `1 = 1`); ready != 4 || left != 5 {
			t.Errorf("%d are ready, of %d", ready, left)
		}
	})
}

// What went wrong is told in words, once for each person.
func TestWhatWentWrong(t *testing.T) {
	d := dbtest.SQLite(t)
	queueOf(t, d)
	page := visit(t, d, office, "da", "GET", path).Body.String()
	for text, times := range map[string]int{
		"<h3>Grethe Lund (post@lillekommune.example)</h3>": 1, "<h3>Anker Ravn (post@lillekommune.example)</h3>": 1,
		"Prøv igen: Faglig ledelse, bestilt": 3, "Mailadressen findes ikke.": 3, `href="/kommuner/lille"`: 2, `name="job"`: 8,
		"registration.": 0,
	} {
		if n := strings.Count(page, text); n != times {
			t.Errorf("%q is there %d times, want %d", text, n, times)
		}
	}
	for said, want := range map[string]i18n.Key{
		"sending SMTP RCPT TO command: 550 5.1.1 <ida@kommune.example> unknown":      "jobs.why_address",
		"sending SMTP RCPT TO command: 550 no such user":                             "jobs.why_address",
		"sending SMTP RCPT TO command: 452 4.2.2 mailbox full":                       "jobs.why_full",
		"sending SMTP DATA command: 552 too large":                                   "jobs.why_full",
		"closing SMTP DATA writer: 554 5.7.1 spam":                                   "jobs.why_refused",
		"mail: no server is set":                                                     "jobs.why_no_server",
		"send mail: dial failed: dial tcp 192.0.2.1:25: connect: connection refused": "jobs.why_silent",
		"the program stopped during the last attempt":                                "jobs.why_stopped",
		"panic: a slip": "jobs.why_other",
	} {
		if got := (Corpse{LastError: said}).why(); got != want {
			t.Errorf("%q is %s, want %s", said, got, want)
		}
	}
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
	fault := regexp.MustCompile(`fault of [^<]*\.`) // in the machine's words
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
