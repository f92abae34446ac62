package people

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"

	"pgregory.net/rapid"
)

// fileOfAll is a table as people make them, with everything that can be wrong.
const fileOfAll = `Kommune;Fornavn;Efternavn;E-mail;Stilling;Tlf.;Noter
Egelund;Carlo;Eng;Carlo@Egelund.example;Konsulent;;samme
Egelund Kommune;Bodil;Ask;bodil@egelund.example;Chef;12345678;ny titel
;Nora;Ny;nora@egelund.example;Leder;;efter endelsen
Mosby;Dorte;Mose;dorte@mosby.example;Konsulent;;
Egelund;Dorte;Mose;dorte@mosby.example;;;to gange
Mosby;Carla;Flyt;ANTON@forening.example;;;et andet sted
Langtvæk;Ib;Ukendt;ib@langt.example;;;
;Ida;Uden;ida@ukendt.example;;;
Egelund;;;ingen@;;;
Egelund;Per;Nummer;per@egelund.example;010190-1234;;CPR
Egelund;Liv;Ny;liv@egelund.example;=HYPERLINK("x");;
`

func (h house) handIn(t testing.TB, who access.Actor, org id.Org, text string) (one string) {
	t.Helper()
	table, err := tabular.Read("fil", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	h.write(t, who, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = HandIn(ctx, tx, org, "liste.csv", table)
		return err
	})
	return one
}

// planned is a table as it will be brought in: fates by row number.
func (h house) planned(t testing.TB, who access.Actor, org id.Org, one string) (rows []plannedRow) {
	t.Helper()
	h.read(t, who, func(ctx context.Context, tx *db.Tx) error {
		table, err := handedIn(ctx, tx, org, one)
		if err != nil {
			return err
		}
		rows, err = planImport(ctx, tx, table)
		return err
	})
	return rows
}

func (h house) bringIn(t testing.TB, who access.Actor, org id.Org, one string, move bool) (done outcome) {
	t.Helper()
	h.write(t, who, func(ctx context.Context, tx *db.Tx) error {
		if err := Import(ctx, tx, org, one, move); err != nil {
			return err
		}
		table, err := handedIn(ctx, tx, org, one)
		if err == nil {
			done = *table.Outcome
		}
		return err
	})
	return done
}

func fatesOf(rows []plannedRow) string {
	var all []string
	for _, r := range rows {
		text := fmt.Sprint(r.Row.N, " ", r.Does)
		for _, f := range r.Faults {
			text += " " + f.Name + ":" + strings.TrimPrefix(f.Key, "people.")
		}
		for _, c := range r.Changes {
			text += " " + string(c.Field) + ":" + c.Was + ">" + c.Becomes
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

func TestEveryRowSaysWhatWillHappen(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		one := h.handIn(t, h.asStaff, "", fileOfAll)
		want := strings.Join([]string{
			"2 uaendrede", "3 aendres titel:Konsulent>Chef telefon:>12345678", "4 nye", "5 uaendrede", "6 fejl mail:row_twice",
			"7 andetsteds", "8 fejl organisation:row_no_org", "9 fejl organisation:row_org_missing", "10 fejl navn:name_missing mail:email_wrong",
			"11 fejl titel:row_cpr", "12 nye",
		}, "\n")
		if got := fatesOf(h.planned(t, h.asStaff, "", one)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		h.expect(t, map[string]int{`persons`: 5, `imports WHERE data LIKE '%010190%'`: 0, `imports WHERE data LIKE '%efter endelsen%'`: 1})
	})
}

func TestOnlyGoodRowsAreBroughtInOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		one := h.handIn(t, h.asStaff, "", fileOfAll)
		want := outcome{Added: 2, Changed: 1, Same: 2, Skipped: 1, Faulty: 5}
		for range 2 {
			if got := h.bringIn(t, h.asStaff, "", one, false); got != want {
				t.Errorf("got %+v", got)
			}
		}
		if p := h.person(t, h.bodil.ID); p.Title != "Chef" || p.Phone != "12345678" || p.Org != h.egelund {
			t.Errorf("%+v", p)
		}
		h.expect(t, map[string]int{
			`persons`: 7, `audit WHERE code = 'people.imported'`: 1, `imports WHERE data = '' AND columns = ''`: 1, `jobs`: 0,
			`persons WHERE email = 'nora@egelund.example' AND name = 'Nora Ny' AND state = 'active'`: 1,
			`audit WHERE details LIKE '%Nora%' OR details LIKE '%nora%'`:                             0,
		})
		again := h.planned(t, h.asStaff, "", h.handIn(t, h.asStaff, "", fileOfAll))
		for _, r := range again {
			if r.Does == rowNew || r.Does == rowChanged {
				t.Errorf("brought in, and still %s", fatesOf([]plannedRow{r}))
			}
		}
	})
}

