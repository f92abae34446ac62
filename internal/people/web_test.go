package people

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// browser knocks as one person, in one language.
func (h house) browser(t *testing.T, who access.Actor, lang string) func(method, path string, form ...string) *httptest.ResponseRecorder {
	t.Helper()
	handler := h.handler(t, who)
	return func(method, path string, form ...string) *httptest.ResponseRecorder {
		values := url.Values{}
		for i := 0; i < len(form); i += 2 {
			values.Set(form[i], form[i+1])
		}
		r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "sprog", Value: lang})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
}

// handler is the site as one person looks at it.
func (h house) handler(t *testing.T, who access.Actor) http.Handler {
	t.Helper()
	words, err := i18n.Load(web.Locale, tabular.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{
		DB: h.d, Words: words, Log: slog.New(slog.DiscardHandler),
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Navn"}, nil
		},
	}
	return site.Handler(Routes)
}

var (
	insides = regexp.MustCompile(`(?s)<title>.*?</title>|<main.*</main>`)
	hashes  = regexp.MustCompile(`/static/[^/"]+/`)
)

// shown is what is ours of a page: its title and main, a line for each tag.
func shown(w *httptest.ResponseRecorder) string {
	parts := insides.FindAllString(w.Body.String(), -1)
	text := hashes.ReplaceAllString(strings.Join(parts, "\n"), "/static/-/")
	return strings.ReplaceAll(text, "><", ">\n<") + "\n"
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
			if err := EditOrg(ctx, tx, h.egelund, NewOrg{
				Kind: Municipality, Code: "9001", CVR: "10000009", Street: "Torvet 1", Postcode: "9999", City: "Egelund", Region: "Region Midt",
				Email: "post@egelund.example", Population: 42, GLNs: []GLN{{"5790000000005", "Børn og unge", ""}}, Domains: []string{"egelund.example"},
			}); err != nil {
				return err
			}
			return RenameOrg(ctx, tx, h.egelund, "Egelund", "Egelund By", "2026-01-01")
		})
		contact, staff, english := h.browser(t, h.asBodil, "da"), h.browser(t, h.asStaff, "da"), h.browser(t, h.asStaff, "en")
		admin, house := h.browser(t, h.asAdmin, "da"), "/kommuner/"+string(h.league)
		at := "/kommuner/" + string(h.egelund)
		for _, c := range []struct {
			golden string
			got    *httptest.ResponseRecorder
			status int
		}{
			{"colleagues.da.html", contact("GET", "/kommune/kolleger"), 200},
			{"colleagues-refused.da.html", contact("POST", "/kommune/kolleger", "name", "<b>", "email", "nej", "title", "Chef"), 422},
			{"leave.da.html", contact("GET", "/kommune/kolleger/"+string(h.carlo.ID)+"/afslut"), 200},
			{"unmake-self.da.html", contact("GET", "/kommune/kolleger/"+string(h.bodil.ID)+"/ikke-kontakt"), 200},
			{"unmake.da.html", staff("GET", "/kommune/kolleger/"+string(h.bodil.ID)+"/ikke-kontakt"), 200},
			{"orgs.da.html", staff("GET", "/kommuner"), 200},
			{"orgs-none.da.html", staff("GET", "/kommuner?q=findes+ikke"), 200},
			{"org.da.html", staff("GET", at), 200},
			{"org.en.html", english("GET", at), 200},
			{"edit.da.html", staff("GET", at+"/ret"), 200},
			{"edit-refused.da.html", staff("POST", at+"/ret", "kind", "municipality", "cvr", "1", "population", "mange",
				"gln_0", "5790000000006", "gln_label_0", "Skole", "gln_1", "12", "gln_label_1", "", "domain_0", "x"), 422},
			{"rename-refused.da.html", staff("POST", at+"/navn", "name", "", "official_name", "", "from", "i morgen"), 422},
			{"orgs-admin.da.html", admin("GET", "/kommuner"), 200},
			{"org-admin.da.html", admin("GET", house), 200},
			{"role.da.html", admin("GET", house+"/roller?person="+string(h.staff.ID)+"&rolle=admin"), 200},
			{"role-outsider.da.html", admin("GET", at+"/roller?person="+string(h.carlo.ID)+"&rolle=staff"), 200},
			{"role-none.da.html", admin("GET", at+"/roller?person=&rolle="), 422},
			{"neworg.da.html", admin("GET", "/kommuner/ny"), 200},
			{"neworg-refused.da.html", admin("POST", "/kommuner/ny", "name", "", "official_name", "Nyby Kommune", "kind", "union", "cvr", "1",
				"population", "mange", "gln_0", "12", "gln_label_0", "Skole", "domain_0", "egelund.example"), 422},
			{"last-admin.da.html", admin("POST", house+"/roller/fjern", "person", string(h.admin.ID), "role", "admin"), 422},
			{"nobody.da.html", staff("GET", "/kommuner/nowhere"), 404},
		} {
			if c.got.Code != c.status {
				t.Errorf("%s: status %d, want %d", c.golden, c.got.Code, c.status)
			}
			golden(t, c.golden, shown(c.got))
		}
		if got := h.person(t, p.ID); got.State != Pending {
			t.Errorf("looking changed %+v", got)
		}
		h.expect(t, map[string]int{`roles`: 4})
	})
}

