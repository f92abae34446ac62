package registration

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

// The secretariat sees everybody who comes, narrowed as asked, in the same order on
// the page and page by page.
func TestTheSecretariatSeesWhoComes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := listWorld(t, d)
		da := browse(t, d, w.staff, "da")
		path := "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/tilmeldte"
		golden(t, "tilmeldte", da.get(path), browse(t, d, w.staff, "en").get(path))
		all := strings.Count(da.get(path).Body.String(), "mailto:")
		for query, want := range map[string][2]string{
			"kommune=" + string(w.mosby):       {"Dorte Mose", "Mette Holm"},
			"kommune=" + string(w.egelund):     {"Mette Holm", "Dorte Mose"},
			"moede=" + string(w.meetings[0]):   {"Mette Holm", "Jens Bruun"},     // Jens was replaced
			"moede=andet-sted&region=Bornholm": {"Dorte Mose", "Pladsen er væk"}, // nothing that can be meant
			"efter=findes-ikke":                {"Mette Holm", "Pladsen er væk"},
			"region=" + url.QueryEscape("Midtjylland") + "&moede=" + string(w.meetings[1]): {"", "Jens Bruun"},
		} {
			page := da.get(path + "?" + query)
			text := page.Body.String()
			list, _, _ := strings.Cut(text, `id="pr-kommune"`)
			if _, rows, found := strings.Cut(list, "<tbody>"); found {
				list = rows
			}
			if page.Code != http.StatusOK || !strings.Contains(list, want[0]) || strings.Contains(list, want[1]) {
				t.Errorf("%s: %d, want %v", query, page.Code, want)
			}
		}
		for _, who := range []access.Actor{w.bodil, w.carlo} {
			if rec := browse(t, d, who, "da").get(path); rec.Code != http.StatusForbidden {
				t.Errorf("status %d", rec.Code)
			}
		}
		if all == 0 {
			t.Error("nobody comes")
		}
	})
}

// Pages cut the list without losing or repeating anybody.
func TestPagesOfWhoComes(t *testing.T) {
	v := attending{All: []attendee{{Seat: Seat{ID: "c"}}, {Seat: Seat{ID: "a"}}, {Seat: Seat{ID: "b"}}}}
	for n := 1; n <= 4; n++ {
		seen, after := "", id.Seat("")
		for {
			rows, next := v.page(after, n)
			for _, a := range rows {
				seen += string(a.ID)
			}
			if next == "" {
				break
			}
			after = next
		}
		if seen != "cab" {
			t.Errorf("pages of %d: %q", n, seen)
		}
	}
}

// From the page of a municipality's people the secretariat registers more of them,
// and reads words of its own.
func TestTheSecretariatRegistersMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := listWorld(t, d)
		staff := browse(t, d, w.staff, "da")
		page := staff.get("/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/deltagere?kommune=" + string(w.mosby)).Body.String()
		if !strings.Contains(page, door+"?kommune="+string(w.mosby)) || strings.Contains(page, "Jeres") {
			t.Error("the page speaks to somebody else")
		}
		form := staff.get(door + "/moede?kommune=" + string(w.mosby)).Body.String()
		if !strings.Contains(form, `value="`+string(w.mosby)+`" selected`) {
			t.Error("the municipality is lost on the way")
		}
		if own := browse(t, d, w.bodil, "da").get("/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/deltagere").Body.String(); !strings.Contains(own, "Jeres deltagere") || strings.Contains(own, "?kommune=") {
			t.Error("a contact person is spoken to as the secretariat")
		}
	})
}
