package registration

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
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	assets "faelled/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

const door = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/tilmeld"

func site(t testing.TB, d *db.DB, who access.Actor, lang string) *web.Site {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, mail.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return &web.Site{
		DB: d, Words: words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Bodil Ask", OrgName: "Egelund", Lang: lang}, nil
		},
	}
}

// browser goes about as one person, in one language.
type browser struct {
	t testing.TB
	h http.Handler
}

func browse(t testing.TB, d *db.DB, who access.Actor, lang string) browser {
	t.Helper()
	return browser{t, site(t, d, who, lang).Handler(Routes)}
}

func (b browser) get(path string) *httptest.ResponseRecorder { return b.do("GET", path, nil) }

func (b browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	return w
}

// post sends a form of name, value, name, value …
func (b browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, form)
}

// leads fails unless the answer goes on to an address.
func leads(t testing.TB, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(got, to) {
		t.Fatalf("status %d to %q, want %q\n%s", w.Code, got, to, w.Body)
	}
}

var (
	threeGuests = []string{
		"navn1", "Mette Holm", "mail1", "mette.holm@egelund.example", "still1", "Udviklingskonsulent",
		"navn2", "Jens Bruun", "mail2", "jens.bruun@egelund.example", "still2", "Pædagogisk konsulent",
		"navn3", "Hanne Vest", "mail3", "hanne.vest@egelund.example", "still3", "Teamleder",
	}
	invoiceForm = []string{"ean", "5790 0000 0000 5", "rekv", "RK-2021-0417", "ref", "Bodil Ask", "mail", "bodil.ask@egelund.example", "bem", ""}
)

var keyField = regexp.MustCompile(`name="key" value="([^"]*)"`)

func TestThePathThroughTheForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		da, en := browse(t, d, w.bodil, "da"), browse(t, d, w.bodil, "en")
		june := string(w.meetings[0])

		leads(t, da.get(door), door+"/moede")
		leads(t, da.get(door+"/tjek"), door+"/moede") // not yet
		golden(t, "1-moede", da.get(door+"/moede"), en.get(door+"/moede"))
		leads(t, da.post(door+"/moede", "moede", june), door+"/deltagere")

		leads(t, da.post(door+"/deltagere", append([]string{"gør", "tilfoej"}, threeGuests[:12]...)...), door+"/deltagere#navn3")
		golden(t, "2-deltagere", da.get(door+"/deltagere"), en.get(door+"/deltagere"))
		faulty := append([]string{"gør", "videre"}, threeGuests...)
		faulty[11], faulty[15] = "jens.bruun@egelund", ""
		refused := da.post(door+"/deltagere", faulty...)
		if refused.Code != http.StatusUnprocessableEntity {
			t.Fatalf("status %d", refused.Code)
		}
		golden(t, "2-fejl", refused, en.post(door+"/deltagere", faulty...))
		kept := da.get(door + "/deltagere").Body.String()
		if !strings.Contains(kept, `value="jens.bruun@egelund"`) {
			t.Error("what was typed is lost")
		}
		leads(t, da.post(door+"/deltagere", append([]string{"gør", "videre"}, threeGuests...)...), door+"/faktura")

		golden(t, "3-faktura", da.get(door+"/faktura"), en.get(door+"/faktura"))
		if bad := da.post(door+"/faktura", "ean", "5790000000004"); bad.Code != http.StatusUnprocessableEntity {
			t.Fatalf("status %d", bad.Code)
		} else {
			golden(t, "3-fejl", bad, en.post(door+"/faktura", "ean", "5790000000004"))
		}
		leads(t, da.post(door+"/faktura", append([]string{"gør", "videre"}, invoiceForm...)...), door+"/tjek")

		check := da.get(door + "/tjek")
		golden(t, "4-tjek", check, en.get(door+"/tjek"))
		key := keyField.FindStringSubmatch(check.Body.String())[1]
		if no := da.post(door+"/tjek", "key", key, "pris", "2187500", "valuta", "DKK"); no.Code != http.StatusUnprocessableEntity {
			t.Fatalf("without saying yes: status %d", no.Code)
		}
		yes := []string{"key", key, "pris", "2187500", "valuta", "DKK", "ok", "1"}
		first := da.post(door+"/tjek", yes...)
		leads(t, first, door+"/kvittering?nr=2021")
		receipt := first.Header().Get("Location")
		leads(t, da.post(door+"/tjek", yes...), receipt) // an impatient finger
		golden(t, "kvittering", da.get(receipt), en.get(receipt))
		w.counts(t, map[string]int64{`seats`: 15, `registrations`: 1, `invoices`: 2})

		_, query, _ := strings.Cut(receipt, "?")
		if file := da.get(door + "/moeder.ics?" + query); file.Code != http.StatusOK || strings.Count(file.Body.String(), "BEGIN:VEVENT") != 5 || strings.Contains(file.Body.String(), "moede.example") {
			t.Errorf("calendar file: %d\n%s", file.Code, file.Body)
		}
		leads(t, da.get(door+"/tjek"), receipt)                                                             // back, or reload
		leads(t, da.post(door+"/deltagere", append([]string{"gør", "videre"}, threeGuests...)...), receipt) // further back
		leads(t, da.post(door+"/tjek", "key", "other", "ok", "1"), receipt)
		// The form begins anew, for a member.
		golden(t, "1-medlem", da.get(door+"/moede"), en.get(door+"/moede"))
		leads(t, da.post(door+"/moede", "moede", june), door+"/deltagere")
		w.counts(t, map[string]int64{`registrations`: 1})
	})
}

