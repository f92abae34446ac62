package waiting

import (
	"bytes"
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
	"faelled/internal/registration"
	"faelled/internal/web"
	assets "faelled/web"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

// browser goes about as one person, in one language.
type browser struct {
	t testing.TB
	h http.Handler
}

func (w *world) browse(t testing.TB, who access.Actor, lang string) browser {
	t.Helper()
	s := &web.Site{
		DB: w.d, Words: w.words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Kontakt", OrgName: "By 1", Lang: lang}, nil
		},
	}
	return browser{t, s.Handler(append(append([]web.Route(nil), registration.Routes...), Routes...))}
}

func (b browser) do(method, path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

func (b browser) leads(to, path string, pairs ...string) {
	b.t.Helper()
	if got := b.do(http.MethodPost, path, pairs...); got.Code != http.StatusSeeOther || got.Header().Get("Location") != to {
		b.t.Fatalf("%s: %d to %q, want %q", path, got.Code, got.Header().Get("Location"), to)
	}
}

func golden(t testing.TB, name string, page *httptest.ResponseRecorder) {
	t.Helper()
	text := page.Body.String()
	if i := strings.Index(text, "<main"); i >= 0 {
		text = text[i : strings.Index(text, "</main>")+len("</main>")]
	}
	text = strings.ReplaceAll(text, assets.Hash, "HASH")
	text = regexp.MustCompile(`id-\d{4}`).ReplaceAllString(text, "ID")
	if strings.Contains(text, "⟦") {
		t.Errorf("%s: a word is missing", name)
	}
	got, file := fmt.Sprintln(page.Code, strings.ReplaceAll(text, "><", ">\n<")), "testdata/"+name+".html"
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

const network = "/netvaerk/ledernetvaerket"

// A contact person fills in the form for a meeting that is full, waits instead,
// sees their place, and leaves the list; the secretariat moves somebody up.
func TestThePathOfAWait(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.fill(t, 0)
		w.mustJoin(t, 2, true, 0, 1)
		da, en := w.browse(t, w.towns[1], "da"), w.browse(t, w.towns[1], "en")
		golden(t, "ingen.da", da.do("GET", network+"/venteliste"))
		golden(t, "ingen.en", en.do("GET", network+"/venteliste"))
		form := network + "/tilmeld"
		da.leads(form+"/deltagere", form+"/moede", "moede", string(w.full))
		da.leads(form+"/faktura", form+"/deltagere", "gør", "videre", "navn1", "Ida Krog", "mail1", "ida.krog@by1.example", "navn2", "Per Kvist", "mail2", "per.kvist@by1.example")
		da.leads(form+"/tjek", form+"/faktura", "gør", "videre", "ean", "5790000000005", "ref", "Kontakten", "mail", "kontakt@by1.example")
		check := da.do("GET", form+"/tjek")
		golden(t, "tjek.da", check)
		golden(t, "tjek.en", en.do("GET", form+"/tjek"))
		key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(check.Body.String())[1]
		golden(t, "afvist.da", da.do("POST", form+"/venteliste", "key", key, "pris", "300000", "valuta", "DKK"))
		golden(t, "afvist.en", en.do("POST", form+"/venteliste", "key", key, "pris", "1", "valuta", "DKK", "ok", "1"))
		for range 2 { // pressed twice
			da.leads(network+"/venteliste?sket=skrevet-op", form+"/venteliste", "key", key, "pris", "300000", "valuta", "DKK", "ok", "1", "sammen", "1")
		}
		w.drain(t)
		golden(t, "venter.da", da.do("GET", network+"/venteliste?sket=skrevet-op"))
		golden(t, "venter.en", en.do("GET", network+"/venteliste?sket=skrevet-op"))

		staff := w.browse(t, w.staff, "da")
		line := StaffPath(w.full)
		golden(t, "koe.da", staff.do("GET", line))
		golden(t, "koe.en", w.browse(t, w.staff, "en").do("GET", line))
		var mine []Wait
		if err := d.Read(t.Context(), w.towns[1], func(ctx context.Context, tx *db.Tx) (err error) {
			mine, err = Of(ctx, tx, w.towns[1].Org)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		one := string(mine[0].ID)
		golden(t, "koe-fejl.da", staff.do("POST", line+"/"+one))
		staff.leads(line+"?sket=1", line+"/"+one, "grund-"+one, "Skal holde oplæg")
		golden(t, "koe-flyttet.da", staff.do("GET", line+"?sket=1"))
		if got := w.browse(t, w.towns[2], "da").do("POST", network+"/venteliste/"+one+"/afmeld"); got.Code != http.StatusNotFound {
			t.Errorf("another town's contact: %d", got.Code)
		}
		da.leads(network+"/venteliste?sket=afmeldt", network+"/venteliste/"+one+"/afmeld")
		golden(t, "igen.da", da.do("POST", network+"/venteliste/"+one+"/afmeld"))
	})
}

// A contact person joins while a later meeting is full: they are told before they say
// yes, and what filled up while they read is told before it counts.
func TestThePathOfJoiningNow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 2)
		w.mustEnter(t, 0, false, 0)
		da, en := w.browse(t, w.towns[1], "da"), w.browse(t, w.towns[1], "en")
		form := network + "/tilmeld"
		da.leads(form+"/deltagere", form+"/moede", "moede", string(w.full))
		da.leads(form+"/faktura", form+"/deltagere", "gør", "videre", "navn1", "Ida Krog", "mail1", "ida.krog@by1.example", "navn2", "Per Kvist", "mail2", "per.kvist@by1.example")
		da.leads(form+"/tjek", form+"/faktura", "gør", "videre", "ean", "5790000000005", "ref", "Kontakten", "mail", "kontakt@by1.example")
		golden(t, "tjek-nogle.da", da.do("GET", form+"/tjek"))
		w.mustEnter(t, 2, false, 0)
		check := da.do("GET", form+"/tjek")
		golden(t, "tjek-senere.da", check)
		golden(t, "tjek-senere.en", en.do("GET", form+"/tjek"))
		sent := []string{"pris", "600000", "valuta", "DKK", "ok", "1", "sammen", "1", "key", regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(check.Body.String())[1]}
		golden(t, "tjek-fyldt.da", da.do("POST", form+"/tjek", sent...))
		sent = append(sent, "venter", string(later))
		got := da.do("POST", form+"/tjek", sent...)
		receipt := got.Header().Get("Location")
		if got.Code != http.StatusSeeOther || !strings.HasPrefix(receipt, form+"/kvittering?nr=") {
			t.Fatalf("%d to %q", got.Code, receipt)
		}
		if again := da.do("POST", form+"/tjek", sent...); again.Header().Get("Location") != receipt {
			t.Errorf("pressed twice: %d to %q", again.Code, again.Header().Get("Location"))
		}
		w.drain(t)
		number := regexp.MustCompile(`2021-?\d{6}`)
		page := da.do("GET", receipt)
		page.Body = bytes.NewBufferString(number.ReplaceAllString(page.Body.String(), "NR"))
		golden(t, "kvittering-senere.da", page)
		golden(t, "venter-daekket.da", da.do("GET", network+"/venteliste"))
		golden(t, "venter-daekket.en", en.do("GET", network+"/venteliste"))
		golden(t, "hold-venter.da", da.do("GET", network+"/deltagere"))
		w.waits(t, later, "1 ida.krog per.kvist")
	})
}
