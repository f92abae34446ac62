package app_test

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/app"
	"faelled/internal/app/demo"
	"faelled/internal/approval"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/news"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/signin"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

var update = flag.Bool("update", false, "rewrite golden files")

const visitor = "visitor"

// roles try the doors. All but the visitor are from the demo's cast: kontakt is
// the contact person of a municipality that takes part, deltager a colleague of
// theirs, and ny-kommune the contact person of one that has nothing yet.
var roles = []string{visitor, "ny-kommune", "kontakt", "deltager", "sekretariat", "administrator"}

// now is the moment at which the doors are tried: the demo's Monday morning.
var now = time.Date(2026, 4, 27, 10, 12, 0, 0, when.Zone)

const baseURL = "http://127.0.0.1:8080"

// doors are all routes, by address.
func doors() []web.Route {
	all := slices.Concat(append(app.Routes(), web.Routes)...)
	slices.SortFunc(all, func(a, b web.Route) int {
		methodA, pathA, _ := strings.Cut(a.Pattern, " ")
		methodB, pathB, _ := strings.Cut(b.Pattern, " ")
		return cmp.Or(cmp.Compare(pathA, pathB), cmp.Compare(methodA, methodB))
	})
	return all
}

// world is the demo's as one database file, of which every try gets a copy, and
// the objects that the doors are tried with.
type world struct {
	file    []byte
	persons map[string]id.Person // by role
	values  map[string]string    // of the parameters, see choose
	queries map[string]string    // what follows the address, by pattern
}

// objects are those of the demo's world that the doors are about. They belong to
// kontakt, their municipality, or the secretariat: to ny-kommune they are foreign.
type objects struct {
	waits
	contact      people.Person
	waiting      id.Person // wants to join, and has no answer
	programme    programme.Programme
	meeting      meeting.Meeting // the first, which has an agenda
	news         news.News       // public
	registration int64           // its number
	invoice      string          // its number
	material     id.Material     // for those with a seat at the meeting
	session      string          // kontakt's, in another browser
	approval     id.Approval     // of a registration that kontakt sent
	code         string          // to approve it with
	link         string          // to sign in as kontakt, asked for in another browser
	message      string          // one that is sent
	optout       string          // the secret of a mail with news
	idea         string          // of kontakt, which the other members see
	table        string          // of people, that kontakt has handed in
}

// choose says what stands in the addresses. A key is a parameter with the part of
// the pattern before it, and where only that tells the doors apart, all after it.
func (w *world) choose(o objects) {
	number := "?nr=" + strconv.FormatInt(o.registration, 10)
	w.values = map[string]string{
		"forloeb/{id}":              string(o.programme.ID),
		"ideer/{ide}":               o.idea,
		"deltagere/{person}":        string(w.persons["deltager"]),
		"fakturaer/{nr}":            o.invoice,
		"afmeld/{token}":            o.optout,
		"beskeder/{besked}":         o.message,
		"besked/{token}":            "UKENDT", // nobody's: the secret is only in a mail
		"import/{import}":           o.table,
		"kalender/{link}":           "ukendt.ics",
		"kolleger/{person}":         string(w.persons["deltager"]),
		"kolleger/{person}/afvis":   string(o.waiting),
		"kolleger/{person}/godkend": string(o.waiting),
		"indtjek/{kode}":            "K7M2-9QXD", // nobody's: the code of a seat is made of its id
		"evaluering/{kode}":         "UKENDT",    // nobody's: the demo is before its first meeting
		"medvirkende/{kode}":        "UKENDT",    // nobody's: the secret is only in a mail
		"kommuner/{org}":            string(o.contact.Org),
		"godkend/{kode}":            o.code,
		"godkendelser/{approval}":   string(o.approval),
		"log-ind/{link}":            o.link,
		"materialer/{materiale}":    string(o.material),
		"moeder/{date}":             o.meeting.Slug,
		"moeder/{dato}":             o.meeting.Slug,
		"moeder/{id}":               string(o.meeting.ID),
		"del/{del}":                 "nyhed",
		"netvaerk/{slug}":           o.programme.Slug,
		"nyheder/{dato}":            string(o.news.Day),
		"nyheder/{nyhed}":           string(o.news.ID),
		"{dato}/{slug}":             o.news.Slug,
		"{del}/{id}":                string(o.news.ID),
		"{id}/{billede}":            "nu.png",
		"saelgere/{org}":            string(o.programme.Seller),
		"sessioner/{session}":       o.session,
	}
	w.chooseWait(o)
	w.queries = map[string]string{
		"GET /netvaerk/{slug}/deltagere":          "?kommune=" + string(o.contact.Org),
		"GET /netvaerk/{slug}/tilmeld/kvittering": number,
		"GET /netvaerk/{slug}/tilmeld/moeder.ics": number,
	}
}