func TestNobodyIsMovedUnlessTicked(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		text := "Navn;Mail;Kommune\nCarlo Eng;carlo@egelund.example;Mosby\nSigne Land;signe@forening.example;Mosby\n"
		if got := h.bringIn(t, h.asStaff, "", h.handIn(t, h.asStaff, "", text), false); got != (outcome{Skipped: 2}) {
			t.Errorf("unticked: %+v", got)
		}
		one := h.handIn(t, h.asStaff, "", text)
		if got := h.bringIn(t, h.asStaff, "", one, true); got != (outcome{Moved: 1, Skipped: 1}) {
			t.Errorf("ticked: %+v", got)
		}
		if p := h.person(t, h.carlo.ID); p.Org != h.mosby || p.State != Active {
			t.Errorf("%+v", p)
		}
		if p := h.person(t, h.staff.ID); p.Org != h.league {
			t.Error("one of the secretariat's own was moved by a table")
		}
		h.expect(t, map[string]int{`jobs WHERE kind = 'people.left'`: 1})
	})
}

// No heading hides a civil registration number, and one gives it away.
func TestNumbersOfPeopleAreDropped(t *testing.T) {
	for head, cell := range map[string]string{"Tlf.": "010190-1234", "": "010190-1234", "Stilling": "010190-1234", "CPR": "0101901234"} {
		read, _ := tabular.Read("fil", []byte("Navn;"+head+"\nAne;"+cell+"\n"))
		if row := tableOf(read).Rows[0]; row.cell(1) != "" || len(row.CPR) != 1 {
			t.Errorf("%s: %+v", head, row)
		}
	}
}

// A first row without an address is taken for headings, and a file may be called
// anything: neither keeps a number of somebody.
func TestHeadingsAndFileNamesKeepNoNumbers(t *testing.T) {
	read, _ := tabular.Read("fil", []byte("Ane Krat;010190-1234\nBo Lyng;Leder\n"))
	if heads := tableOf(read).Heads; heads[1] != "" {
		t.Errorf("kept %q", heads)
	}
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := HandIn(ctx, tx, h.egelund, "cpr 010190-1234.csv", read)
			return err
		})
		h.expect(t, map[string]int{`imports`: 1, `imports WHERE file = ''`: 1})
	})
}

// A contact person brings in their own people, and learns of nobody else's.
func TestAContactBringsInTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		one := h.handIn(t, h.asBodil, h.egelund, "Navn;Mail;Kommune\nDorte Mose;dorte@mosby.example;\nNy Mand;ny@mosby.example;\nNy To;to@egelund.example;Mosby\nEster;"+ester.Email+";\n")
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error {
			return SetColumns(ctx, tx, h.egelund, one, []string{"navn", "mail", "organisation"})
		})
		want := "2 fejl mail:email_taken\n3 nye\n4 fejl organisation:row_not_own\n5 venter"
		if got := fatesOf(h.planned(t, h.asBodil, h.egelund, one)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if got := h.bringIn(t, h.asBodil, h.egelund, one, true); got != (outcome{Added: 1, Let: 1, Faulty: 2}) {
			t.Errorf("%+v", got)
		}
		if h.person(t, p.ID).State != Active || h.person(t, h.dorte.ID).Org != h.mosby {
			t.Error("one is let in, the other stays")
		}
		for name, who := range map[string]access.Actor{"colleague": h.asCarlo, "stranger": h.asDorte, "visitor": visitor} {
			for _, org := range []id.Org{h.egelund, ""} {
				if err := h.try(t, who, func(ctx context.Context, tx *db.Tx) error { return Import(ctx, tx, org, one, false) }); !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if err := h.try(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error { return Import(ctx, tx, "", one, false) }); !problem.Is(err, problem.NotFound) {
			t.Errorf("another's table: %v", err)
		}
	})
}