func TestPressingTheButtonsOfAForm(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	b := browse(t, d, w.bodil, "da")
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
	leads(t, b.post(door+"/deltagere", "navn1", "", "mail1", "", "gør", "kollega-"+string(w.carlo.Person)), door+"/deltagere#navn1")
	page := b.get(door + "/deltagere").Body.String()
	if !strings.Contains(page, `value="carlo.eng@egelund.example"`) || strings.Contains(page, "kollega-"+string(w.carlo.Person)) {
		t.Error("the colleague is not in the first row, and out of the list")
	}
	leads(t, b.post(door+"/deltagere", append([]string{"gør", "fjern-2"}, threeGuests...)...), door+"/deltagere")
	page = b.get(door + "/deltagere").Body.String()
	if strings.Contains(page, "Jens Bruun") || !strings.Contains(page, "Hanne Vest") {
		t.Error("the wrong one is gone")
	}
	full := append([]string{"gør", "tilfoej", "navn4", "A A", "mail4", "a@egelund.example", "navn5", "B B", "mail5", "b@egelund.example"}, threeGuests...)
	sixth := b.post(door+"/deltagere", full...)
	if sixth.Code != http.StatusUnprocessableEntity || !strings.Contains(sixth.Body.String(), "I kan højst være 5") || !strings.Contains(sixth.Body.String(), `href="mailto:netvaerk@centret.example?subject=Flere%20deltagere%20fra%20Egelund%20Kommune:%20Konsulenter%20p%C3%A5%20b%C3%B8rne-%20og%20ungeomr%C3%A5det"`) || !strings.Contains(sixth.Body.String(), `value="B B"`) {
		t.Errorf("a sixth: status %d", sixth.Code)
	}
	for range 2 { // pressing enter in a name goes on, it does not remove anybody
		page = b.get(door + "/deltagere").Body.String()
		if first := regexp.MustCompile(`<button[^>]*value="([^"]*)"`).FindStringSubmatch(page[strings.Index(page, `id="deltagere"`):]); first[1] != "videre" {
			t.Errorf("enter presses %q", first[1])
		}
	}
}

// When the invoices are made, the receipt names them.
func TestTheReceiptNamesTheInvoices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		done := w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		path := fmt.Sprint(door, "/kvittering?nr=", done.Number)
		da, en := browse(t, d, w.bodil, "da"), browse(t, d, w.bodil, "en")
		if page := da.get(path).Body.String(); !strings.Contains(page, "Vi laver jeres fakturaer") || strings.Contains(page, "K1001") {
			t.Error("the receipt knows invoices that are not there")
		}
		w.work(t, billing.Jobs(site(t, d, visitor, "da").Words, false)["billing.issue"])
		clock(d, at("2021-05-20 10:00:00")) // the last free day of the first meeting is over
		golden(t, "kvittering-faktura", da.get(path), en.get(path))
		for _, who := range []access.Actor{w.dorte, w.carlo, visitor} {
			if err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				_, err := billing.OrderedBy(ctx, tx, w.egelund, w.network, done.ID)
				return err
			}); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%v: %v", who, err)
			}
		}
	})
}

var vevents = regexp.MustCompile(`(?s)BEGIN:VEVENT.*?END:VEVENT`)