func TestFormsDoWhatTheySay(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		contact, staff := h.browser(t, h.asBodil, "da"), h.browser(t, h.asStaff, "da")
		at := "/kommuner/" + string(h.egelund)
		for _, c := range []struct {
			got *httptest.ResponseRecorder
			to  string
		}{
			{contact("POST", "/kommune/kolleger/"+string(p.ID)+"/godkend"), "/kommune/kolleger"},
			{contact("POST", "/kommune/kolleger", "name", "Ny Kollega", "email", "ny@egelund.example"), "/kommune/kolleger"},
			{staff("POST", "/kommune/kolleger/"+string(h.carlo.ID)+"/kontakt"), at},
			{contact("POST", "/kommune/kolleger/"+string(h.carlo.ID)+"/ikke-kontakt"), "/kommune/kolleger"},
			{contact("POST", "/kommune/kolleger/"+string(h.carlo.ID)+"/afslut"), "/kommune/kolleger"},
			{staff("POST", at+"/personer", "name", "Ny Kontakt", "email", "kontakt@egelund.example", "contact", "ja"), at},
			{staff("POST", at+"/ret", "kind", "other", "population", "7", "gln_0", "5790000000005", "gln_label_0", "Skole", "gln_1", "", "domain_0", "ny.example"), at},
			{staff("POST", at+"/navn", "name", "Egelunde", "official_name", "Egelunde By", "from", "1. juli 2026"), at},
		} {
			if c.got.Code != http.StatusSeeOther || c.got.Header().Get("Location") != c.to {
				t.Errorf("status %d to %q, want %q\n%s", c.got.Code, c.got.Header().Get("Location"), c.to, shown(c.got))
			}
		}
		h.expect(t, map[string]int{
			`persons WHERE state = 'active' AND org = '` + string(h.egelund) + `'`:            4,
			`roles WHERE role = 'contact' AND scope = 'org:` + string(h.egelund) + `'`:        2,
			`orgs WHERE name = 'Egelunde' AND kind = 'other' AND population = 7`:              1,
			`org_glns WHERE gln = '5790000000005' AND label = 'Skole'`:                        1,
			`org_domains WHERE domain = 'ny.example'`:                                         1,
			`org_names WHERE valid_from = '2026-07-01' AND org = '` + string(h.egelund) + `'`: 1,
		})
	})
}

// Whoever steps down as contact person can no longer see the list they came from.
func TestSteppingDownLeadsToAPageOneMaySee(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, h.carlo.ID) })
		at := "/kommune/kolleger/" + string(h.bodil.ID) + "/ikke-kontakt"
		if w := h.browser(t, h.asBodil, "da")("POST", at); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
			t.Errorf("%d to %q", w.Code, w.Header().Get("Location"))
		}
		if who := h.as(t, h.bodil); len(who.Grants) > 0 {
			t.Errorf("%v", who.Grants)
		}
	})
}