func TestColumnsAreGuessedAndCorrected(t *testing.T) {
	for heads, want := range map[string]string{
		"Navn;Mailadresse;Titel;Telefonnr.;Kommune":    "navn mail titel telefon organisation",
		"First name;Last name;E-mail;Job title;CVR-nr": "fornavn efternavn mail titel organisation",
		"Deltagerens navn;e-post;STILLING;;x":          "navn mail titel  ",
		"Navn;Navn;Mail;;":                             "navn  mail  ",
	} {
		var got []string
		for _, f := range guessFields(importTable{Heads: strings.Split(heads, ";")}) {
			got = append(got, string(f))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q", heads, got)
		}
	}
	bare, _ := tabular.Read("fil", []byte("Bo Holm;bo@x.example\nIda;ida@x.example"))
	table := tableOf(bare)
	if fields := guessFields(table); len(table.Rows) != 2 || fields[1] != fieldMail || fields[0] != fieldNone {
		t.Errorf("%v %v", table, fields)
	}
	_, err := readFields([]string{"navn", "navn", "hov"}, 3)
	if faults, _ := problem.FieldsOf(err); len(faults) != 2 || faults[0].Name != "kolonne1" || faults[1].Name != "kolonne2" {
		t.Error(err)
	}
}

// Whatever a table says, each row has one fate, a faulty one says why, no address
// is good twice, and nobody leaves an organisation by being changed.
func TestFates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mail := rapid.SampledFrom([]string{"a@e.example", "A@e.example ", "b@e.example", "c@m.example", "x", ""})
		word := rapid.SampledFrom([]string{"", "Anna", "Egelund", "Mosby", "12345674", "\x00"})
		r := register{own: rapid.SampledFrom([]id.Org{"", "e"}).Draw(t, "own"), domains: map[string]id.Org{"e.example": "e"}, known: map[string]Person{}}
		r.names([]Org{{ID: "e", Name: "Egelund"}, {ID: "m", Name: "Mosby", CVR: "12345674"}})
		for _, m := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a@e.example", "b@e.example", "c@m.example"}), rapid.ID).Draw(t, "known") {
			r.known[m] = Person{ID: id.Person(m), Email: m, Name: word.Draw(t, "name"), Org: rapid.SampledFrom([]id.Org{"e", "m"}).Draw(t, "org"), State: rapid.SampledFrom([]string{Active, Pending, Ended}).Draw(t, "state")}
		}
		var rows []plannedRow
		for n := range rapid.IntRange(1, 8).Draw(t, "rows") {
			row := importRow{N: n + 1, Cells: []string{word.Draw(t, "navn"), mail.Draw(t, "mail"), word.Draw(t, "titel"), word.Draw(t, "org")}}
			rows = append(rows, r.read(row, []importField{fieldName, fieldMail, fieldTitle, fieldOrg}))
		}
		r.judge(rows)
		good := map[string]bool{}
		for _, p := range rows {
			if (p.Does == rowFaulty) != (len(p.Faults) > 0) || p.Does == "" {
				t.Fatalf("%+v", p)
			}
			if p.Does == rowFaulty {
				continue
			}
			if good[p.Wish.Email] || p.Wish.Org == "" || r.own != "" && (p.Wish.Org != r.own || p.Does == rowElsewhere) {
				t.Fatalf("%+v", p)
			}
			good[p.Wish.Email] = true
			if after := p.becomes(); after.Org != p.Known.Org || after.Email != p.Known.Email || p.Does == rowChanged && after == p.Known || p.Does == rowSame && after != p.Known {
				t.Fatalf("%+v becomes %+v", p, after)
			}
		}
	})
}

// Two who confirm at once do it once.
func TestACrowdBringsInOnce(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		one := h.handIn(t, h.asStaff, "", fileOfAll)
		var crowd sync.WaitGroup
		for range 8 {
			crowd.Go(func() {
				if err := h.d.Write(t.Context(), h.asStaff, func(ctx context.Context, tx *db.Tx) error { return Import(ctx, tx, "", one, false) }); err != nil {
					t.Error(err)
				}
			})
		}
		crowd.Wait()
		h.expect(t, map[string]int{`persons`: 7, `audit WHERE code = 'people.imported'`: 1})
	})
}

func TestTablesAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.handIn(t, h.asStaff, "", fileOfAll)
		h.write(t, system, RetainImports)
		h.expect(t, map[string]int{`imports`: 1})
		h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			tx.Now = tx.Now.Add(importKept + time.Second)
			return RetainImports(ctx, tx)
		})
		h.expect(t, map[string]int{`imports`: 0})
	})
}

