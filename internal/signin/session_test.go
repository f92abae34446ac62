package signin

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// V3.3.3 and V3.3.2, V3.3.4: what browsers are told about our cookies.
func TestV3_3_3_Cookies(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	asked := b.do("POST", "/log-ind", "email", "carlo@egelund.example")
	must(t, h.runner.Drain(t.Context()))
	link, _ := h.letter(t, "carlo@egelund.example")
	entered := b.do("POST", link)
	for name, p := range map[string]page{"__Host-faelled-log-ind=": asked, "__Host-faelled=": entered} {
		var found string
		for _, c := range p.header.Values("Set-Cookie") {
			if strings.HasPrefix(c, name) {
				found = c
			}
		}
		for _, part := range []string{"; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
			if !strings.Contains(found, part) {
				t.Errorf("%s: %q has no %q", name, found, part)
			}
		}
		if strings.Contains(found, "Domain") {
			t.Errorf("%s: %q", name, found)
		}
	}
	if b.cookie("__Host-faelled-log-ind") != "" {
		t.Error("the browser's cookie stays after signing in")
	}
	if c := Cookie("x", false); c.Name != "faelled" || c.Secure {
		t.Errorf("over http: %v", c)
	}
}

// V7.2.4: signing in makes a new session, and ends the browser's old one.
func TestV7_2_4_NewSessionOnSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "carlo@egelund.example")
		old := b.cookie("__Host-faelled")
		h.pass(time.Minute)
		link, _ := b.mailed("bodil@egelund.example")
		b.goes(b.do("POST", link), "/kommune")
		if fresh := b.cookie("__Host-faelled"); fresh == old || fresh == "" {
			t.Error("the same session")
		}
		if p := b.get("/inde"); !strings.HasPrefix(p.body, "Bodil Ask") {
			t.Errorf("in as %q", p.body)
		}
		if v := h.viewer(t, old); v.SignedIn() {
			t.Error("the old session still counts")
		}
	})
}

// viewer is who a token is.
func (h *house) viewer(t testing.TB, token string) access.Actor {
	t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(Cookie(token, true))
	v, err := Identify(h.d, true)(t.Context(), r)
	must(t, err)
	return v.Actor
}

// V7.2.2 and V7.2.3: tokens are long, of chance, and kept as hashes only.
func TestV7_2_3_TokensAreKeptAsHashes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "carlo@egelund.example")
		token := b.cookie("__Host-faelled")
		if len(token) != 26 {
			t.Errorf("token %q", token)
		}
		if h.count(t, `sessions WHERE token_hash = $1`, hash(token)) != 1 || h.count(t, `sessions WHERE token_hash = $1`, token) != 0 {
			t.Error("not kept as a hash")
		}
		if h.viewer(t, hash(token)).SignedIn() {
			t.Error("the hash is as good as the token")
		}
		for _, bad := range []string{"", "x", strings.Repeat("x", 10_000)} {
			if h.viewer(t, bad).SignedIn() {
				t.Errorf("%q is somebody", bad)
			}
		}
	})
}

// V7.3.1 and V7.3.2: sessions end when idle, and when old.
func TestV7_3_1_IdleSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "carlo@egelund.example")
		for range 3 { // used, it goes on
			h.pass(8*time.Hour - time.Minute)
			if !b.isIn() {
				t.Fatal("out while it was used")
			}
		}
		h.pass(8 * time.Hour)
		if b.isIn() {
			t.Error("in after eight idle hours")
		}
	})
}

func TestV7_3_2_OldSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		start := h.d.Now()
		for email, life := range map[string]time.Duration{"carlo@egelund.example": 30 * 24 * time.Hour, "signe@forening.example": 12 * time.Hour} {
			h.d.Now = func() time.Time { return start }
			b := h.enters(t, email)
			for left := life; left > time.Hour; left -= 6 * time.Hour {
				if !b.isIn() {
					t.Fatalf("%s is out with %v left", email, left)
				}
				h.pass(min(6*time.Hour, left-time.Second))
			}
			if !b.isIn() {
				t.Errorf("%s is out a second early", email)
			}
			h.pass(time.Second)
			if b.isIn() {
				t.Errorf("%s is in after %v", email, life)
			}
		}
	})
}

func TestSeenIsWrittenEveryFiveMinutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "carlo@egelund.example")
		var writes int
		h.d.BeforeWrite = func() { writes++ }
		for range 10 {
			h.pass(time.Minute)
			if !b.isIn() {
				t.Fatal("out")
			}
		}
		if writes != 2 {
			t.Errorf("%d writes in ten minutes", writes)
		}
	})
}

