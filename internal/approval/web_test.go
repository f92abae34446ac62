package approval

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

func words(t testing.TB) *i18n.Words {
	t.Helper()
	w, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, mail.Locale, registration.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// browse goes about as one person.
func browse(t testing.TB, d *db.DB, who access.Actor) func(method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	s := &web.Site{
		DB: d, Words: words(t), Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Name: "Bodil Ask", OrgName: "Egelund", Lang: "da"}, nil
		},
	}
	h := s.Handler(Routes, registration.Routes)
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

func says(t testing.TB, w *httptest.ResponseRecorder, status int, texts ...string) string {
	t.Helper()
	body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, body)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("does not say %q\n%s", text, body)
		}
	}
	return body
}

// post does the jobs that are due, and keeps the mails.
func (w *world) post(t testing.TB) *mail.Box {
	t.Helper()
	box := mail.NewBox()
	p := mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: words(t)}
	handlers := Jobs(p)
	nothing := func(context.Context, *db.DB, jobs.Job) error { return nil }
	for kind, do := range registration.Jobs(p) {
		handlers[kind] = do
	}
	for _, kind := range []string{"billing.issue", "registration.freed"} {
		handlers[kind] = nothing
	}
	r := &jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return box
}

var linkIn = regexp.MustCompile(`https://faelled\.example(/godkend/\w+)`)

func TestASignerAnswersFromTheMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		one := w.asks(t)
		box := w.post(t)
		letters := box.To("mette.holmgaard@egelund.example")
		if len(letters) != 1 {
			t.Fatalf("%d mails", len(letters))
		}
		text := strings.ReplaceAll(letters[0].Text, "\u00a0", " ")
		for _, want := range []string{"Bodil Ask", "6.000 kr.", "Ida Lund", "5.000 kr.", "7.500", "5790 0000 0000 5", "29. april 2026"} {
			if !strings.Contains(text, want) {
				t.Errorf("the mail does not say %q:\n%s", want, text)
			}
		}
		link := linkIn.FindStringSubmatch(text)[1]
		visitor := browse(t, d, access.Actor{})
		for range 2 { // opening it changes nothing: programs do so too
			page := says(t, visitor("GET", link, nil), http.StatusOK, "Godkend 6.000 kr.", "Ida Lund", "Bodil Ask beder dig godkende", "Tilmelding til godkendelse")
			if strings.Contains(page, "/fortryd") {
				t.Error("a signer may not call it back")
			}
		}
		w.is(t, one, Waiting, map[string]int64{`seats`: 0, `approval_links`: 2})
		says(t, visitor("POST", link+"/nej", url.Values{}), http.StatusUnprocessableEntity, "Skriv hvorfor")
		says(t, visitor("POST", link+"/ja", url.Values{"pris": {"1"}, "valuta": {"DKK"}}), http.StatusUnprocessableEntity, "Godkend 6.000 kr.")
		says(t, visitor("POST", link+"/ja", url.Values{"pris": {"600000"}, "valuta": {"DKK"}}), http.StatusSeeOther)
		w.is(t, one, Approved, map[string]int64{`seats`: 4, `approval_links`: 0})
		says(t, visitor("GET", link, nil), http.StatusNotFound, "Linket virker ikke længere")
		says(t, visitor("POST", link+"/ja", url.Values{"pris": {"600000"}, "valuta": {"DKK"}}), http.StatusNotFound)
		says(t, browse(t, d, w.bodil)("GET", Path(one), nil), http.StatusOK, "Godkendt af Mette Holmgaard", "Se kvitteringen")
		says(t, browse(t, d, w.dorte)("GET", Path(one), nil), http.StatusNotFound)
		if got := w.post(t).To("bodil.ask@egelund.example"); len(got) != 2 {
			t.Errorf("the contact person gets %d mails, not the answer and the receipt", len(got))
		}
	})
}

func TestALinkOpensNothingElse(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 2)
	one := w.asks(t)
	link := linkIn.FindStringSubmatch(w.post(t).To("mette.holmgaard@egelund.example")[0].Text)[1]
	visitor := browse(t, w.d, access.Actor{})
	if got := visitor("GET", Path(one), nil); got.Code == http.StatusOK {
		t.Error("the link signs in")
	}
	says(t, visitor("GET", "/godkend/x", nil), http.StatusNotFound)
	// The role ends: so does the link.
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return people.RemoveSigner(ctx, tx, w.egelund, "", w.mette.Person)
	})
	says(t, visitor("GET", link, nil), http.StatusNotFound)
	says(t, visitor("POST", link+"/ja", url.Values{"pris": {"600000"}, "valuta": {"DKK"}}), http.StatusNotFound)
	w.is(t, one, Waiting, nil)
}