// upload sends a file as a browser does.
func (h house) upload(t *testing.T, who access.Actor, path, name, text string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("fil", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(text))
	form.Close()
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "sprog", Value: "da"})
	w := httptest.NewRecorder()
	h.handler(t, who).ServeHTTP(w, r)
	return w
}

func TestImportPages(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		staff, english := h.browser(t, h.asStaff, "da"), h.browser(t, h.asStaff, "en")
		answer := h.upload(t, h.asStaff, importPath, "Liste <1>.csv", fileOfAll)
		at := answer.Header().Get("Location")
		if answer.Code != 303 || !strings.HasPrefix(at, importPath+"/") {
			t.Fatal(answer.Code, at)
		}
		stable := func(w *httptest.ResponseRecorder) string { return strings.ReplaceAll(shown(w), at, importPath+"/-") }
		for _, c := range []struct {
			golden string
			got    *httptest.ResponseRecorder
			status int
		}{
			{"import.da.html", staff("GET", importPath), 200},
			{"import-own.da.html", h.browser(t, h.asBodil, "da")("GET", ownImportPath), 200},
			{"import-refused.da.html", h.upload(t, h.asStaff, importPath, "x.pdf", "%PDF-1.7"), 422},
			{"import-rows.da.html", staff("GET", at), 200},
			{"import-rows.en.html", english("GET", at), 200},
			{"import-faults.da.html", staff("GET", at+"?vis=fejl"), 200},
			{"import-columns.da.html", staff("POST", at+"/kolonner", "kolonne0", "navn", "kolonne1", "navn"), 422},
		} {
			if c.got.Code != c.status {
				t.Errorf("%s: status %d, want %d", c.golden, c.got.Code, c.status)
			}
			golden(t, c.golden, stable(c.got))
		}
		golden(t, "import-faults.csv", strings.ReplaceAll(staff("GET", at+"?vis=fejl&format=csv").Body.String(), "\r", ""))
		if got := staff("POST", at); got.Code != 303 || got.Header().Get("Location") != at {
			t.Error(got.Code, got.Header())
		}
		golden(t, "import-done.da.html", stable(staff("GET", at)))
	})
}

func TestListsAreFetched(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := AddPerson(ctx, tx, NewPerson{Name: "=cmd()", Email: "x@egelund.example", Phone: "+45 12345678", Org: h.egelund})
			return err
		})
		orgs := h.browser(t, h.asStaff, "da")("GET", orgsPath+"?q=mosby&format=csv")
		people := h.browser(t, h.asBodil, "da")("GET", colleaguesPath+"?format=csv")
		golden(t, "orgs.csv", strings.ReplaceAll(orgs.Body.String(), "\r", ""))
		golden(t, "persons.csv", strings.ReplaceAll(people.Body.String(), "\r", ""))
		book := h.browser(t, h.asStaff, "da")("GET", staffPath(h.egelund)+"?format=xlsx")
		table, err := tabular.Read("fil", book.Body.Bytes())
		if err != nil || len(table.Rows) != 4 || !strings.Contains(book.Header().Get("Content-Disposition"), "Personer - Egelund Kommune.xlsx") {
			t.Error(err, table, book.Header())
		}
		h.expect(t, map[string]int{`audit WHERE code = 'tabular.fetched'`: 3})
		if got := h.browser(t, h.asCarlo, "da")("GET", colleaguesPath+"?format=csv"); got.Code != 403 {
			t.Error("a colleague fetches the list:", got.Code)
		}
		if text := people.Body.String(); strings.Contains(text, "dorte") {
			t.Error("another organisation's people are in it")
		}
	})
}

// BenchmarkImport is ten thousand people handed in, looked through and brought in.
func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	text.WriteString("Navn;Mail;Titel;Telefon;Kommune\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "Åse Nummer %d;p%d@egelund.example;Konsulent;12345678;Egelund\n", i, i)
	}
	for b.Loop() {
		h := newHouse(b, dbtest.SQLite(b))
		one := h.handIn(b, h.asStaff, "", text.String())
		if rows := h.planned(b, h.asStaff, "", one); len(rows) != 10_000 {
			b.Fatal(len(rows))
		}
		if done := h.bringIn(b, h.asStaff, "", one, false); done.Added != 10_000 {
			b.Fatal(done)
		}
	}
}
