package attendance

import (
	"bytes"
	"context"
	"encoding/json"
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
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/tabular"
	"faelled/internal/web"
	assets "faelled/web"

	"github.com/google/uuid"
)

var update = flag.Bool("update", false, "rewrite golden files")

const door3 = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/moeder/2026-06-03"

func allWords(t testing.TB) *i18n.Words {
	t.Helper()
	words, err := i18n.Load(web.Locale, tabular.Locale, people.Locale, programme.Locale, meeting.Locale, mail.Locale, registration.Locale, Locale)
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

var (
	uuids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	ownCode = regexp.MustCompile(`\b[0-9A-Z]{4}-?[0-9A-Z]{4}\b`)
	secrets = regexp.MustCompile(`/medvirkende/\w+`)
	qrPath  = regexp.MustCompile(` d="M[0-9][^"]*"`)
	keyed   = regexp.MustCompile(`name="key" value="([^"]*)"`)
)

// golden compares what is inside main with the files of that name. What is new in
// every world is taken out.
func golden(t *testing.T, name string, da, en *httptest.ResponseRecorder) {
	t.Helper()
	for lang, w := range map[string]*httptest.ResponseRecorder{"da": da, "en": en} {
		_, page, _ := strings.Cut(w.Body.String(), "<main")
		page, _, _ = strings.Cut(page, "</main>")
		text := []byte(strings.ReplaceAll(page, assets.Hash, "HASH"))
		text = qrPath.ReplaceAll(uuids.ReplaceAll(text, []byte("ID")), []byte(` d="QR"`))
		text = secrets.ReplaceAll(text, []byte("/medvirkende/SECRET"))
		text = ownCode.ReplaceAll(text, []byte("CODE"))
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

func TestTheListAtTheDoor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		da, en := browse(t, d, w.staff, "da"), browse(t, d, w.moderator, "en")
		golden(t, "fremmoede", da.get(door3+"/fremmoede"), en.get(door3+"/fremmoede"))

		key := keyed.FindStringSubmatch(da.get(door3 + "/fremmoede").Body.String())[1]
		for range 2 { // sent twice is one mark
			leads(t, da.post(door3+"/fremmoede", "key", key, "m", string(w.asa.Person)+" came"), door3+"/fremmoede?")
		}
		w.clock(morning.Add(time.Minute))
		leads(t, da.post(door3+"/fremmoede", "key", "k2", "m", string(w.dorte.Person)+" late"), door3+"/fremmoede?gemt=")
		golden(t, "fremmoede-moedt", da.get(door3+"/fremmoede?q=%C3%85SA"), en.get(door3+"/fremmoede?q=aasa"))
		found := da.get(door3 + "/fremmoede?q=oerne+egel").Body.String()
		if strings.Count(found, `class="f-mark"`) != 1 || !strings.Contains(found, "1 af 4 er mødt") {
			t.Error(found)
		}
		leads(t, da.post(door3+"/fremmoede", "key", "k3", "m", string(w.asa.Person)+" "), door3+"/fremmoede")
		if r := w.roll(t); len(r) != 1 || r[w.dorte.Person].State != Late {
			t.Errorf("after undo: %v", r)
		}
		bad := da.post(door3+"/fremmoede", "key", "k4", "kode", "0000-0000")
		if bad.Code != http.StatusUnprocessableEntity || !strings.Contains(bad.Body.String(), "Koden passer ikke") {
			t.Errorf("%d %s", bad.Code, bad.Body)
		}
		if p := da.get(door3 + "/fremmoede").Header().Get("Permissions-Policy"); !strings.Contains(p, "camera=(self)") {
			t.Error(p)
		}
		for name, who := range map[string]access.Actor{"contact": w.bodil, "guest": w.carlo, "moderator of another": w.far} {
			if got := browse(t, d, who, "da").get(door3 + "/fremmoede"); got.Code != http.StatusForbidden || strings.Contains(got.Body.String(), "Carlo") {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
	})
}

// Every button of the list marks, also without our script, with ids as long as
// those that a house in use has.
func TestEachButtonMarks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
		w := newWorld(t, d)
		b := browse(t, d, w.staff, "da")
		for i, state := range states {
			w.clock(morning.Add(time.Duration(i) * time.Minute))
			key := keyed.FindStringSubmatch(b.get(door3 + "/fremmoede").Body.String())[1]
			leads(t, b.post(door3+"/fremmoede", "key", key, "m", string(w.asa.Person)+" "+string(state)), door3+"/fremmoede?gemt=")
			if got := w.roll(t)[w.asa.Person].State; got != state {
				t.Errorf("%q after %q", got, state)
			}
		}
	})
}

