package programme

import (
	"bytes"
	"cmp"
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
	"faelled/internal/i18n"
	"faelled/internal/web"
	assets "faelled/web"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

func browser(t testing.TB, d *db.DB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Tove Ørnekær", OrgName: "Udviklingshuset", Lang: lang}, nil
		},
	}
	h := site.Handler(Routes)
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

// sent is a programme's form as a browser sends it.
func sent(p Programme) url.Values {
	f := FormOf(context.Background(), p)
	return url.Values{
		"name": {f.Name}, "short_name": {f.ShortName}, "field": {f.Field}, "lead": {f.Lead}, "purpose": {f.Purpose}, "audience": {f.Audience},
		"benefits": {f.Benefits}, "owner": {f.Owner}, "operator": {f.Operator}, "seller": {f.Seller}, "email": {f.Email}, "inviters": f.Inviters,
		"contacts": f.Contacts, "season_from": {f.SeasonFrom}, "season_to": {f.SeasonTo}, "deadline": {f.Deadline}, "max_per_org": {f.MaxPerOrg},
		"covers": {f.Covers}, "invoicing": {f.Invoicing}, "version": {f.Version},
	}
}

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		da, en := browser(t, d, staff, "da"), browser(t, d, staff, "en")
		empty := da("GET", "/sekretariat/forloeb", nil)
		golden(t, "empty.da.html", page(empty))
		one := add(t, d, given(t, d))
		door := StaffPath(one) + "/ret"
		golden(t, "list.da.html", page(da("GET", "/sekretariat/forloeb", nil)))
		golden(t, "edit.en.html", page(en("GET", door, nil)))

		form := sent(get(t, d, one))
		form.Set("name", " ")
		form.Set("deadline", "i morgen")
		form.Set("max_per_org", "mange")
		form.Set("purpose", "<script>alert(1)</script>")
		form.Del("invoicing")
		refused := da("POST", door, form)
		if refused.Code != http.StatusUnprocessableEntity || strings.Contains(refused.Body.String(), "<script>alert") {
			t.Error(refused.Code)
		}
		golden(t, "refused.da.html", page(refused))
		if got := get(t, d, one); got.Version != 1 {
			t.Error("a refused form changed something")
		}

		form = sent(get(t, d, one))
		form.Set("deadline", "11-5-2021")
		if w := da("POST", door, form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != StaffPath(one)+"?gemt=1" {
			t.Error(w.Code, w.Header())
		}
		if got := get(t, d, one); got.Deadline != "2021-05-11" || got.Version != 2 || len(got.Contacts) != 1 || len(got.Inviters) != 2 {
			t.Errorf("%+v", got)
		}
		if w := da("POST", door, form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "En kollega har rettet forløbet") {
			t.Error("an older form:", w.Code)
		}
	})
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d))
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(strings.ReplaceAll(route.Pattern, "{id}", string(one)), " ")
		for _, who := range []access.Actor{visitor, contact, staff} {
			w := browser(t, d, who, "da")(method, path, url.Values{})
			fmt.Fprintf(&table, "%-40s %-7s %d\n", route.Pattern, cmp.Or(who.Person, "visitor"), w.Code)
		}
	}
	golden(t, "doors.txt", table.String())
	if w := browser(t, d, staff, "da")("GET", StaffPath("none")+"/ret", nil); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}
