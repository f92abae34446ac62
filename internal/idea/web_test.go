package idea

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

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

const door = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/ideer"

func allWords(t testing.TB) *i18n.Words {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, mail.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// browser goes about as one person, in one language.
type browser struct{ http.Handler }

func (w *world) browse(t testing.TB, who access.Actor, lang string) browser {
	t.Helper()
	s := &web.Site{
		DB: w.d, Words: allWords(t), Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Signe Land", Lang: lang}, nil
		},
	}
	return browser{s.Handler(Routes)}
}

func (b browser) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// post sends a form of name, value, name, value …
func (b browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

var typedIdea = []string{"slags", "dilemma", "titel", "Et valgmøde på skolen", "tekst", "En kandidat vil låne aulaen.", "svaert", "Siger vi ja til én …", "synlig", "unnamed"}

// A faulty form keeps all that was typed; the right one leads to the idea.
func TestHandingIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b := w.browse(t, w.carlo, "da")
		bad := b.post(door+"/ny", append(typedIdea, "key", "k1", "veje", "Ring til 070761-4285")...)
		page := bad.Body.String()
		for _, says := range []string{"<title>Fejl:", "CPR-nummer", "En kandidat vil låne aulaen.", "Ring til 070761-4285", `value="Et valgmøde på skolen"`, `value="unnamed" checked`} {
			if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(page, says) {
				t.Errorf("%d without %q\n%s", bad.Code, says, page)
			}
		}
		got := b.post(door+"/ny", append(typedIdea, "key", "k1")...)
		if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || !strings.HasPrefix(to, door+"/") || !strings.HasSuffix(to, "?sket=sendt") {
			t.Fatal(got.Code, to, got.Body)
		}
		if n := w.rows(t, "ideas WHERE shown = 'unnamed' AND person = '"+string(w.carlo.Person)+"'"); n != 1 {
			t.Error(n, "ideas")
		}
	})
}

// Whose an unnamed idea is stands nowhere on any page of another member.
func TestUnnamed(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	wish := w.wish()
	wish.Shown = Unnamed
	i := w.give(t, w.carlo, wish)
	for name, c := range map[string]struct {
		who   access.Actor
		knows bool
	}{"eva": {w.eva, false}, "bodil": {w.bodil, false}, "staff": {w.staff, true}} {
		for _, path := range []string{door, door + "/" + string(i.ID)} {
			page := w.browse(t, c.who, "da").get(path).Body.String()
			if !strings.Contains(page, i.Title) || strings.Contains(page, "Carlo") != c.knows || strings.Contains(page, string(w.carlo.Person)) {
				t.Errorf("%s at %s:\n%s", name, path, page)
			}
		}
	}
}

// An idea of this network is not found under the address of another.
func TestAnIdeaBelongsToItsNetwork(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	i := w.give(t, w.carlo, w.wish())
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		other := w.network
		other.Name, other.Slug = "Ledere af dagtilbud", ""
		one, err := programme.Add(ctx, tx, other)
		if err != nil {
			return err
		}
		return programme.Publish(ctx, tx, one)
	})
	b := w.browse(t, w.staff, "da")
	for _, path := range []string{"", "/program"} {
		if got := b.get("/netvaerk/ledere-af-dagtilbud/ideer/" + string(i.ID) + path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	for _, path := range []string{"/svar", "/notat", "/saml", "/program", "/slet", "/stoet"} {
		if got := b.post("/netvaerk/ledere-af-dagtilbud/ideer/" + string(i.ID) + path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if got := b.get("/netvaerk/ledere-af-dagtilbud/ideer"); got.Code != http.StatusOK || strings.Contains(got.Body.String(), i.Title) {
		t.Error("the other network's ideas:", got.Code)
	}
}

// Nothing of a plan that cannot be read is saved, and all of it is kept.
func TestPlanForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.give(t, w.carlo, w.wish())
		b := w.browse(t, w.staff, "da")
		at := door + "/" + string(i.ID) + "/program"
		for name, c := range map[string]struct {
			starts, ends, says string
		}{"half a time": {"10.00", "", "begynder og slutter"}, "no time": {"25.00", "26.00", "kan ikke læses"}} {
			got := b.post(at, "version", "1", "moede", string(w.june.ID), "starts", c.starts, "ends", c.ends, "kind", "case", "title", "Tallene", "besked", "Hej Carlo")
			if page := got.Body.String(); got.Code != http.StatusUnprocessableEntity || !strings.Contains(page, c.says) || !strings.Contains(page, "Hej Carlo") {
				t.Errorf("%s: %d\n%s", name, got.Code, page)
			}
		}
		if now := w.now(t, i.ID); now.State != New {
			t.Fatal(now)
		}
		got := b.post(at, "version", "1", "moede", string(w.june.ID), "starts", "10", "ends", "11", "kind", "case", "title", "Tallene")
		if got.Code != http.StatusSeeOther || w.now(t, i.ID).State != Planned || w.rows(t, "agenda_items WHERE title = 'Tallene'") != 1 {
			t.Error(got.Code, got.Body)
		}
	})
}