// What a device sends after an hour without net is kept with its own times, and
// the answer tells how it stands.
func TestADeviceSendsWhatItHas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b := browse(t, d, w.staff, "da")
		sending := []string{
			"enhed", "telefon1", "ur", ms(morning),
			"m", "a " + string(w.carlo.Person) + " came " + ms(morning.Add(-50*time.Minute)),
			"m", "b " + string(w.asa.Person) + " late " + ms(morning.Add(-40*time.Minute)),
			"m", "c " + string(w.staff.Person) + " came " + ms(morning),
			"m", "nonsense",
		}
		for range 2 {
			var got now
			w := b.post(door3+"/fremmoede/send", sending...)
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
				t.Fatal(w.Code, w.Body, err)
			}
			if strings.Join(got.Saved, " ") != "a b" || strings.Join(got.Refused, " ") != "c nonsense" || got.All != 4 || len(got.States) != 2 {
				t.Errorf("%+v", got)
			}
		}
		r := w.roll(t)
		if r.Came() != 1 || !r[w.carlo.Person].At.Equal(morning.Add(-50*time.Minute)) {
			t.Errorf("%+v", r)
		}
	})
}

func TestACodeChecksInAtItsMeetingOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		asa, staff := browse(t, d, w.asa, "da"), browse(t, d, w.staff, "da")
		golden(t, "adgangskort", asa.get(door3+"/adgangskort"), browse(t, d, w.asa, "en").get(door3+"/adgangskort"))
		code := ownCode.FindString(regexp.MustCompile(`f-pass-c num">[^<]*`).FindString(asa.get(door3 + "/adgangskort").Body.String()))
		if code == "" {
			t.Fatal("no code")
		}
		if got := staff.get(door3 + "/adgangskort"); got.Code != http.StatusNotFound {
			t.Errorf("without a seat: %d", got.Code)
		}
		for name, who := range map[string]access.Actor{"herself": w.asa, "a moderator of another": w.far} {
			b := browse(t, d, who, "da")
			if got := b.get("/indtjek/" + code).Body.String(); !strings.Contains(got, "Vis koden ved indgangen") || strings.Contains(got, "Ørnekær") {
				t.Errorf("%s: %s", name, got)
			}
			if got := b.post("/indtjek/"+code, "key", "x"); got.Code != http.StatusForbidden {
				t.Errorf("%s checks in: %d", name, got.Code)
			}
		}
		golden(t, "indtjek", staff.get("/indtjek/"+code), browse(t, d, w.moderator, "en").get("/indtjek/"+code))
		leads(t, staff.post("/indtjek/"+code, "key", "k1"), "/indtjek/")
		w.clock(morning.Add(10 * time.Minute))
		leads(t, staff.post("/indtjek/"+code, "key", "k2"), "/indtjek/") // scanned again
		golden(t, "indtjek-moedt", staff.get("/indtjek/"+code), browse(t, d, w.moderator, "en").get("/indtjek/"+code))
		if r := w.roll(t); r.Came() != 1 || !r[w.asa.Person].At.Equal(morning) {
			t.Errorf("%+v", r)
		}
		for days, works := range map[int]bool{1: true, 2: false} {
			w.clock(morning.AddDate(0, 0, days))
			if got := strings.Contains(staff.get("/indtjek/"+code).Body.String(), "Ørnekær"); got != works {
				t.Errorf("%d days later it works: %v", days, got)
			}
			if got := asa.get(door3+"/adgangskort").Code == http.StatusOK; got != works {
				t.Errorf("%d days later it is shown: %v", days, got)
			}
		}
	})
}