// V7.4.1: a session after signing out is nobody's.
func TestV7_4_1_SigningOutEndsTheSession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, other := h.enters(t, "carlo@egelund.example"), h.enters(t, "carlo@egelund.example")
		token := b.cookie("__Host-faelled")
		b.goes(b.do("POST", "/log-ud"), "/")
		if b.cookie("__Host-faelled") != "" || b.isIn() || h.viewer(t, token).SignedIn() {
			t.Error("still in")
		}
		b.goes(b.do("POST", "/log-ud"), "/") // twice does no harm
		if !other.isIn() {
			t.Error("the other browser is out, too")
		}
		if p := b.get("/log-ud"); p.status != http.StatusMethodNotAllowed {
			t.Errorf("a link signs out: %d", p.status)
		}
	})
}

// V7.4.3: signing out everywhere ends all of one's sessions, and nobody else's.
func TestV7_4_3_SigningOutEverywhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, other, bodil := h.enters(t, "carlo@egelund.example"), h.enters(t, "carlo@egelund.example"), h.enters(t, "bodil@egelund.example")
		b.goes(b.do("POST", "/log-ud/overalt"), "/")
		if b.isIn() || other.isIn() {
			t.Error("still in")
		}
		if !bodil.isIn() {
			t.Error("somebody else is out")
		}
	})
}

// V7.4.2 and V7.4.5: whoever is no longer active is out at once, and stays out.
func TestV7_4_2_SessionsEndWithTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "carlo@egelund.example")
		h.write(t, func(ctx context.Context, tx *db.Tx) error { return people.Leave(ctx, tx, h.carlo) })
		if b.isIn() {
			t.Error("in after leaving")
		}
		must(t, h.runner.Drain(t.Context()))
		if h.count(t, `sessions`) != 0 {
			t.Error("the session is kept")
		}
		h.write(t, func(ctx context.Context, tx *db.Tx) error {
			_, err := people.Ensure(ctx, tx, h.egelund, []people.Guest{{Name: "Carlo Eng", Email: "carlo@egelund.example"}})
			return err
		})
		if b.isIn() {
			t.Error("the old session is alive again")
		}
	})
}

// V8.3.2: a role that is taken counts no more at the next request.
func TestV8_3_2_RolesAreReadForEveryRequest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.enters(t, "signe@forening.example")
		if p := b.get("/inde"); !strings.HasSuffix(p.body, "staff true") {
			t.Fatal(p.body)
		}
		h.write(t, func(ctx context.Context, tx *db.Tx) error {
			return people.TakeRole(ctx, tx, h.signe, access.Staff, access.Everywhere)
		})
		if p := b.get("/inde"); !strings.HasSuffix(p.body, "staff false") {
			t.Error(p.body)
		}
	})
}

// V7.5.2: people see their sessions, and end them; only their own.
func TestV7_5_2_SessionsAreSeenAndEnded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		here, there, bodil := h.enters(t, "carlo@egelund.example"), h.enters(t, "carlo@egelund.example"), h.enters(t, "bodil@egelund.example")
		p := here.get("/mig")
		if strings.Count(p.body, "Firefox, Windows</th>")+strings.Count(p.body, "Firefox, Windows\n") == 0 || strings.Count(p.body, "Denne browser") != 1 ||
			strings.Count(p.body, `action="/mig/sessioner/`) != 1 {
			t.Errorf("%s", p.body)
		}
		_, rest, _ := strings.Cut(p.body, `action="/mig/sessioner/`)
		one, _, _ := strings.Cut(rest, `"`)
		if p := bodil.do("POST", "/mig/sessioner/"+one); p.status != 404 || !there.isIn() {
			t.Errorf("somebody else ends it: %d", p.status)
		}
		here.goes(here.do("POST", "/mig/sessioner/"+one), "/mig")
		if there.isIn() || !here.isIn() {
			t.Error("the wrong one ended")
		}
		if p := here.do("POST", "/mig/sessioner/"+one); p.status != 404 {
			t.Errorf("twice: %d", p.status)
		}
	})
}

// V14.3.2: nothing of this is kept by browsers or on the way.
func TestV14_3_2_PagesAreNotKept(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	link, _ := b.mailed("carlo@egelund.example")
	for _, path := range []string{"/log-ind", "/log-ind/kode", "/log-ind/hvem", "/log-ind/vent", link} {
		if got := b.get(path).header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: %q", path, got)
		}
	}
	b.do("POST", link)
	if got := b.get("/mig").header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("/mig: %q", got)
	}
}

