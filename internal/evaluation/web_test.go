package evaluation

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

const page = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/moeder/2026-06-03/evaluering"

func allWords(t testing.TB) *i18n.Words {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, mail.Locale, registration.Locale, attendance.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// browser goes about as one person, in one language.
type browser struct {
	t testing.TB
	h http.Handler
}

func browse(t testing.TB, d *db.DB, who access.Actor, lang string) browser {
	t.Helper()
	s := &web.Site{
		DB: d, Words: allWords(t), Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Bodil Ask", OrgName: "Egelund", Lang: lang}, nil
		},
	}
	return browser{t, s.Handler(Routes)}
}

func (b browser) get(path string) *httptest.ResponseRecorder { return b.do("GET", path, nil) }

func (b browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

// post sends a form of name, value, name, value …
func (b browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, form)
}

// leads fails unless the answer goes on to an address.
func leads(t testing.TB, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(got, to) {
		t.Fatalf("status %d to %q, want %q\n%s", w.Code, got, to, w.Body)
	}
}

var secretIn = regexp.MustCompile(`\b[A-Z2-7]{26}\b`)

// golden compares what is inside main with the files of that name. What is new in
// every world is taken out.
func golden(t *testing.T, name string, da, en *httptest.ResponseRecorder) {
	t.Helper()
	for lang, w := range map[string]*httptest.ResponseRecorder{"da": da, "en": en} {
		_, page, _ := strings.Cut(w.Body.String(), "<main")
		page, _, _ = strings.Cut(page, "</main>")
		text := []byte(strings.ReplaceAll(page, assets.Hash, "HASH"))
		text = secretIn.ReplaceAll(text, []byte("SECRET"))
		text = bytes.ReplaceAll(text, []byte("><"), []byte(">\n<"))
		file := "testdata/" + name + "." + lang + ".html"
		if *update {
			if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(append(text, '\n'), want) {
			t.Errorf("%s has changed; run with -update and read the difference:\n%s", file, text)
		}
	}
}

// The pages say what those asked, those who take part and the secretariat may
// know, before and after the evaluation closes.
func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		da, en := browse(t, d, h.staff, "da"), browse(t, d, h.staff, "en")
		golden(t, "foer", da.get(page), en.get(page))
		leads(t, da.post(page, "spoerg", "nej"), page)
		golden(t, "fra", da.get(page), en.get(page))
		leads(t, da.post(page, "spoerg", "ja"), page)
		h.pass(t, time.Minute)
		golden(t, "aaben", da.get(page), en.get(page))
		if got := browse(t, d, h.bodil, "da").get(page); got.Code != http.StatusNotFound {
			t.Errorf("a guest, while it is open: %d", got.Code)
		}
		visitor := browse(t, d, access.Actor{}, "da")
		door := "/evaluering/" + h.secrets()[0]
		golden(t, "skema", visitor.get(door), browse(t, d, h.bodil, "en").get(door))
		bad := visitor.post(door, "udbytte", "6", "tekst", "Ring til 010190-1234")
		if bad.Code != http.StatusUnprocessableEntity {
			t.Errorf("a bad answer: %d", bad.Code)
		}
		golden(t, "skema-fejl", bad, browse(t, d, h.bodil, "en").post(door, "udbytte", "6", "tekst", "Ring til 010190-1234"))
		leads(t, visitor.post(door, "udbytte", "4", "brug", "5", "tekst", "Mere tid til cases"), door)
		leads(t, visitor.post(door, "udbytte", "1", "brug", "1", "tekst", "igen"), door)
		golden(t, "besvaret", visitor.get(door), browse(t, d, h.bodil, "en").get(door))
		for _, secret := range h.secrets()[1:5] {
			if err := h.give(t, secret, Answer{Gain: 3, Usable: 5}); err != nil {
				t.Fatal(err)
			}
		}
		h.pass(t, 7*24*time.Hour+time.Hour)
		golden(t, "resultat", da.get(page), en.get(page))
		guest := browse(t, d, h.bodil, "da").get(page)
		golden(t, "resultat-deltager", guest, browse(t, d, h.dorte, "en").get(page))
		if strings.Contains(guest.Body.String(), "cases") {
			t.Error("a guest reads what somebody wrote")
		}
		if got := browse(t, d, h.stranger, "da").get(page); got.Code != http.StatusNotFound {
			t.Errorf("somebody who takes no part: %d", got.Code)
		}
		if got := visitor.get(door); got.Code != http.StatusNotFound {
			t.Errorf("the link, afterwards: %d", got.Code)
		}
	})
}