// A role in the whole house is chosen, looked at and given; nothing is chosen
// beforehand, and nobody is given anything by looking.
func TestARoleInTheWholeHouseIsGivenInTwoSteps(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		admin, at := h.browser(t, h.asAdmin, "da"), "/kommuner/"+string(h.egelund)
		if page := shown(admin("GET", at)); strings.Count(page, `<option value="" selected>`) != 2 || !strings.Contains(page, "<details") {
			t.Errorf("chosen beforehand:\n%s", page)
		}
		ask := at + "/roller?person=" + string(h.carlo.ID) + "&rolle=staff"
		if w := h.browser(t, h.asStaff, "da")("GET", ask); w.Code != http.StatusForbidden {
			t.Errorf("staff: %d", w.Code)
		}
		if w := admin("GET", "/kommuner/"+string(h.mosby)+"/roller?person="+string(h.carlo.ID)+"&rolle=staff"); w.Code != http.StatusNotFound {
			t.Errorf("somebody of another organisation: %d", w.Code)
		}
		page := shown(admin("GET", ask))
		if who := h.as(t, h.carlo); who.IsStaff() {
			t.Error("looking gave the role")
		}
		var form []string
		for _, name := range []string{"person", "role"} {
			form = append(form, name, regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)[1])
		}
		if w := admin("POST", at+"/roller", form...); w.Code != http.StatusSeeOther {
			t.Errorf("%d", w.Code)
		}
		if who := h.as(t, h.carlo); !who.IsStaff() || who.IsAdmin() {
			t.Errorf("%v", who.Grants)
		}
	})
}

// V15.3.3: a form changes what it shows and nothing else.
func TestV15_3_3_FieldsThatAreNotInTheFormAreNotTaken(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	w := h.browser(t, h.asBodil, "da")("POST", "/kommune/kolleger", "name", "Ny", "email", "ny@egelund.example",
		"org", string(h.mosby), "Org", string(h.mosby), "state", "ended", "contact", "ja", "role", "admin", "lang", "fr")
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	h.expect(t, map[string]int{
		`persons WHERE email = 'ny@egelund.example' AND state = 'active' AND lang = 'da' AND org = '` + string(h.egelund) + `'`: 1,
		`roles WHERE role = 'admin'`: 1,
	})
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	var table strings.Builder
	for _, route := range Routes {
		for _, a := range []struct {
			name string
			who  access.Actor
		}{{"visitor", visitor}, {"colleague", h.asCarlo}, {"stranger", h.asDorte}, {"contact", h.asBodil}, {"staff", h.asStaff}, {"admin", h.asAdmin}} {
			p := h.ask(t, Guest{"Gæst", fmt.Sprintf("gaest%d@egelund.example", table.Len()), ""}, h.egelund)
			if !strings.HasSuffix(route.Pattern, "godkend") && !strings.HasSuffix(route.Pattern, "afvis") {
				h.write(t, system, func(ctx context.Context, tx *db.Tx) error { return Approve(ctx, tx, p.ID) })
			}
			if strings.HasSuffix(route.Pattern, "ikke-kontakt") {
				h.write(t, system, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, p.ID) })
			}
			method, path, _ := strings.Cut(strings.NewReplacer("{person}", string(p.ID), "{org}", string(h.egelund)).Replace(route.Pattern), " ")
			w := h.browser(t, a.who, "da")(method, path, "name", "Ny", "official_name", "Ny", "email", fmt.Sprintf("ny%d@egelund.example", table.Len()),
				"kind", "other", "person", string(p.ID), "role", "staff", "from", fmt.Sprintf("1.1.%d", 2027+table.Len()/60))
			fmt.Fprintf(&table, "%-48s %-10s %d\n", route.Pattern, a.name, w.Code)
		}
	}
	golden(t, "doors.txt", table.String())
}
