package interest

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// world is a network whose deadline has passed. All invented.
type world struct {
	d           *db.DB
	words       *i18n.Words
	network     programme.Programme
	league      id.Org
	staff, asta access.Actor
}

var system = access.System("")

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{d: d}
	w.clock("2026-04-01")
	var err error
	if w.words, err = i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, mail.Locale, registration.Locale, Locale); err != nil {
		t.Fatal(err)
	}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.league, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Association, Name: "Foreningen", OfficialName: "Foreningen", CVR: "12345674"})
		return err
	})
	w.staff = w.person(t, "Signe Land", "signe.land@forening.example")
	w.staff.Grants = []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}
	w.asta = w.person(t, "Asta Eng", "asta.eng@forening.example")
	w.network = w.programme(t, "Ledernetværket", "")
	w.publish(t, w.network.ID)
	w.meet(t, "2026-06-10")
	return w
}

func (w *world) clock(day when.Date) {
	w.d.Now = func() time.Time { return day.Time(when.Zone).Add(10 * time.Hour).UTC() }
}

func (w *world) write(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) person(t testing.TB, name, email string) access.Actor {
	t.Helper()
	who := access.Actor{Org: w.league}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: email, Title: "leder", Org: w.league})
		return err
	})
	return who
}

func (w *world) programme(t testing.TB, name string, previous id.Programme) (p programme.Programme) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		one, err := programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: name, ShortName: "netværk", Lead: "Mød kolleger.", Purpose: "At styrke hinanden.", Audience: "Ledere.", Benefits: "Ny viden.",
			Owner: w.league, Operator: w.league, Seller: w.league, Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2026-01-01", SeasonTo: "2026-12-31", Deadline: "2026-03-01",
			MaxPerOrg: 5, Invoicing: programme.Advance, Email: "netvaerk@centret.example", Previous: previous,
		})
		if err != nil {
			return err
		}
		p, err = programme.ByID(ctx, tx, one)
		return err
	})
	return p
}

func (w *world) publish(t testing.TB, one id.Programme) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if err := programme.Publish(ctx, tx, one); err != nil {
			return err
		}
		if one == w.network.ID {
			w.network, err = programme.ByID(ctx, tx, one)
		}
		return err
	})
}

func (w *world) meet(t testing.TB, day when.Date) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		_, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network.ID, Title: "Mødet " + string(day), Day: day, City: "Odense"})
		return err
	})
}

// drain does what is due, looks as in the morning, and tells what was mailed.
func (w *world) drain(t testing.TB) *mail.Box {
	t.Helper()
	box := mail.NewBox()
	post := mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: w.words}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, "interest.look", nil) })
	r := &jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: Jobs(post)}
	if err := r.Drain(context.Background()); err != nil {
		t.Error(err)
	}
	return box
}

func (w *world) count(t testing.TB) (n int64) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = CountIn(ctx, tx, w.network.ID)
		return err
	})
	return n
}

func (w *world) ask(t testing.TB, email string) error {
	t.Helper()
	return w.d.Write(t.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Ask(ctx, tx, w.network, email) })
}

// link is the door in a mail.
func link(t testing.TB, text string) string {
	t.Helper()
	found := regexp.MustCompile(`https://faelled\.example/besked/(\w+)`).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no link in %s", text)
	}
	return found[1]
}

func subjects(box *mail.Box, to string) (list []string) {
	for _, m := range box.To(to) {
		list = append(list, m.Subject)
	}
	return list
}