func TestPages(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	mine := w.give(t, w.carlo, w.wish())
	wish := w.wish()
	wish.Kind, wish.Title, wish.Shown = Theme, "Overgange", Unnamed
	theme := w.give(t, w.eva, wish)
	wish.Title, wish.Shown = "Kun til jer", ToStaff
	w.give(t, w.bodil, wish)
	wish.Title, wish.Shown = "Studietur", Named
	aside, planned := w.give(t, w.eva, wish), w.give(t, w.bodil, wish)
	for _, err := range []error{w.support(t, w.bodil, mine.ID, true), w.support(t, w.eva, mine.ID, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, do := range []func(ctx context.Context, tx *db.Tx) error{
		func(ctx context.Context, tx *db.Tx) error {
			return Remark(ctx, tx, "", mine.ID, "God case til gruppearbejde.")
		},
		func(ctx context.Context, tx *db.Tx) error {
			return Answer(ctx, tx, Reply{Idea: mine.ID, Version: 1, State: Discussed, Note: "Vi vender tilbage."})
		},
		func(ctx context.Context, tx *db.Tx) error {
			return Unite(ctx, tx, Union{Gone: aside.ID, Kept: planned.ID, Version: 1})
		},
		func(ctx context.Context, tx *db.Tx) error {
			return Plan(ctx, tx, Slot{Idea: planned.ID, Version: 1, Meeting: w.october.ID})
		},
	} {
		w.write(t, w.staff, do)
	}
	for name, c := range map[string]struct {
		who  access.Actor
		path string
	}{
		"liste-fremmed": {w.dorte, ""}, "liste-medlem": {w.eva, ""}, "liste-sekretariat": {w.staff, ""}, "program": {w.carlo, "?vis=program"}, "side": {w.carlo, "?vis=side"},
		"nyt-dilemma": {w.carlo, "/ny"}, "nyt-tema": {w.carlo, "/ny?slags=tema"}, "ide-egen": {w.carlo, "/" + string(mine.ID) + "?sket=sendt"}, "ide-anden": {w.carlo, "/" + string(theme.ID)},
		"ide-sekretariat": {w.staff, "/" + string(mine.ID)}, "ide-lagt-sammen": {w.eva, "/" + string(aside.ID)}, "brug": {w.staff, "/" + string(mine.ID) + "/program"},
	} {
		for _, lang := range i18n.Languages {
			golden(t, name+"."+lang, w.browse(t, c.who, lang).get(door+c.path))
		}
	}
	faulty := w.browse(t, w.staff, "da").post(door+"/"+string(mine.ID)+"/svar", "version", "1", "besked", "Hej")
	if faulty.Code != http.StatusUnprocessableEntity || !strings.Contains(faulty.Body.String(), "Vælg et svar") || !strings.Contains(faulty.Body.String(), "mens du skrev") {
		t.Error(faulty.Code, faulty.Body)
	}
}

var (
	anyID = regexp.MustCompile(`\bid-[0-9a-f]{4}\b`)
	space = regexp.MustCompile(`>\s*<`)
)

// golden keeps what is inside main, a tag to a line.
func golden(t *testing.T, name string, got *httptest.ResponseRecorder) {
	t.Helper()
	_, page, _ := strings.Cut(got.Body.String(), "<main")
	page, _, _ = strings.Cut("<main"+page, "</main>")
	page = strings.ReplaceAll(page, assets.Path("icons.svg"), "icons.svg")
	page = space.ReplaceAllString(anyID.ReplaceAllString(page, "ID"), ">\n<") + "\n"
	file := filepath.Join("testdata", name+".html")
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got.Code != http.StatusOK || page != string(want) {
		t.Errorf("%s differs (%d, %v): run with -update and read the diff", name, got.Code, err)
	}
}
