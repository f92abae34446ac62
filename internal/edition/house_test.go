package edition

import (
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
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

var (
	staff   = access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	contact = access.Actor{Person: "birgit", Org: "birkelund", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("birkelund")}}}
	visitor = access.Actor{}
)

// house is who there is to choose between.
type house struct {
	association, centre, poor id.Org // the poor one cannot send invoices
	tove                      id.Person
}

// given furnishes the house, on 22 April 2021.
func given(t testing.TB, d *db.DB) (h house) {
	t.Helper()
	d.Now = func() time.Time { return time.Date(2021, 4, 22, 8, 0, 0, 0, time.UTC) }
	err := d.Write(context.Background(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		for _, o := range []struct {
			at   *id.Org
			kind people.OrgKind
			name string
		}{{&h.association, people.Association, "Kommunernes Fællesskab"}, {&h.centre, people.Centre, "Udviklingshuset Åbrinke"}, {&h.poor, people.Union, "Fagforbundet Egelund"}} {
			if *o.at, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: o.kind, Name: o.name, OfficialName: o.name}); err != nil {
				return err
			}
		}
		h.tove, err = people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@center.example", Title: "chefkonsulent", Org: h.centre})
		if err != nil {
			return err
		}
		if err := people.GiveRole(ctx, tx, h.tove, access.Staff, access.Everywhere); err != nil {
			return err
		}
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: h.centre, Name: "Udviklingshuset Åbrinke", CVR: "10000009", Street: "Prøvevej 1", Postcode: "8999", City: "Åbrinke",
			Email: "faktura@center.example", Bank: "1234", Account: "123456", Prefix: "K", First: 1001,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func browser(t testing.TB, d *db.DB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	return behind(t, d, who, lang, programme.Routes, meeting.Routes, Routes)
}

// behind is browser, of some routes.
func behind(t testing.TB, d *db.DB, who access.Actor, lang string, routes ...[]web.Route) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Tove Ørnekær", OrgName: "Udviklingshuset", Lang: lang}, nil
		},
	}
	h := site.Handler(routes...)
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

func expect(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	for _, part := range parts {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("no %q in\n%s", part, w.Body)
		}
	}
}

var (
	fieldTag  = regexp.MustCompile(`<(input|textarea|select)[^>]*\sname="([^"]+)"[^>]*>`)
	attribute = func(tag, name string) string {
		m := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
		if m == nil {
			return ""
		}
		return m[1]
	}
	textOf   = regexp.MustCompile(`(?s)^([^<]*)</textarea>`)
	selected = regexp.MustCompile(`(?s)^(.*?)</select>`)
	chosen   = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// filled is what a browser would send of a page's form as it stands.
func filled(body string) url.Values {
	form := url.Values{}
	for _, at := range fieldTag.FindAllStringSubmatchIndex(body, -1) {
		tag, name, rest := body[at[0]:at[1]], body[at[4]:at[5]], body[at[1]:]
		switch kind := attribute(tag, "type"); {
		case strings.HasPrefix(tag, "<textarea"):
			form.Add(name, unescape(textOf.FindStringSubmatch(rest)[1]))
		case strings.HasPrefix(tag, "<select"):
			if m := chosen.FindStringSubmatch(selected.FindStringSubmatch(rest)[1]); m != nil {
				form.Add(name, m[1])
			} else {
				form.Add(name, attribute(selected.FindStringSubmatch(rest)[1], "value"))
			}
		case kind == "checkbox" || kind == "radio":
			if strings.Contains(tag, " checked") {
				form.Add(name, attribute(tag, "value"))
			}
		default:
			form.Add(name, unescape(attribute(tag, "value")))
		}
	}
	return form
}

func unescape(text string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'").Replace(text)
}

// fill types what the news of 22 April 2021 says into a blueprint's form.
func fill(form url.Values, h house) {
	for name, value := range map[string]string{
		"name": "Netværk for konsulenter på børne- og ungeområdet", "short_name": "konsulentnetværk", "field": "Børn og unge",
		"owner": string(h.association), "operator": string(h.centre), "seller": string(h.centre), "email": "netvaerk@center.example",
		"season_from": "2. juni 2021", "season_to": "5. oktober 2022", "deadline": "10. maj 2021",
		"m1_day": "2. juni 2021", "m1_title": "Konsulentens rolle før, under og efter et kommunalvalg", "m1_starts": "9.30", "m1_ends": "14.30", "m1_where": "online",
		"m2_day": "15. september 2021", "m2_title": "Faglig ledelse af kerneopgaven", "m3_day": "10. januar 2022", "m4_day": "9-6-2022", "m5_day": "2022-10-05",
		"venue": "Odense Congress Center", "street": "Ørbækvej 350", "postcode": "5220", "city": "Odense",
	} {
		form.Set(name, value)
	}
	form["inviters"], form["contacts"] = []string{string(h.association)}, []string{string(h.tove)}
}
