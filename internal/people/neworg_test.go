package people

import (
	"net/http"
	"slices"
	"testing"

	"faelled/internal/access"
)

func TestAnAdministratorAddsAnOrganisationOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		admin := h.browser(t, h.asAdmin, "da")
		form := []string{
			"key", "k1", "name", "Nyby", "official_name", "Nyby Kommune", "kind", "municipality", "code", "9002", "population", "12",
			"gln_0", "5790000000005", "gln_label_0", "Skole", "gln_1", "", "domain_0", "@nyby.example", "domain_1", "",
		}
		first, again := admin("POST", "/kommuner/ny", form...), admin("POST", "/kommuner/ny", form...)
		to := first.Header().Get("Location")
		if first.Code != http.StatusSeeOther || again.Code != http.StatusSeeOther || again.Header().Get("Location") != to {
			t.Fatalf("%d to %q, then %d to %q", first.Code, to, again.Code, again.Header().Get("Location"))
		}
		if w := admin("GET", to); w.Code != http.StatusOK {
			t.Errorf("%s: %d", to, w.Code)
		}
		h.expect(t, map[string]int{
			`orgs WHERE name = 'Nyby' AND official_name = 'Nyby Kommune' AND code = '9002' AND population = 12`:  1,
			`org_glns g JOIN orgs o ON o.id = g.org WHERE g.gln = '5790000000005' AND o.name = 'Nyby'`:           1,
			`org_domains d JOIN orgs o ON o.id = d.org WHERE d.domain = 'nyby.example' AND o.name = 'Nyby'`:      1,
			`org_names n JOIN orgs o ON o.id = n.org WHERE n.official_name = 'Nyby Kommune' AND o.name = 'Nyby'`: 1,
		})
	})
}

func TestAnAdministratorGivesAndTakesHouseRoles(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		admin, at := h.browser(t, h.asAdmin, "da"), "/kommuner/"+string(h.egelund)
		post := func(path, role string) {
			t.Helper()
			w := admin("POST", at+path, "person", string(h.carlo.ID), "role", role)
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at {
				t.Errorf("%s %s: %d to %q", path, role, w.Code, w.Header().Get("Location"))
			}
		}
		post("/roller", "staff")
		post("/roller", "admin")
		post("/roller/fjern", "staff")
		want := []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}
		if who := h.as(t, h.carlo); !slices.Equal(who.Grants, want) {
			t.Errorf("grants %v, want %v", who.Grants, want)
		}
		post("/roller/fjern", "admin")
		if who := h.as(t, h.carlo); len(who.Grants) > 0 {
			t.Errorf("grants %v", who.Grants)
		}
	})
}
