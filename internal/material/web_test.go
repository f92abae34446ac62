package material

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

const door = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/materialer"

func (w *world) browse(t testing.TB, who access.Actor, lang string) http.Handler {
	t.Helper()
	words, err := i18n.Load(web.Locale, programme.Locale, meeting.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{
		DB: w.d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Signe Land", Lang: lang}, nil
		},
	}
	return s.Handler(Routes)
}

func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// send sends a form with a file, as a browser does: fields first.
func send(h http.Handler, path, filename, content string, pairs ...string) *httptest.ResponseRecorder {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		form.WriteField(pairs[i], pairs[i+1])
	}
	part, _ := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="fil"; filename="` + filename + `"`}, "Content-Type": {"text/html"}})
	part.Write([]byte(content))
	form.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var fields = []string{"titel", "Hvad flytter et valg?", "fra", "Dagmar Lindevang", "fase", "after", "adgang", "members"}

func TestUpload(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		h := w.browse(t, w.staff, "da")
		before := w.rows(t, "files")
		if got := send(h, door+"/nyt", "oplæg.pdf", "%PDF-1.7 x", append(fields, "key", "k1")...); got.Code != http.StatusSeeOther || got.Header().Get("Location") != door+"?gemt=1" {
			t.Fatal(got.Code, got.Body)
		}
		for name, c := range map[string]struct {
			filename, content string
			status            int
			says              string
		}{
			"too large": {"film.pdf", "%PDF-" + strings.Repeat("x", MostBytes), http.StatusRequestEntityTooLarge, "større end 20 MB"},
			"a page":    {"side.pdf", "<html><script>", http.StatusUnprocessableEntity, "Gem den som PDF"},
			"no file":   {"", "", http.StatusUnprocessableEntity, "Vælg en fil"},
		} {
			got := send(h, door+"/nyt", c.filename, c.content, append(fields, "key", "k2")...)
			page := got.Body.String()
			if got.Code != c.status || !strings.Contains(page, c.says) || !strings.Contains(page, `value="Dagmar Lindevang"`) || !strings.Contains(page, "<title>Fejl:") {
				t.Errorf("%s: %d\n%s", name, got.Code, page)
			}
		}
		if got := send(h, door+"/nyt", "a.pdf", "%PDF-", "titel", "\xff"); got.Code != http.StatusUnprocessableEntity {
			t.Error("not text:", got.Code)
		}
		half := httptest.NewRequest("POST", door+"/nyt", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 and then the line is c"))
		half.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		broken := httptest.NewRecorder()
		h.ServeHTTP(broken, half)
		if broken.Code != http.StatusUnprocessableEntity {
			t.Error("half a form:", broken.Code)
		}
		if m, f := w.rows(t, "materials"), w.rows(t, "files"); m != 1 || f != before+1 {
			t.Errorf("%d materials, %d new files", m, f-before)
		}
	})
}

// A faulty form shows all that is wrong with it at once.
func TestAllFaultsAtOnce(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	got := send(w.browse(t, w.staff, "da"), door+"/nyt", "x.pdf", "<html>", "titel", "", "dag", "i morgen", "kl", "", "plads", "øverst", "fase", "", "adgang", "")
	for _, says := range []string{"Skriv en titel", "Vælg før eller efter", "Vælg, hvem der må se", "Skriv et tal", "Gem den som PDF"} {
		if !strings.Contains(got.Body.String(), says) {
			t.Errorf("%q is not said\n%s", says, got.Body)
		}
	}
}

func TestDownload(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		wish := w.wish(t)
		wish.Meeting, wish.Reach = w.june.ID, Seated
		m := w.add(t, wish)
		to := door + "/" + string(m.ID)
		for name, c := range map[string]struct {
			who  access.Actor
			want int
		}{"visitor": {visitor, 303}, "stranger": {w.dorte, 404}, "contact": {w.bodil, 404}, "seated": {w.carlo, 200}, "staff": {w.staff, 200}} {
			if got := get(w.browse(t, c.who, "da"), to); got.Code != c.want {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
		writes, reads := 0, 0
		d.BeforeWrite = func() { writes++ }
		d.OnQuery = func(query string) {
			if strings.Contains(query, "file_chunks") {
				reads++
			}
		}
		h := w.browse(t, w.carlo, "da")
		got := get(h, to)
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"Content-Disposition": `attachment; filename="Oplaeg aeoeaa.pdf"; filename*=UTF-8''Opl%C3%A6g%20%C3%A6%C3%B8%C3%A5.pdf`,
		} {
			if got.Header().Get(name) != want {
				t.Errorf("%s: %q", name, got.Header().Get(name))
			}
		}
		if csp := got.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || got.Body.String() != "%PDF-1.7 et oplæg" {
			t.Error(csp, got.Body)
		}
		if part := get(h, to, "Range", "bytes=5-7"); part.Code != http.StatusPartialContent || part.Body.String() != "1.7" {
			t.Error(part.Code, part.Body)
		}
		reads = 0
		if same := get(h, to, "If-None-Match", got.Header().Get("ETag")); same.Code != http.StatusNotModified || reads > 0 {
			t.Errorf("%d, and %d parts read", same.Code, reads)
		}
		if writes > 0 {
			t.Errorf("%d commits to fetch files", writes)
		}
		d.BeforeWrite, d.OnQuery = nil, nil
		if err := fetches.flush(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if n := w.rows(t, "materials WHERE downloads = 3"); n != 1 { // staff, and Carlo twice: neither a part nor what he had
			t.Error("not counted right")
		}
		if err := fetches.flush(t.Context(), d); err != nil || w.rows(t, "materials WHERE downloads = 3") != 1 {
			t.Error("counted twice", err)
		}
		for _, other := range []string{"/findes-ikke", "/" + string(w.june.ID)} {
			if got := get(h, door+other); got.Code != http.StatusNotFound {
				t.Error(other, got.Code)
			}
			if got := get(w.browse(t, visitor, "da"), door+other); got.Code != http.StatusSeeOther {
				t.Error("a visitor learns what is not there:", got.Code)
			}
		}
	})
}

// A material is found under its own network's address only.
func TestAMaterialStaysInItsNetwork(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	m := w.add(t, w.wish(t))
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		other := w.network
		other.Name, other.Slug, other.ID, other.PublishedAt = "Ledere af dagtilbud", "", "", nil
		one, err := programme.Add(ctx, tx, other)
		if err != nil {
			return err
		}
		return programme.Publish(ctx, tx, one)
	})
	const elsewhere = "/netvaerk/ledere-af-dagtilbud/materialer"
	h := w.browse(t, w.staff, "da")
	if got := get(h, elsewhere); got.Code != http.StatusOK || strings.Contains(got.Body.String(), m.Title) {
		t.Error("the other network's shelf:", got.Code)
	}
	for _, path := range []string{"/" + string(m.ID), "/" + string(m.ID) + "/ret"} {
		if got := get(h, elsewhere+path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

func TestNothingIsShownBeforeItsTime(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	h := w.browse(t, w.staff, "da")
	if got := send(h, door+"/nyt", "a.pdf", "%PDF-", append(fields, "dag", "2. juni 2026", "kl", "14.30")...); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
	for _, c := range []struct {
		at   time.Time
		want bool
	}{{time.Date(2026, 6, 2, 12, 29, 59, 0, time.UTC), false}, {time.Date(2026, 6, 2, 12, 30, 0, 0, time.UTC), true}} {
		w.d.Now = func() time.Time { return c.at }
		if got := strings.Contains(get(w.browse(t, w.carlo, "da"), door).Body.String(), "Hvad flytter et valg?"); got != c.want {
			t.Errorf("at %s: %v", c.at, got)
		}
	}
}

func TestPages(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	wish := w.wish(t)
	wish.Speaker, wish.Meeting = "Dagmar Lindevang", w.june.ID
	w.add(t, wish)
	wish.Title, wish.Phase, wish.ShownFrom, wish.Document = "Deltagernes spørgsmål", Before, now.Add(time.Hour), paper(t, "spm.docx", string(officeFile(t, wordMain)))
	m := w.add(t, wish)
	wish = w.wish(t)
	wish.Title, wish.Reach, wish.Document, wish.Link, wish.Meeting = "Filmen om netværket", Public, Document{}, "https://www.film.example/netvaerk", ""
	w.add(t, wish)
	for name, c := range map[string]struct {
		who  access.Actor
		path string
	}{
		"shelf-visitor": {visitor, door}, "shelf-member": {w.carlo, door}, "shelf-staff": {w.staff, door}, "shelf-nothing": {w.carlo, door + "?q=xyz"},
		"form-new": {w.staff, door + "/nyt?moede=" + string(w.june.ID)}, "form-edit": {w.staff, door + "/" + string(m.ID) + "/ret"},
	} {
		for _, lang := range i18n.Languages {
			golden(t, name+"."+lang, get(w.browse(t, c.who, lang), c.path))
		}
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
