package app_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/tabular"
)

// evil is what somebody may be called: a spreadsheet must show it, and not do it.
const evil = `=HYPERLINK("https://ond.example";"Æblegård; på ø")` + "\n+1"

type list struct {
	pattern  string
	also     []string // roles
	evil     bool
	headings string // the columns are promised in the guide
}

// lists are all that can be fetched as a file: who may besides the secretariat, and
// whether somebody evil is in it. TestNoListIsForgotten demands them all.
var lists = []list{
	{"GET /sekretariat/tilmeldinger", nil, true,
		"Nummer;Sendt;Kommune;Tilmeldt af;Forløb;Mødedag;Møde;Deltagere;Ekskl. moms;Fakturaer;Rekvisitionsnummer;Personreference;EAN-nummer;Kvittering sendt til;Nyt medlem;Ændret siden;Besked til sekretariatet"},
	{"GET /fakturaer", []string{"kontakt", "ny-kommune"}, true,
		"Nummer;Slags;Status;Kommune;Forløb;Hvad;Bestilt;Udstedt;Forfald;Ekskl. moms;Moms;Inkl. moms;Valuta"},
	{"GET /sekretariat/spor", nil, true, "Hvornår;Hvem;Hvad;Hvad det handler om;Kode"},
	{"GET /netvaerk/{slug}/tilmeldte", nil, true,
		"Mødedag;Møde;Kommune;Region;Navn;Stilling;Mail;Telefon;Tilmeldt;Tilmeldt af;Tilmeldingens nummer;Dækket af"},
	{"GET /netvaerk/{slug}/deltagere", []string{"kontakt", "ny-kommune"}, true, "Navn;Stilling;Mail;Telefon;Møder;På venteliste"},
	{"GET /netvaerk/{slug}/moeder/{date}/fremmoede", nil, true, "Navn;Stilling;Kommune;Fremmøde;Markeret"},
	{"GET /netvaerk/{slug}/moeder/{date}/koereplan", nil, false, "Hvem;Hvad;Beløb uden moms;Dato for aftalen;Note"},
	{"GET /sekretariat/venteliste/{id}", nil, true, "Plads i køen;Kommune;Navn;Mail;Kommer kun sammen;Besked sendes til;Er spurgt om en højere pris;Begrundelse"},
	{"GET /sekretariat/beskeder/{besked}/modtagere", nil, true, "Navn;Kommune;Mail;Tilstand;Hvorfor;Hvornår"},
	{"GET /kommuner", nil, true, ""},
	{"GET /kommuner/{org}", nil, true, ""},
	{"GET /kommune/kolleger", []string{"kontakt", "ny-kommune"}, true, ""},
	{"GET /sekretariat/forloeb/{id}/resultat", nil, false, ""},
	{own, []string{"kontakt"}, false, ""},
}

// own is a list that whoever handed it in may fetch, and nobody else.
const own = "GET /kommune/import/{import}"

// Whatever door gives a table is among the lists above, so that what is tried of them
// is tried of it.
func TestNoListIsForgotten(t *testing.T) {
	w := ready(t)
	house := w.newTrial(t)
	defer house.end(t)
	seen := 0
	for _, door := range doors() {
		if !strings.HasPrefix(door.Pattern, "GET ") {
			continue
		}
		for _, role := range []string{"administrator", "kontakt"} {
			answer := house.fetch(t, door.Pattern, role, tabular.CSV)
			if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != tabular.CSV.Media() {
				continue
			}
			if seen++; !slices.ContainsFunc(lists, func(l list) bool { return l.pattern == door.Pattern }) {
				t.Errorf("%s gives %s a table that is not tried", door.Pattern, role)
			}
		}
	}
	if seen < len(lists) {
		t.Errorf("found %d tables of %d", seen, len(lists))
	}
}

// Every list leaves the house as a table in both formats, with what people typed as
// text, and to nobody who may not see the page.
func TestListsLeaveAsTables(t *testing.T) {
	w := ready(t)
	house := w.newTrial(t)
	defer house.end(t)
	must(t, house.DB.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE persons SET name = $1`, evil); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE message_recipients SET name = $1`, evil); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE orgs SET name = $1, official_name = $1`, evil)
		return err
	}))
	for _, l := range lists {
		for _, role := range roles {
			may := l.pattern != own && (role == "sekretariat" || role == "administrator") || slices.Contains(l.also, role)
			for _, format := range []tabular.Format{tabular.CSV, tabular.XLSX} {
				answer := house.fetch(t, l.pattern, role, format)
				if !may {
					if media := answer.Header().Get("Content-Type"); answer.Code < 300 || media == format.Media() {
						t.Errorf("%s as %s: %d %s", l.pattern, role, answer.Code, media)
					}
					continue
				}
				table, err := tabular.Read("", answer.Body.Bytes())
				if err != nil || answer.Code != http.StatusOK || table.Format != format {
					t.Errorf("%s as %s: %d %v", l.pattern, role, answer.Code, err)
					continue
				}
				if got := strings.Join(table.Rows[0].Cells, ";"); l.headings != "" && got != l.headings {
					t.Errorf("%s has the columns\n%s", l.pattern, got)
				}
				if role != "ny-kommune" && l.evil && !holds(table, evil) {
					t.Errorf("%s as %s, %s: a name is lost", l.pattern, role, format)
				}
				if format == tabular.CSV {
					harmless(t, l.pattern, answer)
				}
			}
		}
	}
}

// fetch asks for a list as a file.
func (t *trial) fetch(tb testing.TB, pattern, role string, f tabular.Format) *httptest.ResponseRecorder {
	tb.Helper()
	method, target, err := t.world.address(pattern)
	must(tb, err)
	token := ""
	if role != visitor {
		token = enter(tb, t.House, t.world.persons[role])
	}
	mark := "?"
	if strings.Contains(target, "?") {
		mark = "&"
	}
	answer := ask(t.handler, method, target+mark+"format="+string(f), token, "")
	if answer.Code >= http.StatusInternalServerError || t.log.Len() > 0 {
		tb.Errorf("%s as %s: %d\n%s", pattern, role, answer.Code, &t.log)
	}
	t.log.Reset()
	return answer
}

func holds(t tabular.Table, text string) bool {
	return slices.ContainsFunc(t.Rows, func(r tabular.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c string) bool { return strings.Contains(c, text) })
	})
}

// below is a number below nothing, as a spreadsheet is given it.
var below = regexp.MustCompile(`^-[0-9.]+(,[0-9]+)?$`)

// harmless: no cell begins as a formula does, but for numbers below nothing.
func harmless(t *testing.T, list string, answer *httptest.ResponseRecorder) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.Body.String(), "\ufeff")))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	must(t, err)
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !below.MatchString(cell) {
				t.Errorf("%s: %q is run", list, cell)
			}
		}
	}
}