// address fills in the parameters of a pattern.
func (w *world) address(pattern string) (method, target string, err error) {
	method, path, _ := strings.Cut(pattern, " ")
	parts := strings.Split(path, "/")
	filled := slices.Clone(parts)
	for i, part := range parts {
		switch {
		case part == "{$}":
			filled[i] = ""
		case strings.HasPrefix(part, "{"):
			key := parts[i-1] + "/" + part
			value := cmp.Or(w.values[strings.Join(parts[i-1:], "/")], w.values[key])
			if value == "" {
				return "", "", fmt.Errorf("%s is a new door: say in choose which object %s is", pattern, key)
			}
			filled[i] = url.PathEscape(value)
		}
	}
	return method, strings.Join(filled, "/") + w.queries[pattern], nil
}

// frozen is the world, once ready has made it.
var frozen *world

// ready makes the world, for the first test that asks.
func ready(tb testing.TB) *world {
	tb.Helper()
	if frozen != nil {
		return frozen
	}
	w, file := &world{persons: map[string]id.Person{}}, filepath.Join(tb.TempDir(), "faelled.db")
	made, err := demo.Make(tb.Context(), file, baseURL, now, slog.New(slog.DiscardHandler))
	must(tb, err)
	must(tb, made.House.DB.Close())
	for _, r := range made.Cast {
		w.persons[r.Slug] = r.Person
	}
	box := mail.NewBox()
	h := open(tb, file, box.Send, slog.New(slog.DiscardHandler))
	o := w.find(tb, h, box)
	o.code = codeIn(tb, made.Box)
	o.optout = secretOf(tb, made.Box)
	w.choose(o)
	must(tb, h.DB.Close())
	w.file, err = os.ReadFile(file)
	must(tb, err)
	frozen = w
	return w
}

// codeIn finds the link by which a signer approves without signing in.
func codeIn(tb testing.TB, box *mail.Box) string {
	tb.Helper()
	for _, m := range box.Messages() {
		if found := regexp.MustCompile(`/godkend/(\w+)`).FindStringSubmatch(m.Text); found != nil {
			return found[1]
		}
	}
	tb.Fatal("nobody was asked to approve anything")
	return ""
}

// find finds the objects, and lets kontakt be signed in somewhere else, and want
// to.
func (w *world) find(tb testing.TB, h *app.House, box *mail.Box) (o objects) {
	tb.Helper()
	enter(tb, h, w.persons["kontakt"])
	staff := access.Actor{Person: w.persons["administrator"], Grants: []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}}
	must(tb, h.DB.Read(tb.Context(), staff, func(ctx context.Context, tx *db.Tx) (err error) {
		o, err = read(ctx, tx, w.persons["kontakt"])
		return err
	}))
	must(tb, h.DB.Read(tb.Context(), access.Actor{Person: o.contact.ID}, func(ctx context.Context, tx *db.Tx) error {
		own, err := signin.Sessions(ctx, tx)
		must(tb, err)
		o.session = own[0].ID
		return nil
	}))
	contact := access.Actor{Person: o.contact.ID, Org: o.contact.Org, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(o.contact.Org)}}}
	must(tb, h.DB.Write(tb.Context(), contact, func(ctx context.Context, tx *db.Tx) (err error) {
		rows := tabular.Table{Rows: []tabular.Row{{Number: 1, Cells: []string{"Nye Ansat", "ny@eksempel.example"}}}}
		o.table, err = people.HandIn(ctx, tx, o.contact.Org, "nye.csv", rows)
		return err
	}))
	ask(h.Handler(), http.MethodPost, "/log-ind", "", "email="+url.QueryEscape(o.contact.Email))
	must(tb, h.Runner.Drain(tb.Context()))
	letter := box.To(o.contact.Email)[0].Text
	m := regexp.MustCompile(`/log-ind/(\w+)`).FindStringSubmatch(letter)
	if m == nil {
		tb.Fatalf("no link in %s", letter)
	}
	o.link = m[1]
	return o
}