func TestAVisitorConfirmsAndIsToldOnceOfEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const who = "bo.ask@by.example"
		if err := w.ask(t, who); err != nil {
			t.Fatal(err)
		}
		box := w.drain(t)
		if got := subjects(box, who); !slices.Equal(got, []string{"Vil du have besked om Ledernetværket?"}) || w.count(t) != 0 {
			t.Fatalf("told %q, %d want it", got, w.count(t))
		}
		secret := link(t, box.To(who)[0].Text)
		for range 2 {
			w.write(t, access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Confirm(ctx, tx, secret) })
		}
		if w.count(t) != 1 || len(w.drain(t).To(who)) != 0 {
			t.Error("not confirmed, or told of what was there before")
		}
		w.meet(t, "2026-09-10")
		w.meet(t, "2026-10-10")
		box = w.drain(t)
		got := box.To(who)
		if len(got) != 1 || got[0].Subject != "Nyt møde i Ledernetværket" || !strings.Contains(got[0].Text, "Mødet 2026-09-10") || strings.Contains(got[0].Text, "2026-06-10") {
			t.Fatalf("told %+v", got)
		}
		if raw := string(got[0].Raw); !strings.Contains(raw, "List-Unsubscribe=One-Click") || !strings.Contains(raw, "/besked/"+link(t, got[0].Text)+"/nej>") {
			t.Errorf("mail programs are told nothing of stopping: %s", raw)
		}
		w.meet(t, "2026-11-10")
		next := w.programme(t, "Ledernetværket 2027", w.network.ID)
		if len(w.drain(t).To(who)) != 0 {
			t.Error("told twice, or of a draft")
		}
		w.publish(t, next.ID)
		box = w.drain(t)
		if got := subjects(box, who); !slices.Equal(got, []string{"Ny sæson: Ledernetværket 2027"}) {
			t.Fatalf("told %q", got)
		}
		if len(w.drain(t).To(who)) != 0 {
			t.Error("told twice of the season")
		}
		secret = link(t, box.To(who)[0].Text)
		for range 2 {
			w.write(t, access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return End(ctx, tx, secret) })
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			left, err := interestsWhere(ctx, tx, `1 = 1`)
			if len(left) != 0 {
				t.Errorf("%d are kept", len(left))
			}
			return err
		})
	})
}

func TestOneClickForWhoIsSignedIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for range 2 {
			w.write(t, w.asta, func(ctx context.Context, tx *db.Tx) error { return Want(ctx, tx, w.network) })
		}
		if w.count(t) != 1 {
			t.Errorf("%d want it", w.count(t))
		}
		w.meet(t, "2026-09-10")
		if got := subjects(w.drain(t), "asta.eng@forening.example"); !slices.Equal(got, []string{"Nyt møde i Ledernetværket"}) {
			t.Errorf("told %q", got)
		}
		for range 2 {
			w.write(t, w.asta, func(ctx context.Context, tx *db.Tx) error { return Unwant(ctx, tx, w.network) })
		}
		if w.count(t) != 0 {
			t.Error("still counted")
		}
	})
}

func TestWhoMay(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d)
	if err := d.Write(t.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Want(ctx, tx, w.network) }); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a visitor without an address: %v", err)
	}
	if err := d.Read(t.Context(), w.asta, func(ctx context.Context, tx *db.Tx) error {
		_, err := CountIn(ctx, tx, w.network.ID)
		return err
	}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("somebody counted: %v", err)
	}
	draft := w.programme(t, "Hemmeligt", "")
	if err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Want(ctx, tx, draft) }); !problem.Is(err, problem.NotFound) {
		t.Errorf("a draft: %v", err)
	}
	if err := w.ask(t, "ikke en adresse"); err == nil {
		t.Error("no address")
	}
	if err := d.Write(t.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Confirm(ctx, tx, "gættet") }); !problem.Is(err, problem.NotFound) {
		t.Errorf("a guess: %v", err)
	}
}

// An address gets one mail a day about a programme, and few about all, whoever asks.
func TestFewMailsToAnAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const who = "bo.ask@by.example"
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if err := w.ask(t, who); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := len(w.drain(t).To(who)); got != 1 {
			t.Errorf("%d mails", got)
		}
		w.clock("2026-04-03")
		if err := w.ask(t, who); err != nil || len(w.drain(t).To(who)) != 1 {
			t.Errorf("another day: %v", err)
		}
		sent := 1
		for i := range 7 {
			w.network = w.programme(t, "Netværk "+string(rune('a'+i)), "")
			w.publish(t, w.network.ID)
			if err := w.ask(t, who); err != nil {
				t.Fatal(err)
			}
		}
		if sent += len(w.drain(t).To(who)); sent != mailsEach {
			t.Errorf("%d mails in a day", sent)
		}
	})
}

func TestAddressesAreDeletedInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if err := w.ask(t, "bo.ask@by.example"); err != nil {
			t.Fatal(err)
		}
		w.write(t, w.asta, func(ctx context.Context, tx *db.Tx) error { return Want(ctx, tx, w.network) })
		for _, c := range []struct {
			day  when.Date
			left int
		}{{"2026-04-30", 2}, {"2026-05-02", 1}, {"2028-03-29", 1}, {"2028-04-02", 0}} {
			w.clock(c.day)
			w.write(t, system, Retain)
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				list, err := interestsWhere(ctx, tx, `1 = 1`)
				if len(list) != c.left {
					t.Errorf("%s: %d are kept", c.day, len(list))
				}
				return err
			})
		}
	})
}

func (w *world) do(who access.Actor, lang, method, path string, pairs ...string) *httptest.ResponseRecorder {
	s := &web.Site{
		DB: w.d, Words: w.words, Log: slog.New(slog.DiscardHandler), BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: who, Lang: lang}, nil
		},
	}
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	rec := httptest.NewRecorder()
	s.Handler(Routes).ServeHTTP(rec, r)
	return rec
}

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		path := "/netvaerk/ledernetvaerket/besked"
		visitor := access.Actor{}
		for _, c := range []struct {
			who    access.Actor
			method string
			path   string
			form   []string
			code   int
			want   string // in the page, or where it leads
		}{
			{visitor, "GET", path, nil, 200, "Ja tak, giv mig besked"},
			{visitor, "POST", path, []string{"mail", "hej"}, 422, "Skriv en mailadresse"},
			{visitor, "POST", path, []string{"mail", "bo.ask@by.example"}, 303, path + "?sendt=1"},
			{visitor, "POST", path, []string{"mail", "bo.ask@by.example"}, 303, path + "?sendt=1"},
			{visitor, "GET", path + "?sendt=1", nil, 200, "Se efter i din indbakke"},
			{w.asta, "POST", path, nil, 303, path},
			{w.asta, "GET", path, nil, 200, "Du får besked"},
			{w.asta, "POST", path + "/nej", nil, 303, path},
			{w.asta, "GET", path, nil, 200, "Du får én mail"},
			{visitor, "GET", "/besked/ukendt", nil, 404, "Linket virker ikke mere"},
			{visitor, "GET", "/netvaerk/findes-ikke/besked", nil, 404, ""},
		} {
			got := w.do(c.who, "da", c.method, c.path, c.form...)
			if body := got.Body.String(); got.Code != c.code || c.code != 303 && !strings.Contains(body, c.want) || strings.Contains(body, "⟦") {
				t.Errorf("%s %s: %d, want %d with %q\n%s", c.method, c.path, got.Code, c.code, c.want, body)
			}
			if to := got.Header().Get("Location"); c.code == 303 && !strings.HasPrefix(to, c.want) {
				t.Errorf("%s %s leads to %q", c.method, c.path, to)
			}
		}
		door := "/besked/" + link(t, w.drain(t).To("bo.ask@by.example")[0].Text)
		for _, lang := range []string{"da", "en"} {
			if page := w.do(visitor, lang, "GET", door).Body.String(); !strings.Contains(page, "bo.ask@by.example") || strings.Contains(page, "⟦") {
				t.Errorf("%s", page)
			}
		}
		if got := w.do(visitor, "da", "POST", door); got.Header().Get("Location") != door {
			t.Errorf("leads to %q", got.Header().Get("Location"))
		}
		if page := w.do(visitor, "da", "GET", door).Body.String(); !strings.Contains(page, "Nej tak, ikke mere") {
			t.Errorf("%s", page)
		}
		for range 2 {
			if got := w.do(visitor, "da", "POST", door+"/nej"); got.Header().Get("Location") != door {
				t.Errorf("leads to %q", got.Header().Get("Location"))
			}
		}
		if got := w.do(visitor, "da", "POST", door+"/nej", "List-Unsubscribe", "One-Click"); got.Code != http.StatusOK || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a mail program: %d %v", got.Code, got.Header())
		}
		if page := w.do(visitor, "da", "GET", door).Body.String(); !strings.Contains(page, "Du får ikke længere besked") {
			t.Errorf("%s", page)
		}
	})
}