// The file from the receipt and the one in the mail are one and the same entry in
// a calendar. Only those with a seat get the link.
func TestOneMeetingIsOneEntryInACalendar(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	req := w.ask(15000, "Mette Holm", "Bodil Ask")
	req.Guests[1].Email = "bodil.ask@egelund.example"
	done := w.must(t, w.bodil, req)
	var mailed []string
	for _, m := range w.drain(t).To("bodil.ask@egelund.example") { // her seat, and her receipt
		mailed = append(mailed, vevents.FindAllString(string(m.Calendar), -1)...)
	}
	query := fmt.Sprint("?nr=", done.Number)
	own := browse(t, d, w.bodil, "da")
	got := vevents.FindAllString(own.get(door+"/moeder.ics"+query).Body.String(), -1)
	if len(got) != 5 || !slices.Equal(got, mailed) || !strings.Contains(got[0], "moede.example") {
		t.Errorf("downloaded\n%s\nmailed\n%s", got, mailed)
	}
	if page := own.get(door + "/kvittering" + query).Body.String(); !strings.Contains(page, "Hent kalenderfil") {
		t.Error("a guest's file is said to lack the link")
	}
	staff := browse(t, d, w.staff, "da")
	bare := staff.get(door + "/moeder.ics" + query).Body.String()
	if strings.Contains(bare, "moede.example") || !strings.Contains(bare, "-"+string(w.staff.Person)+"@faelled") || !strings.Contains(bare, "ORGANIZER") {
		t.Errorf("without a seat: %s", bare)
	}
	if page := staff.get(door + "/kvittering" + query).Body.String(); !strings.Contains(page, "Møderne til kalenderen (uden link)") {
		t.Error("the file without the link does not say so")
	}
}

// The most that an organisation may be counts those who have seats already.
func TestTheMostCountsThoseSeatedBefore(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	w.must(t, w.bodil, w.ask(15000, "Ida Krog", "Per Holt"))
	b := browse(t, d, w.bodil, "da")
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
	page := b.post(door+"/deltagere", append([]string{"gør", "tilfoej"}, threeGuests...)...)
	if page.Code != http.StatusUnprocessableEntity || !strings.Contains(page.Body.String(), "I kan højst være 5. Fjern en deltager") {
		t.Errorf("status %d\n%s", page.Code, page.Body)
	}
}

// Whoever goes to a later step by its address is told what is missing.
func TestGoingAheadShowsWhatIsMissing(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	b := browse(t, d, w.bodil, "da")
	missing := func(from, at string, want ...string) {
		t.Helper()
		leads(t, b.get(door+from), door+at+"?mangler=1")
		page := b.get(door + at + "?mangler=1")
		summary, _, _ := strings.Cut(page.Body.String(), "<form method=\"post\" novalidate")
		if _, summary, _ = strings.Cut(summary, `role="alert"`); page.Code != http.StatusOK {
			t.Errorf("status %d", page.Code)
		}
		for _, line := range want {
			if !strings.Contains(summary, line+"</a>") {
				t.Errorf("%s lacks %q:\n%s", at, line, summary)
			}
		}
	}
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
	missing("/faktura", "/deltagere", "Deltager 1, fulde navn: Skriv deltagerens navn, eller fjern deltageren")
	guests := append([]string{"gør", "videre"}, threeGuests...)
	leads(t, b.post(door+"/deltagere", guests...), door+"/faktura")
	missing("/tjek", "/faktura", "Personreference: Skriv en personreference eller et rekvisitionsnummer")
	if page := b.get(door + "/faktura"); strings.Contains(page.Body.String(), `role="alert"`) {
		t.Error("the step scolds those who come to it in good time")
	}
	leads(t, b.post(door+"/faktura", append([]string{"gør", "videre"}, invoiceForm...)...), door+"/tjek")
	guests[5], guests[9] = "rigmor@", "" // back again, and two faults that stay
	b.post(door+"/deltagere", guests...)
	missing("/tjek", "/deltagere", "Deltager 1, arbejdsmail: Skriv hele mailadressen, fx navn@kommune.dk", "Deltager 2, fulde navn: Skriv deltagerens navn, eller fjern deltageren")
	key := keyField.FindStringSubmatch(b.get(door + "/tjek").Body.String())
	if key != nil {
		t.Error("the last step can be seen")
	}
}