// secretOf is the secret of the latest mail that can be unsubscribed from.
func secretOf(tb testing.TB, box *mail.Box) string {
	tb.Helper()
	for _, m := range box.Messages() {
		if found := regexp.MustCompile(`/afmeld/(\w+)`).FindStringSubmatch(m.Text); found != nil {
			return found[1]
		}
	}
	tb.Fatal("no mail can be unsubscribed from")
	return ""
}

// read finds the objects that only the database knows.
func read(ctx context.Context, tx *db.Tx, contact id.Person) (o objects, err error) {
	if o.contact, err = people.PersonByID(ctx, tx, contact); err != nil {
		return o, err
	}
	waiting, err := people.Waiting(ctx, tx)
	if err != nil {
		return o, err
	}
	programmes, err := programme.Published(ctx, tx)
	if err != nil {
		return o, err
	}
	o.waiting, o.programme = waiting[0].ID, programmes[0]
	if err := tx.Get(ctx, &o.message, `SELECT id FROM messages WHERE state = 'sent' ORDER BY id LIMIT 1`); err != nil {
		return o, err
	}
	if err := tx.Get(ctx, &o.idea, `SELECT id FROM ideas WHERE person = $1 AND shown = 'named'`, contact); err != nil {
		return o, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, o.programme.ID)
	if err != nil {
		return o, err
	}
	invoices, err := billing.Latest(ctx, tx, o.contact.Org, 1)
	if err != nil {
		return o, err
	}
	o.meeting, o.invoice = meetings[0], invoices[0].Number
	asked, err := approval.WaitingOf(ctx, tx, o.contact.Org)
	if err != nil {
		return o, err
	}
	o.approval = asked[0].ID
	told, _, err := news.List(ctx, tx, news.Wanted{Most: 1})
	if err != nil {
		return o, err
	}
	o.news = told[0]
	if err := o.findWait(ctx, tx); err != nil {
		return o, err
	}
	papers, err := material.OfMeeting(ctx, tx, o.programme, o.meeting)
	if err != nil {
		return o, err
	}
	o.material = papers.Before[0].ID
	all, err := registration.Recent(ctx, tx, time.Time{}, 1000)
	for _, r := range all {
		if r.Org == o.contact.Org {
			o.registration = r.Number
		}
	}
	return o, err
}

// open opens a house on a database file, at the moment of the test.
func open(tb testing.TB, file string, send mail.Send, log *slog.Logger) *app.House {
	tb.Helper()
	d, err := db.Open(file)
	must(tb, err)
	d.Now, d.Strict = func() time.Time { return now }, true
	h, err := app.New(app.Options{
		Config: app.Config{BaseURL: baseURL, Workers: 1}, Log: log, DB: d, Send: send, Secret: make([]byte, 32), Sample: true,
	})
	must(tb, err)
	return h
}

// trial is a house of one's own, to do what one likes in.
type trial struct {
	*app.House
	world   *world
	file    string
	handler http.Handler
	log     bytes.Buffer // of faults
}

// newTrial copies the world; end throws the copy away.
func (w *world) newTrial(tb testing.TB) *trial {
	tb.Helper()
	t := &trial{world: w, file: filepath.Join(tb.TempDir(), "faelled.db")}
	must(tb, os.WriteFile(t.file, w.file, 0o600))
	discard := func(context.Context, mail.Message) error { return nil }
	t.House = open(tb, t.file, discard, slog.New(slog.NewTextHandler(&t.log, &slog.HandlerOptions{Level: slog.LevelError})))
	t.handler = t.Handler()
	return t
}