// V16.3.1 and V16.2.5: the log tells who came in and who did not, and no secrets.
func TestV16_3_1_TheLogTellsAndKeepsSecrets(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	link, code := b.mailed("carlo@egelund.example")
	b.do("POST", "/log-ind/kode", "kode", "000000")
	b.do("POST", link)
	b.do("POST", link)
	b.do("POST", "/log-ud")
	log := h.log.String()
	for _, part := range []string{`msg="sign-in refused"`, "why=signin.code_wrong", "gone=true", `msg="signed in"`, "person=" + string(h.carlo)} {
		if !strings.Contains(log, part) {
			t.Errorf("no %s in\n%s", part, log)
		}
	}
	for _, secret := range []string{"carlo@", code, strings.TrimPrefix(link, "/log-ind/"), b.cookie("__Host-faelled-kendt")} {
		if secret != "" && strings.Contains(log, secret) {
			t.Errorf("the log tells %q", secret)
		}
	}
}

func TestOldThingsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.enters(t, "carlo@egelund.example")
		h.pass(7 * time.Hour)
		fresh := h.enters(t, "bodil@egelund.example")
		h.pass(2 * time.Hour)
		h.write(t, Retain)
		if n, m := h.count(t, `sessions`), h.count(t, `sign_ins`); n != 1 || m != 2 || !fresh.isIn() {
			t.Errorf("%d sessions, %d requests", n, m)
		}
		h.pass(48 * time.Hour)
		h.write(t, Retain)
		if n, m := h.count(t, `sessions`), h.count(t, `sign_ins`); n != 0 || m != 2 {
			t.Errorf("%d sessions, %d requests", n, m)
		}
		h.pass(knownFor)
		h.write(t, Retain)
		if m := h.count(t, `sign_ins`); m != 0 {
			t.Errorf("%d requests", m)
		}
	})
}

// Every command as everybody who is not meant to.
func TestOnlyTheProgramOpensSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		carlo := access.Actor{Person: h.carlo, Org: h.egelund}
		staff := access.Actor{Person: h.signe, Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
		admin := access.Actor{Person: "admin", Grants: []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}}
		commands := map[string]func(ctx context.Context, tx *db.Tx) error{
			"Open":     func(ctx context.Context, tx *db.Tx) error { _, err := Open(ctx, tx, h.carlo); return err },
			"ask":      func(ctx context.Context, tx *db.Tx) error { return ask(ctx, tx, "x@egelund.example", "b", "") },
			"useLink":  func(ctx context.Context, tx *db.Tx) error { _, err := useLink(ctx, tx, "x", "b", ""); return err },
			"useCode":  func(ctx context.Context, tx *db.Tx) error { _, err := useCode(ctx, tx, "x", "b", ""); return err },
			"join":     func(ctx context.Context, tx *db.Tx) error { return join(ctx, tx, "b", "x", "") },
			"Retain":   Retain,
			"CloseAll": func(ctx context.Context, tx *db.Tx) error { return CloseAll(ctx, tx, h.carlo) },
			"Revoke":   func(ctx context.Context, tx *db.Tx) error { return Revoke(ctx, tx, "x") },
			"Sessions": func(ctx context.Context, tx *db.Tx) error { _, err := Sessions(ctx, tx); return err },
		}
		for _, c := range []struct {
			name string
			who  access.Actor
			want map[string]problem.Kind // Forbidden when not named; 0 is allowed
		}{
			{"visitor", access.Actor{}, map[string]problem.Kind{"CloseAll": problem.Unknown, "Revoke": problem.Unknown, "Sessions": problem.Unknown}},
			{"himself", carlo, map[string]problem.Kind{"CloseAll": 0, "Revoke": problem.NotFound, "Sessions": 0}},
			{"staff", staff, map[string]problem.Kind{"Revoke": problem.NotFound, "Sessions": 0}},
			{"admin", admin, map[string]problem.Kind{"CloseAll": 0, "Revoke": problem.NotFound, "Sessions": 0}},
			{"system", theSystem, map[string]problem.Kind{
				"Open": 0, "ask": 0, "useLink": 0, "useCode": 0, "join": problem.Gone, "Retain": 0, "CloseAll": 0, "Revoke": problem.NotFound, "Sessions": 0,
			}},
		} {
			for name, do := range commands {
				want, ok := c.want[name]
				if !ok {
					want = problem.Forbidden
				}
				err := h.d.Write(t.Context(), c.who, do)
				if want == 0 && err != nil || want != 0 && !problem.Is(err, want) {
					t.Errorf("%s as %s: %v, want %d", name, c.name, err, want)
				}
			}
		}
	})
}