// A CPR number is refused whatever is pressed, and is not in the database.
func TestACPRNumberIsNotKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		b := browse(t, d, w.bodil, "da")
		refused := func(path string, pairs ...string) {
			t.Helper()
			page := b.post(door+path, pairs...)
			if page.Code != http.StatusUnprocessableEntity || !strings.Contains(page.Body.String(), "010190-1234") || !strings.Contains(page.Body.String(), "CPR-nummer. Fjern det") {
				t.Errorf("status %d\n%s", page.Code, page.Body)
			}
			w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
				var data []string
				err := tx.Select(ctx, &data, `SELECT data FROM registration_drafts`)
				if len(data) != 1 || strings.Contains(data[0], "010190") {
					t.Errorf("kept %q", data)
				}
				return err
			})
		}
		leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
		for _, press := range []string{"videre", "tilfoej", "fjern-2", "kollega-" + string(w.carlo.Person)} {
			guests := append([]string{"gør", press}, threeGuests...)
			guests[7] = "Konsulent, cpr 010190-1234"
			refused("/deltagere", guests...)
		}
		leads(t, b.get(door+"/faktura"), door+"/deltagere") // the refusal took nobody further
		leads(t, b.post(door+"/deltagere", append([]string{"gør", "videre"}, threeGuests...)...), door+"/faktura")
		invoice := append([]string{"gør", "videre"}, invoiceForm...)
		invoice[11] = "cpr 010190-1234"
		refused("/faktura", invoice...)
		invoice[1] = "ean-5790000000012"
		refused("/faktura", invoice...)
	})
}

// A colleague is called what the house calls them, from the last step on.
func TestAColleagueIsRecognised(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	b := browse(t, d, w.bodil, "da")
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
	leads(t, b.post(door+"/deltagere", "gør", "videre", "navn1", "Carlo", "mail1", "Carlo.Eng@egelund.example", "still1", "Chef",
		"navn2", "D. Mose", "mail2", "dorte.mose@mosby.example", "still2", "Gæst"), door+"/faktura")
	leads(t, b.post(door+"/faktura", "ean", "9520000000011", "ref", "Bodil", "mail", "bodil.ask@egelund.example"), door+"/tjek")
	page := b.get(door + "/tjek").Body.String()
	for _, want := range []string{"Carlo Eng", "<small>konsulent</small>", "D. Mose", "<small>Gæst</small>", "Nummeret står ikke hos os for Egelund Kommune. Er det rigtigt?"} {
		if !strings.Contains(page, want) {
			t.Errorf("the last step lacks %q", want)
		}
	}
	if strings.Contains(page, "Dorte Mose") || strings.Contains(page, "Chef") {
		t.Error("a stranger's name is told, or what was typed stands")
	}
}

// What is refused at the very end leads back to where it can be mended.
func TestARefusalAtTheEndLosesNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{capacity: 3})
	b := browse(t, d, w.bodil, "da")
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0])), door+"/deltagere")
	leads(t, b.post(door+"/deltagere", append([]string{"gør", "videre"}, threeGuests...)...), door+"/faktura")
	leads(t, b.post(door+"/faktura", append([]string{"gør", "videre"}, invoiceForm...)...), door+"/tjek")
	key := keyField.FindStringSubmatch(b.get(door + "/tjek").Body.String())[1]
	other := w.ask(15000, "Ida Krog")
	other.Org, other.Guests[0].Email = w.mosby, "ida.krog@mosby.example"
	w.must(t, w.dorte, other)
	send := func(kroner string) *httptest.ResponseRecorder {
		return b.post(door+"/tjek", "key", key, "pris", kroner+"00", "valuta", "DKK", "ok", "1")
	}
	full := send("21875")
	if full.Code != http.StatusUnprocessableEntity || !strings.Contains(full.Body.String(), "Mødet den 2. juni 2021 har ikke plads til så mange") || !strings.Contains(full.Body.String(), `action="`+door+`/venteliste"`) {
		t.Errorf("full: status %d\n%s", full.Code, full.Body)
	}
	w.counts(t, map[string]int64{`seats`: 5, `registration_drafts`: 1})
	leads(t, b.post(door+"/deltagere", append([]string{"gør", "videre"}, threeGuests[:12]...)...), door+"/faktura")
	if changed := send("21875"); changed.Code != http.StatusUnprocessableEntity || !strings.Contains(changed.Body.String(), "Prisen er ændret") || !strings.Contains(changed.Body.String(), `name="pris" value="1500000"`) {
		t.Errorf("another price: status %d", changed.Code)
	}
	if old := b.post(door+"/tjek", "key", "other", "ok", "1"); old.Code != http.StatusUnprocessableEntity || !strings.Contains(old.Body.String(), "et andet vindue") {
		t.Errorf("another window: status %d", old.Code)
	}
	leads(t, send("15000"), door+"/kvittering")
}

