package registration

import (
	"net/http"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

const rosterDoor = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/deltagere"

// The pages where a municipality sees and changes who comes, empty, asked,
// refused, explained and done.
func TestThePathOfAChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		da, en := browse(t, d, w.bodil, "da"), browse(t, d, w.bodil, "en")
		golden(t, "hold-tomt", da.get(rosterDoor), en.get(rosterDoor))
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		golden(t, "hold", da.get(rosterDoor), en.get(rosterDoor))

		one := rosterDoor + "/" + string(w.find(t, "Hanne Vest"))
		golden(t, "hold-ret", da.get(one), en.get(one))
		golden(t, "hold-ret-fejl", da.post(one), en.post(one))
		june := []string{"key", "k1", "moede", string(w.meetings[0])}
		away := append(june, "hvad", "afmeld")
		golden(t, "hold-afmeld", da.post(one, away...), en.post(one, away...))
		other := append(june, "hvad", "skift", "navn1", "Per Kvist", "mail1", "per.kvist@egelund.example")
		golden(t, "hold-skift", da.post(one, other...), en.post(one, other...))

		if got := da.post(one+"/gem", append(away, "pris", "0", "valuta", "DKK")...); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("another amount than was shown: %d", got.Code)
		}
		if got := da.post(one+"/gem", june...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "Vælg, hvad der skal ske") {
			t.Errorf("nothing chosen: %d", got.Code)
		}
		for range 2 { // sent twice is done once
			leads(t, da.post(one+"/gem", append(away, "pris", "-137500", "valuta", "DKK")...), rosterDoor+"?sket=afmeldt")
		}
		w.counts(t, map[string]int64{`seats`: 14, `former_seats`: 1, `invoices WHERE corrects <> ''`: 1})
		golden(t, "hold-sket", da.get(rosterDoor+"?sket=afmeldt"), en.get(rosterDoor+"?sket=afmeldt"))
		if got := browse(t, d, w.dorte, "da").get(one); got.Code != http.StatusNotFound {
			t.Errorf("another municipality's contact person: %d", got.Code)
		}
	})
}

// The page where somebody says that they do not come.
func TestThePathOfAnExcuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		req := w.ask(15000, "Carlo Eng")
		req.Guests[0].Email = "carlo.eng@egelund.example"
		w.must(t, w.bodil, req)
		path := "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/moeder/2021-06-02/afbud"
		da, en := browse(t, d, w.carlo, "da"), browse(t, d, w.carlo, "en")
		golden(t, "afbud", da.get(path), en.get(path))
		golden(t, "afbud-sendt", da.post(path), en.post(path))
		w.drain(t)
		golden(t, "afbud-ingen-plads", da.get(path), en.get(path))
		golden(t, "afbud-afvist", da.post(path), en.post(path))
	})
}
