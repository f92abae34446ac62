package signin

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/web"
)

var theSystem = access.System("")

// house is a running site over https with a mailbox, one municipality that has
// a contact person, and one member of staff. The clock stands until pass moves it.
type house struct {
	d            *db.DB
	box          *mail.Box
	server       *httptest.Server
	runner       *jobs.Runner
	log          *strings.Builder
	egelund      id.Org
	bodil, signe id.Person // contact person; staff
	carlo        id.Person // colleague
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, Locale)
	must(t, err)
	h := &house{d: d, box: mail.NewBox(), log: &strings.Builder{}}
	h.write(t, func(ctx context.Context, tx *db.Tx) (err error) {
		h.egelund, err = people.AddOrg(ctx, tx, people.NewOrg{
			Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Domains: []string{"egelund.example"},
		})
		if err != nil {
			return err
		}
		league, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Association, Name: "Kommuneforeningen"})
		if err != nil {
			return err
		}
		for _, p := range []struct {
			at    *id.Person
			name  string
			email string
			org   id.Org
		}{
			{&h.bodil, "Bodil Ask", "bodil@egelund.example", h.egelund},
			{&h.carlo, "Carlo Eng", "carlo@egelund.example", h.egelund},
			{&h.signe, "Signe Land", "signe@forening.example", league},
		} {
			if *p.at, err = people.AddPerson(ctx, tx, people.NewPerson{Name: p.name, Email: p.email, Org: p.org}); err != nil {
				return err
			}
		}
		if err := people.GiveRole(ctx, tx, h.bodil, access.Contact, access.At(h.egelund)); err != nil {
			return err
		}
		return people.GiveRole(ctx, tx, h.signe, access.Staff, access.Everywhere)
	})
	site := &web.Site{DB: d, Words: words, Log: slog.New(slog.NewTextHandler(h.log, nil)), Secure: true, Identify: Identify(d, true)}
	inside := []web.Route{ // a page of somebody else's, and the front page
		{Pattern: "GET /inde", For: web.SignedIn, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
			v := web.ViewerOf(r.Context())
			fmt.Fprintf(w, "%s of %s, staff %v", v.Name, v.OrgName, v.IsStaff())
			return nil
		}},
		{Pattern: "GET /{$}", For: web.Public, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error { return nil }},
		{Pattern: "GET /kommune", For: web.SignedIn, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error { return nil }},
	}
	h.server = httptest.NewTLSServer(site.Handler(Routes, people.Routes, inside))
	t.Cleanup(h.server.Close)
	post := mail.Post{Send: h.box.Send, BaseURL: h.server.URL, Words: words}
	handlers := Jobs(post)
	maps.Copy(handlers, people.Jobs(post))
	h.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}

func (h *house) write(t testing.TB, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	must(t, h.d.Write(t.Context(), theSystem, fn))
}

// opens is a session without the mail.
func (h *house) opens(t testing.TB, who id.Person) (token string) {
	t.Helper()
	h.write(t, func(ctx context.Context, tx *db.Tx) (err error) {
		token, err = Open(ctx, tx, who)
		return err
	})
	return token
}

// pass moves the clock on.
func (h *house) pass(by time.Duration) {
	now := h.d.Now().Add(by)
	h.d.Now = func() time.Time { return now }
}

func (h *house) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	must(t, h.d.Read(t.Context(), theSystem, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &n, `SELECT count(*) FROM `+query, args...)
	}))
	return n
}

// client is a browser with its cookies. It does not follow redirects.
type client struct {
	t *testing.T
	h *house
	c *http.Client
}

func (h *house) browser(t *testing.T) *client {
	jar, err := cookiejar.New(nil)
	must(t, err)
	c := *h.server.Client()
	c.Jar = jar
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{t, h, &c}
}

// page is what the browser got.
type page struct {
	status int
	to     string // where it is sent on
	header http.Header
	body   string
}

func (b *client) do(method, path string, form ...string) page {
	b.t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.h.server.URL+path, strings.NewReader(values.Encode()))
	must(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
	w, err := b.c.Do(r)
	must(b.t, err)
	defer w.Body.Close()
	var body strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := w.Body.Read(buf)
		body.Write(buf[:n])
		if err != nil {
			break
		}
	}
	return page{w.StatusCode, w.Header.Get("Location"), w.Header, body.String()}
}

func (b *client) get(path string) page { b.t.Helper(); return b.do("GET", path) }

// goes fails unless the answer sends the browser on to a path.
func (b *client) goes(p page, to string) {
	b.t.Helper()
	if p.status != http.StatusSeeOther || p.to != to {
		b.t.Fatalf("status %d to %q, want %q\n%s", p.status, p.to, to, p.body)
	}
}

// mailed has the browser ask for a mail to an address, and reads it.
func (b *client) mailed(email string) (link, code string) {
	b.t.Helper()
	b.goes(b.do("POST", "/log-ind", "email", email), "/log-ind/kode")
	must(b.t, b.h.runner.Drain(b.t.Context()))
	return b.h.letter(b.t, email)
}

var (
	codes = regexp.MustCompile(`\b\d{6}\b`)
	links = regexp.MustCompile(`/log-ind/[A-Z2-7]{26}`)
)

// letter is the link and code of the last mail to an address; empty without one.
func (h *house) letter(t testing.TB, email string) (link, code string) {
	t.Helper()
	all := h.box.To(email)
	if len(all) == 0 {
		t.Fatal("no mail to " + email)
	}
	return links.FindString(all[0].Text), codes.FindString(all[0].Text)
}

// enters signs somebody in.
func (h *house) enters(t *testing.T, email string) *client {
	t.Helper()
	b := h.browser(t)
	link, _ := b.mailed(email)
	if p := b.do("POST", link); p.status != http.StatusSeeOther {
		t.Fatalf("%s is not let in: %d\n%s", email, p.status, p.body)
	}
	return b
}

// cookie is a cookie that the browser would send to the site.
func (b *client) cookie(name string) string {
	u, _ := url.Parse(b.h.server.URL)
	for _, c := range b.c.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// isIn tells whether the browser is somebody.
func (b *client) isIn() bool { b.t.Helper(); return b.get("/inde").status == http.StatusOK }