func TestSignersAreRemindedAndThenItEnds(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 2)
	one := w.asks(t)
	w.post(t)
	for i, days := range []int{2, 5} {
		w.clock(now.AddDate(0, 0, days))
		got := w.post(t).To("jens.bruun@egelund.example")
		if len(got) != 1 || !strings.HasPrefix(got[0].Subject, "Husk") {
			t.Errorf("reminder %d: %d mails", i+1, len(got))
		}
	}
	w.clock(now.Add(life))
	box := w.post(t)
	if got := box.To("bodil.ask@egelund.example"); len(got) != 1 || !strings.Contains(got[0].Text, "frie igen") {
		t.Errorf("the contact person is told %d times", len(got))
	}
	w.is(t, one, Expired, map[string]int64{`holds`: 0, `approval_links`: 0})
}

// The whole way of a contact person: the form, the limit, and back again.
func TestTheFormGoesToApproval(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		do := browse(t, d, w.bodil)
		door := "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet/tilmeld"
		says(t, do("POST", door+"/moede", url.Values{"moede": {string(w.meetings[0])}}), http.StatusSeeOther)
		says(t, do("POST", door+"/deltagere", url.Values{"gør": {"videre"}, "navn1": {"Ida Lund"}, "mail1": {"ida@egelund.example"}, "still1": {""}}), http.StatusSeeOther)
		says(t, do("POST", door+"/faktura", url.Values{
			"gør": {"videre"}, "ean": {"5790000000005"}, "ref": {"Bodil Ask"}, "mail": {"bodil.ask@egelund.example"},
		}), http.StatusSeeOther)
		page := says(t, do("GET", door+"/tjek", nil), http.StatusOK, "Beløbet er over jeres grænse på 5.000 kr.", "Jens Bruun eller Mette Holmgaard godkender", "Send til godkendelse")
		if strings.Contains(page, "Send tilmelding") {
			t.Error("it can be sent all the same")
		}
		form := url.Values{"key": {regexp.MustCompile(`name="key" value="([^"]*)"`).FindStringSubmatch(page)[1]}, "pris": {"600000"}, "valuta": {"DKK"}}
		says(t, do("POST", door+"/godkendelse", form), http.StatusUnprocessableEntity)
		form.Set("ok", "1")
		says(t, do("POST", door+"/tjek", form), http.StatusUnprocessableEntity, "Send det til godkendelse")
		to := do("POST", door+"/godkendelse", form).Header().Get("Location")
		says(t, do("GET", to, nil), http.StatusOK, "Venter på godkendelse", "Kald tilbage", "Ida Lund")
		if again := do("POST", door+"/godkendelse", form).Header().Get("Location"); again != to { // pressed twice
			t.Errorf("the second press leads to %q, not %q", again, to)
		}
		says(t, do("GET", "/godkendelser", nil), http.StatusOK, "6.000 kr.", "Venter")
		says(t, do("POST", to+"/fortryd", nil), http.StatusSeeOther)
		w.is(t, id.Approval(strings.TrimPrefix(to, "/godkendelser/")), Withdrawn, map[string]int64{`holds`: 0})
		says(t, do("GET", door+"/tjek", nil), http.StatusOK, "Ida Lund", "Send til godkendelse") // as it was
	})
}

func TestWhoBindsIsSetOnAPage(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 10)
	do := browse(t, w.d, w.bodil)
	says(t, do("GET", "/kommune/fuldmagt", nil), http.StatusOK, "Hvem kan binde Egelund Kommune?", "Mette Holmgaard", "5.000 kr.", field)
	says(t, do("POST", "/kommune/fuldmagt/graense", url.Values{"graense": {"9.000"}}), http.StatusUnprocessableEntity, "kun gøre grænsen lavere, end den er nu (5.000 kr.)", `value="9.000"`)
	says(t, do("POST", "/kommune/fuldmagt/graense", url.Values{"graense": {"mange"}}), http.StatusUnprocessableEntity, "Skriv et beløb")
	says(t, do("POST", "/kommune/fuldmagt/graense", url.Values{"graense": {"2.500 kr."}, "felt": {field}}), http.StatusSeeOther)
	says(t, do("GET", "/kommune/fuldmagt", nil), http.StatusOK, "2.500 kr.")
	says(t, do("GET", "/kommune/fuldmagt?gemt=1", nil), http.StatusOK, "Ændringen er gemt", "Alle områder")
	staff := browse(t, w.d, w.staff)
	at := "?kommune=" + string(w.egelund)
	says(t, staff("POST", "/kommune/fuldmagt/graense"+at, url.Values{"graense": {"20.000"}}), http.StatusSeeOther)
	says(t, staff("GET", "/kommune/fuldmagt"+at, nil), http.StatusOK, "20.000 kr.", "Egelund Kommune")
	says(t, browse(t, w.d, w.dorte)("GET", "/kommune/fuldmagt"+at, nil), http.StatusOK, "Mosby Kommune")
}