func TestTooLateToJoin(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	clock(d, at("2021-05-11 00:00:00"))
	golden(t, "1-frist", browse(t, d, w.bodil, "da").get(door+"/moede"), browse(t, d, w.bodil, "en").get(door+"/moede"))
	if late := browse(t, d, w.bodil, "da").post(door+"/moede", "moede", string(w.meetings[0])); late.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", late.Code)
	}
}

func TestStaffChooseWhomTheyRegister(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	b := browse(t, d, w.staff, "da")
	golden(t, "1-sekretariat", b.get(door+"/moede"), browse(t, d, w.staff, "en").get(door+"/moede"))
	if none := b.post(door+"/moede", "moede", string(w.meetings[0])); none.Code != http.StatusUnprocessableEntity || !strings.Contains(none.Body.String(), `href="#kommune"`) {
		t.Errorf("without an organisation: status %d", none.Code)
	}
	leads(t, b.post(door+"/moede", "moede", string(w.meetings[0]), "kommune", string(w.egelund)), door+"/deltagere")
	if foreign := b.post(door+"/moede", "moede", string(w.meetings[0]), "kommune", "none"); foreign.Code != http.StatusNotFound {
		t.Errorf("an organisation that does not exist: status %d", foreign.Code)
	}
}

func TestWhoIsNoContactIsToldWhomToAsk(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	page := browse(t, d, w.carlo, "da").get(door + "/moede")
	if page.Code != http.StatusForbidden {
		t.Errorf("status %d", page.Code)
	}
	golden(t, "ingen-adgang", page, browse(t, d, w.carlo, "en").get(door+"/moede"))
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	done := w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	guest := access.Actor{Person: done.Persons[0], Org: w.egelund}
	var table bytes.Buffer
	for _, route := range Routes {
		method, path, _ := strings.Cut(strings.Replace(route.Pattern, "{slug}", "konsulenter-paa-boerne-og-ungeomraadet", 1), " ")
		path += "?nr=" + fmt.Sprint(done.Number)
		for _, who := range []struct {
			name string
			access.Actor
		}{{"visitor", visitor}, {"guest", guest}, {"colleague", w.carlo}, {"contact", w.bodil}, {"other contact", w.dorte}, {"staff", w.staff}} {
			answer := browse(t, d, who.Actor, "da").do(method, path, nil)
			to, _, _ := strings.Cut(answer.Header().Get("Location"), "?")
			fmt.Fprintf(&table, "%-46s %-14s %d %s\n", route.Pattern, who.name, answer.Code, to)
		}
	}
	compare(t, "doors.txt", table.String())
}

func TestAForeignProgrammeIsNotFound(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	b := browse(t, d, w.bodil, "da")
	if got := b.get("/netvaerk/findes-ikke/tilmeld/moede"); got.Code != http.StatusNotFound {
		t.Errorf("status %d", got.Code)
	}
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, w.network) })
	if got := b.get(door + "/moede"); got.Code != http.StatusNotFound {
		t.Errorf("a draft: status %d", got.Code)
	}
}

// golden compares a page in both languages. What differs from run to run is
// taken out: the built files' hash, ids and one-time keys.
func golden(t testing.TB, name string, da, en *httptest.ResponseRecorder) {
	t.Helper()
	for lang, page := range map[string]*httptest.ResponseRecorder{"da": da, "en": en} {
		text := page.Body.String()
		if i := strings.Index(text, "<main"); i >= 0 {
			text = text[i : strings.Index(text, "</main>")+len("</main>")]
		}
		text = strings.ReplaceAll(text, assets.Hash, "HASH")
		text = regexp.MustCompile(`id-\d{4}`).ReplaceAllString(text, "ID")
		text = regexp.MustCompile(`2021-?\d{6}\b`).ReplaceAllString(text, "2021-NNNNNN")
		if strings.Contains(text, "⟦") {
			t.Errorf("%s.%s: a word is missing", name, lang)
		}
		compare(t, name+"."+lang+".html", fmt.Sprintln(page.Code, strings.ReplaceAll(text, "><", ">\n<")))
	}
}

func compare(t testing.TB, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
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
