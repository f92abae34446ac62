package renewal

import (
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
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

// browse goes about as one person, in one language.
func (w *world) browse(t testing.TB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	site := &web.Site{
		DB: w.d, Words: words(t), Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Bodil Ask", OrgName: "Egelund", Lang: lang}, nil
		},
	}
	h := site.Handler(Routes)
	return func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		if method == "POST" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		return answer
	}
}

func golden(t *testing.T, name string, answer *httptest.ResponseRecorder) {
	t.Helper()
	text := answer.Body.String()
	if i := strings.Index(text, "<main"); i >= 0 {
		text = text[i : strings.Index(text, "</main>")+len("</main>")]
	}
	text = regexp.MustCompile(`id-\d{4}`).ReplaceAllString(strings.ReplaceAll(text, assets.Hash, "HASH"), "ID")
	if strings.Contains(text, "⟦") {
		t.Errorf("%s: a word is missing", name)
	}
	got, file := fmt.Sprintln(answer.Code, strings.ReplaceAll(text, "><", ">\n<")), "testdata/"+name+".html"
	if *update {
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

func TestThePages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		round, page := StaffPath(w.next), "/netvaerk/konsulenter-2022/fornyelse"
		staff, bodil, dorte := w.browse(t, w.staff, "da"), w.browse(t, w.bodil, "da"), w.browse(t, w.dorte, "da")
		golden(t, "round-before.da", staff("GET", round, nil))
		golden(t, "round-refused.da", staff("POST", round, url.Values{"due": {"i morgen"}}))
		if w := staff("POST", round, url.Values{"due": {"28. februar 2022"}, "fallback": {"stop"}}); w.Code != 303 || w.Header().Get("Location") != round+"?spurgt=1" {
			t.Fatal(w.Code, w.Header(), w.Body)
		}
		w.came(t)
		golden(t, "answer.da", bodil("GET", page, nil))
		golden(t, "answer.en", w.browse(t, w.bodil, "en")("GET", page, nil))
		golden(t, "no-refused.da", dorte("POST", page+"/nej", url.Values{"grund": {"other"}, "bem": {" "}}))
		if w := dorte("POST", page+"/nej", url.Values{"grund": {"price"}, "bem": {"Kun én af os kom."}}); w.Code != 303 {
			t.Fatal(w.Code, w.Body)
		}
		golden(t, "answer-no.da", dorte("GET", page+"?svaret=1", nil))
		if w := bodil("POST", page+"/ja", nil); w.Code != 303 || w.Header().Get("Location") != "/netvaerk/konsulenter-2022/tilmeld/deltagere" {
			t.Fatal(w.Code, w.Header(), w.Body)
		}
		if answer := staff("POST", page+"/ja?kommune="+string(w.egelund), nil); answer.Code != 303 || !strings.HasSuffix(answer.Header().Get("Location"), "/tilmeld/deltagere?kommune="+string(w.egelund)) {
			t.Error(answer.Code, answer.Header())
		}
		golden(t, "round.da", staff("GET", round+"?spurgt=1", nil))
		golden(t, "round.en", w.browse(t, w.staff, "en")("GET", round, nil))
		w.day(t, "2022-03-01")
		golden(t, "answer-late.da", bodil("GET", page, nil))
		golden(t, "round-closed.da", staff("GET", round, nil))
	})
}

// A network that has asked before is asked as it was then.
func TestWhatSilenceMeansIsProposedAsBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, Continue)
		w.day(t, "2022-03-01")
		after := w.season(t, "Konsulenter 2023", w.next, "2023-06-01")
		page := w.browse(t, w.staff, "da")("GET", StaffPath(after), nil).Body.String()
		if at := strings.Index(page, `value="continue" checked`); at < 0 || strings.Contains(page, `value="stop" checked`) {
			t.Error(page)
		}
	})
}

// Who gets in: a municipality that was not asked, and everybody else's.
func TestTheDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, Stop)
		carlo := access.Actor{Person: w.bodil.Person, Org: w.egelund} // no contact person
		for _, c := range []struct {
			who    access.Actor
			method string
			path   string
			want   int
		}{
			{visitor, "GET", "/netvaerk/konsulenter-2022/fornyelse", 303},
			{carlo, "GET", "/netvaerk/konsulenter-2022/fornyelse", 403},
			{w.sofus, "GET", "/netvaerk/konsulenter-2022/fornyelse", 404},
			{w.bodil, "GET", "/netvaerk/konsulenter-2022/fornyelse?kommune=" + string(w.mosby), 200}, // their own, whatever they ask
			{w.bodil, "GET", "/netvaerk/konsulenter-2021/fornyelse", 404},
			{w.staff, "GET", "/netvaerk/konsulenter-2022/fornyelse?kommune=" + string(w.mosby), 200},
			{w.staff, "GET", "/netvaerk/konsulenter-2022/fornyelse", 403},
			{w.bodil, "GET", StaffPath(w.next), 403},
			{w.staff, "GET", StaffPath(w.old), 404},
			{w.sofus, "POST", "/netvaerk/konsulenter-2022/fornyelse/ja", 404},
			{carlo, "POST", "/netvaerk/konsulenter-2022/fornyelse/nej", 403},
			{visitor, "POST", "/netvaerk/konsulenter-2022/fornyelse/nej", 401},
		} {
			answer := w.browse(t, c.who, "da")(c.method, c.path, url.Values{"grund": {"price"}})
			if answer.Code != c.want {
				t.Errorf("%s %s as %s: %d, want %d", c.method, c.path, c.who.Person, answer.Code, c.want)
			}
			if c.path != "" && strings.Contains(answer.Body.String(), "Dorte") && c.who.Person == w.bodil.Person {
				t.Error("one municipality sees another's people")
			}
		}
	})
}
