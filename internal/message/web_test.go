package message

import (
	"context"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/people"
	"faelled/internal/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

// browser knocks as one person, in one language.
func (w *world) browser(t *testing.T, who access.Actor, lang string) func(method, path string, form ...string) *httptest.ResponseRecorder {
	t.Helper()
	site := &web.Site{
		DB: w.d, Words: w.words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Navn", Lang: lang}, nil
		},
	}
	handler := site.Handler(Routes)
	return func(method, path string, form ...string) *httptest.ResponseRecorder {
		values := url.Values{}
		for i := 0; i < len(form); i += 2 {
			values.Add(form[i], form[i+1])
		}
		r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		return answer
	}
}

var (
	insides = regexp.MustCompile(`(?s)<title>.*?</title>|<main.*</main>`)
	hashes  = regexp.MustCompile(`/static/[^/"]+/`)
	uuids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	secrets = regexp.MustCompile(`/afmeld/\w+`)
)

// golden compares a page's title and main, a line for each tag.
func golden(t *testing.T, file string, w *httptest.ResponseRecorder) {
	t.Helper()
	text := strings.Join(insides.FindAllString(w.Body.String(), -1), "\n")
	text = secrets.ReplaceAllString(uuids.ReplaceAllString(hashes.ReplaceAllString(text, "/static/-/"), "-"), "/afmeld/-")
	text = strings.ReplaceAll(text, "><", ">\n<") + "\n"
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is another page now; see it with -update and git diff", file)
	}
}

func TestPages(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	faulty := w.draft(t, func(m *Message) { m.Subject, m.Body = "Om {{sted}}", "{{rekvisition}}\n{{x}}" })
	scheduled := w.draft(t, nil)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return Schedule(ctx, tx, Order{scheduled.ID, scheduled.Version}, april.Add(24*time.Hour))
	})
	sent := w.sent(t, func(m *Message) { m.Kind = News })
	w.work(t)
	_, after, _ := strings.Cut(w.box.To("carlo@egelund.example")[0].Text, "/afmeld/")
	secret, _, _ := strings.Cut(after, "\n")
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return settle(ctx, tx, Recipient{Message: sent.ID, N: 1, Person: w.bodil.Person, Email: "bodil@egelund.example"}, Bounced, "5.1.1", Arrived)
	})
	w.pass(time.Minute)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return people.MailReturned(ctx, tx, people.Return{Person: w.bodil.Person, Email: "bodil@egelund.example", Hard: true, Status: "5.1.1"})
	})
	paused := w.sent(t, nil)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Pause(ctx, tx, paused.ID) })

	staff, english, carlo, nobody := w.browser(t, w.staff, "da"), w.browser(t, w.staff, "en"), w.browser(t, w.carlo, "da"), w.browser(t, visitor, "da")
	for _, c := range []struct {
		file   string
		got    *httptest.ResponseRecorder
		status int
	}{
		{"list.da.html", staff("GET", listPath), 200},
		{"list.en.html", english("GET", listPath), 200},
		{"new.da.html", staff("GET", listPath+"/ny"), 200},
		{"new_refused.da.html", staff("POST", listPath+"/ny"), 422},
		{"draft_faulty.da.html", staff("GET", path(faulty.ID)), 200},
		{"send_refused.da.html", staff("POST", path(faulty.ID)+"/send", "version", "2"), 422},
		{"scheduled.da.html", staff("GET", path(scheduled.ID)+"?som="+string(w.dorte.Person)), 200},
		{"schedule_refused.da.html", staff("POST", path(scheduled.ID)+"/planlaeg", "version", "3", "dag", "i morgen", "kl", "halv"), 422},
		{"sent.da.html", staff("GET", path(sent.ID)), 200},
		{"sent.en.html", english("GET", path(sent.ID)), 200},
		{"paused.da.html", staff("GET", path(paused.ID)), 200},
		{"log.da.html", staff("GET", path(sent.ID)+"/modtagere"), 200},
		{"log_search.da.html", staff("GET", path(sent.ID)+"/modtagere?q=carlo&tilstand=sent"), 200},
		{"log_draft.da.html", staff("GET", path(scheduled.ID)+"/modtagere"), 200},
		{"edit.da.html", staff("GET", path(faulty.ID)+"/ret"), 200},
		{"edit.en.html", english("GET", path(faulty.ID)+"/ret"), 200},
		{"edit_refused.da.html", staff("POST", path(faulty.ID)+"/ret", "version", "2", "gruppe", "alle", "slags", "news", "emne", "070761-4285", "tekst", "Hej"), 422},
		{"gone.da.html", staff("GET", gonePath), 200},
		{"door.da.html", nobody("GET", optoutPath+"/"+secret), 200},
		{"mine.da.html", carlo("GET", minePath), 200},
	} {
		if c.got.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.file, c.got.Code, c.status)
		}
		golden(t, c.file, c.got)
	}
	if got := nobody("POST", optoutPath+"/"+secret, "List-Unsubscribe", "One-Click"); got.Code != http.StatusOK {
		t.Errorf("one click: %d", got.Code)
	}
	if got := nobody("POST", optoutPath+"/"+secret); got.Code != http.StatusSeeOther || got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("X-Robots-Tag") != "noindex" {
		t.Errorf("somebody with a browser: %d %v", got.Code, got.Header())
	}
	golden(t, "door_out.da.html", nobody("GET", optoutPath+"/"+secret))
	golden(t, "mine_out.da.html", carlo("GET", minePath))
	if got := nobody("GET", optoutPath+"/X"); got.Code != http.StatusNotFound {
		t.Errorf("a wrong secret: %d", got.Code)
	}
}

// The forms do what they say, from an empty one to the mail.
func TestFormsDoWhatTheySay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		staff := w.browser(t, w.staff, "da")
		made := staff("POST", listPath+"/ny", "key", "k", "forloeb", string(w.network)).Header().Get("Location")
		at := strings.TrimSuffix(made, "/ret")
		if got := staff("POST", made, "version", "1", "gruppe", "towns", "region", "Region Midt", "kommune", string(w.mosby), "slags", "service", "emne", "Hej {{fornavn}}", "tekst", "Kaffe"); got.Header().Get("Location") != at {
			t.Fatalf("%d %s", got.Code, got.Body)
		}
		if got := staff("POST", at+"/proeve", "version", "2"); got.Header().Get("Location") != at+"?sket=proeve" {
			t.Errorf("%d", got.Code)
		}
		if got := staff("POST", at+"/planlaeg", "version", "2", "dag", "1. maj 2026", "kl", "9"); got.Header().Get("Location") != at+"?sket=planlaeg" {
			t.Errorf("%d", got.Code)
		}
		if got := staff("POST", at+"/kald-tilbage", "version", "3"); got.Header().Get("Location") != at+"?sket=kald-tilbage" {
			t.Errorf("%d", got.Code)
		}
		if got := staff("POST", at+"/send", "version", "4"); got.Header().Get("Location") != at+"?sket=send" {
			t.Errorf("%d", got.Code)
		}
		if got := staff("POST", at+"/send", "version", "4"); got.Code != 422 {
			t.Errorf("sent twice: %d", got.Code)
		}
		w.work(t)
		if all := w.box.Messages(); len(all) != 2 || len(w.box.To("dorte@mosby.example")) != 1 {
			t.Errorf("%d mails", len(all))
		}
	})
}