func (t *trial) end(tb testing.TB) {
	tb.Helper()
	must(tb, t.DB.Close())
	must(tb, os.Remove(t.file))
}

// knock tries a door in a role, with a session of its own.
func (t *trial) knock(tb testing.TB, pattern, role string) *httptest.ResponseRecorder {
	tb.Helper()
	method, target, err := t.world.address(pattern)
	must(tb, err)
	token := ""
	if role != visitor {
		token = enter(tb, t.House, t.world.persons[role])
	}
	answer := ask(t.handler, method, target, token, "")
	if answer.Code >= http.StatusInternalServerError || t.log.Len() > 0 {
		tb.Errorf("%s as %s: %d\n%s", pattern, role, answer.Code, &t.log)
	}
	t.log.Reset()
	return answer
}

// enter signs a person in and returns the session's secret.
func enter(tb testing.TB, h *app.House, person id.Person) (token string) {
	tb.Helper()
	must(tb, h.DB.Write(tb.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = signin.Open(ctx, tx, person)
		return err
	}))
	return token
}

// ask sends one request, with a form when it is a POST.
func ask(h http.Handler, method, target, token, form string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, baseURL+target, strings.NewReader(form))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(signin.Cookie(token, false))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// tour tries all doors in one role: what changes nothing in one house, and each
// change in a house of its own.
func (w *world) tour(t *testing.T, role string) (statuses []int) {
	reading := w.newTrial(t)
	defer reading.end(t)
	for _, d := range doors() {
		if strings.HasPrefix(d.Pattern, "GET ") {
			statuses = append(statuses, reading.knock(t, d.Pattern, role).Code)
			continue
		}
		changing := w.newTrial(t)
		statuses = append(statuses, changing.knock(t, d.Pattern, role).Code)
		changing.end(t)
	}
	return statuses
}

// Who gets in where is read in one file, and every change of it is seen.
func TestDoors(t *testing.T) {
	w := ready(t)
	tours := make([][]int, len(roles))
	t.Run("tour", func(t *testing.T) {
		for i, role := range roles {
			t.Run(role, func(t *testing.T) {
				t.Parallel()
				tours[i] = w.tour(t, role)
			})
		}
	})
	if t.Failed() {
		return
	}
	var b strings.Builder
	b.WriteString("# The status that everybody gets at every door; POST sends an empty form.\n")
	fmt.Fprintf(&b, "%-54s %s\n", "#", strings.Join(roles, " "))
	for i, d := range doors() {
		line := fmt.Sprintf("%-54s", d.Pattern)
		for column, role := range roles {
			line += fmt.Sprintf(" %-*d", len(role), tours[column][i])
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	const file = "testdata/doors.txt"
	if *update {
		must(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if b.String() != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, b.String())
	}
}

// What a route says of itself holds, whatever the golden file says.
func TestGates(t *testing.T) {
	w := ready(t)
	h := w.newTrial(t)
	defer h.end(t)
	for _, d := range doors() {
		if d.For == web.Public {
			continue
		}
		if got := h.knock(t, d.Pattern, visitor); !asksToSignIn(d, got) {
			t.Errorf("%s lets a visitor in: %d %s", d.Pattern, got.Code, got.Header().Get("Location"))
		}
		if d.For != web.StaffOnly {
			continue
		}
		for _, role := range []string{"ny-kommune", "kontakt", "deltager"} {
			if got := h.knock(t, d.Pattern, role); got.Code != http.StatusForbidden && got.Code != http.StatusNotFound {
				t.Errorf("%s lets %s in: %d", d.Pattern, role, got.Code)
			}
		}
	}
}

// asksToSignIn tells whether an answer is the one for visitors: a page leads to
// the sign-in, a form may be refused.
func asksToSignIn(d web.Route, got *httptest.ResponseRecorder) bool {
	if got.Code == http.StatusUnauthorized {
		return !strings.HasPrefix(d.Pattern, "GET ")
	}
	to, err := url.Parse(got.Header().Get("Location"))
	return err == nil && got.Code == http.StatusSeeOther && to.Path == "/log-ind"
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
