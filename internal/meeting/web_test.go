package meeting

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"
)

// browser knocks as one person, in one language.
func browser(t testing.TB, d *db.DB, who access.Actor, lang string) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	return behind(t, d, who, lang, Routes)
}

// behind is browser, of some routes.
func behind(t testing.TB, d *db.DB, who access.Actor, lang string, routes []web.Route) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load(web.Locale, programme.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Tove Ørnekær", OrgName: "Udviklingshuset", Lang: lang}, nil
		},
	}
	h := site.Handler(routes)
	return func(method, path string, form url.Values) *httptest.ResponseRecorder {
		var body io.Reader
		if method == "POST" {
			body = strings.NewReader(form.Encode())
		}
		r := httptest.NewRequest(method, path, body)
		if method == "POST" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
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

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		one := add(t, d, in, june(t))
		if err := setAgenda(d, one, day(t)); err != nil {
			t.Fatal(err)
		}
		da, en := browser(t, d, staff, "da"), browser(t, d, staff, "en")
		at := StaffPath(one)
		for _, c := range []struct {
			name   string
			got    *httptest.ResponseRecorder
			status int
		}{
			{"staff.da.html", da("GET", at+"?gemt=1", nil), 200},
			{"staff.en.html", en("GET", at, nil), 200},
			{"edit.da.html", da("GET", at+"/ret", nil), 200},
			{"edit_refused.da.html", da("POST", at+"/ret", url.Values{"title": {" "}, "day": {"i morgen"}, "starts": {"9,30"}, "ends": {"14.30"}, "online_url": {"moeder.example"}, "capacity": {"mange"}, "sequence": {"0"}}), 422},
			{"agenda.da.html", da("GET", at+"/program", nil), 200},
			{"cancel.da.html", da("GET", at+"/aflys", nil), 200},
			{"new.en.html", en("GET", programme.StaffPath(in)+"/moeder/nyt", nil), 200},
		} {
			if c.got.Code != c.status {
				t.Errorf("%s: status %d, want %d", c.name, c.got.Code, c.status)
			}
			golden(t, c.name, page(c.got))
		}
	})
}

// A new meeting, through its form alone: refused with what was typed, then kept,
// and twice is once.
func TestANewMeeting(t *testing.T) {
	d := dbtest.SQLite(t)
	visit, door := browser(t, d, staff, "da"), programme.StaffPath(given(t, d))+"/moeder/nyt"
	form := url.Values{"key": {"k"}, "title": {"Faglig ledelse"}, "day": {"15. september 2021"}, "starts": {"9.30"}, "ends": {"9.30"}, "venue": {"Odense Congress Center"}}
	expect(t, visit("POST", door, form), 422, "Mødet slutter, før det begynder", `value="15. september 2021"`, `value="Faglig ledelse"`)
	form.Set("ends", "14.30")
	for range 2 {
		w := visit("POST", door, form)
		if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/sekretariat/moeder/") {
			t.Fatal(w.Code, w.Header())
		}
	}
	var n int
	read(t, d, func(ctx context.Context, tx *db.Tx) error { return tx.Get(ctx, &n, `SELECT count(*) FROM meetings`) })
	if n != 1 {
		t.Error(n, "meetings")
	}
}

// An agenda, through its form alone.
func TestTheAgendasForm(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	visit, door := browser(t, d, staff, "da"), StaffPath(one)+"/program"
	expect(t, visit("GET", door, nil), 200, `name="starts_0"`, `name="title_3"`, `value="9.30"`)
	form := url.Values{
		"rows": {"3"}, "starts_0": {"9.30"}, "ends_0": {"10.00"}, "kind_0": {"practical"}, "title_0": {"Velkommen"},
		"starts_2": {"9.45"}, "ends_2": {"11.00"}, "kind_2": {"talk"}, "title_2": {"Embedsmandens roller"}, "voices_2": {"Agnes Birk, lektor"},
	}
	form.Set("goer", "tilfoej")
	expect(t, visit("POST", door, form), 200, `name="starts_3"`, "Agnes Birk, lektor")
	form.Set("goer", "fjern-1")
	expect(t, visit("POST", door, form), 200, `name="rows" value="2"`, "Embedsmandens roller")
	if len(items(t, d, one)) != 0 {
		t.Error("saved too early")
	}
	form.Del("goer")
	expect(t, visit("POST", door, form), 422, "Tiden overlapper »Velkommen«", `href="#starts_1"`, "Agnes Birk, lektor")
	form.Set("ends_0", "9.45")
	if w := visit("POST", door, form); w.Code != 303 {
		t.Fatal(w.Code, w.Body)
	}
	expect(t, visit("GET", StaffPath(one)+"?gemt=program", nil), 200, "Det er gemt", "Deltagerne har ikke fået mail")
	if list := items(t, d, one); len(list) != 2 || list[1].Voices[0].Name != "Agnes Birk" || list[1].Kind != Talk {
		t.Errorf("%+v", list)
	}
}

// Two members of staff have the same agenda open: the second is told, keeps what
// was typed, and may then save knowingly.
func TestTheLastAgendaDoesNotSilentlyWin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d), june(t))
		if err := setAgenda(d, one, day(t)); err != nil {
			t.Fatal(err)
		}
		visit, door := browser(t, d, staff, "da"), StaffPath(one)+"/program"
		seen := func(w *httptest.ResponseRecorder) string {
			return regexp.MustCompile(`name="version" value="([^"]+)"`).FindStringSubmatch(w.Body.String())[1]
		}
		form := func(title, version string) url.Values {
			return url.Values{"rows": {"1"}, "version": {version}, "starts_0": {"9.30"}, "ends_0": {"10.00"}, "kind_0": {"talk"}, "title_0": {title}}
		}
		both := seen(visit("GET", door, nil))
		if w := visit("POST", door, form("Den første", both)); w.Code != 303 {
			t.Fatal(w.Code, w.Body)
		}
		added := form("Den anden", both)
		added.Set("goer", "tilfoej")
		if got := seen(visit("POST", door, added)); got != both {
			t.Error("another row made an old form look new")
		}
		refused := visit("POST", door, form("Den anden", both))
		expect(t, refused, 422, "En kollega har rettet programmet", `value="Den anden"`)
		if list := items(t, d, one); len(list) != 1 || list[0].Title != "Den første" {
			t.Errorf("%+v", list)
		}
		if w := visit("POST", door, form("Den anden", seen(refused))); w.Code != 303 || items(t, d, one)[0].Title != "Den anden" {
			t.Error("told, and still refused:", w.Code)
		}
	})
}

func TestADayWithoutHoursHasNoAgenda(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), september())
	visit := browser(t, d, staff, "da")
	expect(t, visit("GET", StaffPath(one)+"/program", nil), 200, "Skriv først, hvornår mødet begynder og slutter")
	for _, do := range []string{"", "tilfoej"} {
		w := visit("POST", StaffPath(one)+"/program", url.Values{"rows": {"1"}, "goer": {do}, "starts_0": {"9.30"}, "ends_0": {"10.00"}, "title_0": {"x"}, "kind_0": {"talk"}})
		if w.Code != 422 && w.Code != 200 {
			t.Errorf("%q: %d", do, w.Code)
		}
	}
}

func TestCancellingThroughThePage(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	visit, door := browser(t, d, staff, "da"), StaffPath(one)+"/aflys"
	expect(t, visit("POST", door, url.Values{"reason": {""}}), 422, "Skriv, hvorfor mødet bliver aflyst")
	if w := visit("POST", door, url.Values{"reason": {"Salen er lukket."}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	expect(t, visit("GET", StaffPath(one), nil), 200, "Mødet er aflyst", "Salen er lukket.")
}

// The public files: found by anybody, under old addresses too, without the link.
func TestPublicFiles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		one := add(t, d, in, june(t))
		visit := browser(t, d, visitor, "da")
		at := "/netvaerk/netvaerk-for-konsulenter-paa-boerne-og-ungeomraadet/moeder/2021-06-02"
		w := visit("GET", at+"/program.pdf", nil)
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-1.7")) ||
			!strings.Contains(w.Header().Get("Content-Disposition"), "filename*=UTF-8''Program%20-%20konsulentnetv%C3%A6rk%20den%202.%20juni%202021.pdf") {
			t.Error(w.Code, w.Header())
		}
		w = visit("GET", at+"/moede.ics", nil)
		if w.Code != 200 || strings.Contains(w.Body.String(), "moeder.example") || !strings.Contains(w.Body.String(), "METHOD:PUBLISH\r\n") {
			t.Error(w.Code, w.Body)
		}
		if err := edit(t, d, one, func(m *Meeting) { m.Day, m.Starts, m.Ends, m.FreeUntil = "2021-06-03", nil, nil, "" }); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"/program.pdf", "/moede.ics"} {
			w := visit("GET", at+file, nil)
			if want := strings.Replace(at, "06-02", "06-03", 1) + file; w.Code != 301 || w.Header().Get("Location") != want {
				t.Error(w.Code, w.Header())
			}
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, in) })
		if w := visit("GET", strings.Replace(at, "06-02", "06-03", 1)+"/program.pdf", nil); w.Code != 404 {
			t.Error("a draft's:", w.Code)
		}
	})
}

// The doors are the first check, not the only one: with all of them open, no page
// of the secretariat is shown to others, and none of its commands is run.
func TestCommandsAndReadsCheckForThemselves(t *testing.T) {
	d := dbtest.SQLite(t)
	in := given(t, d)
	one := add(t, d, in, june(t))
	routes := slices.Clone(Routes)
	for i := range routes {
		routes[i].For = web.Public
	}
	visit := behind(t, d, contact, "da", routes)
	for _, route := range Routes {
		if route.For != web.StaffOnly {
			continue
		}
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.NewReplacer("forloeb/{id}", "forloeb/"+string(in), "moeder/{id}", "moeder/"+string(one)).Replace(path)
		if w := visit(method, path, url.Values{"rows": {"1"}}); w.Code != 403 {
			t.Errorf("%s: %d", route.Pattern, w.Code)
		}
	}
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	d := dbtest.SQLite(t)
	in := given(t, d)
	one := add(t, d, in, june(t))
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.NewReplacer("forloeb/{id}", "forloeb/"+string(in), "moeder/{id}", "moeder/"+string(one),
			"{slug}", "netvaerk-for-konsulenter-paa-boerne-og-ungeomraadet", "{date}", "2021-06-02").Replace(path)
		for _, who := range []access.Actor{visitor, contact, staff} {
			w := browser(t, d, who, "da")(method, path, url.Values{})
			fmt.Fprintf(&table, "%-52s %-7s %d\n", route.Pattern, cmp.Or(who.Person, "visitor"), w.Code)
		}
	}
	golden(t, "doors.txt", table.String())
}
