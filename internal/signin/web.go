package signin

import (
	"cmp"
	"context"
	"embed"
	"encoding/base64"
	"net/http"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Addresses that others are sent to.
const (
	startPath = "/log-ind"
	codePath  = "/log-ind/kode"
	whoPath   = "/log-ind/hvem"
	waitPath  = "/log-ind/vent"
	minePath  = "/mig"
)

// Routes lists every door into signing in and out, and a person's own page. The
// commands behind the public ones act as the program: nobody is known yet.
var Routes = []web.Route{
	{Pattern: "GET /log-ind", For: web.Public, Do: web.Unkept(start)},
	{Pattern: "POST /log-ind", For: web.Public, Do: web.Unkept(send)},
	{Pattern: "GET /log-ind/kode", For: web.Public, Do: web.Unkept(askCode)},
	{Pattern: "POST /log-ind/kode", For: web.Public, Do: web.Unkept(takeCode)},
	{Pattern: "GET /log-ind/hvem", For: web.Public, Do: web.Unkept(askName)},
	{Pattern: "POST /log-ind/hvem", For: web.Public, Do: web.Unkept(takeName)},
	{Pattern: "GET /log-ind/vent", For: web.Public, Do: web.Unkept(wait)},
	{Pattern: "GET /log-ind/{link}", For: web.Public, Do: web.Unkept(askLink)},
	{Pattern: "POST /log-ind/{link}", For: web.Public, Do: web.Unkept(takeLink)},
	{Pattern: "POST /log-ud", For: web.Public, Do: web.Unkept(signOut)},
	{Pattern: "POST /log-ud/overalt", For: web.SignedIn, Do: signOutEverywhere},
	{Pattern: "GET /mig", For: web.SignedIn, Do: mine},
	{Pattern: "POST /mig", For: web.SignedIn, Do: editMine},
	{Pattern: "POST /mig/sessioner/{session}", For: web.SignedIn, Do: revoke},
}

// system runs a command before anybody is known.
func system(s *web.Site, r *http.Request, fn func(context.Context, *db.Tx) error) error {
	return s.DB.Write(r.Context(), access.System(""), fn)
}

// startView is the form that asks for an address. Gone: a link or code that no
// longer counts led here.
type startView struct {
	Email, Next string
	Gone        bool
	Faults      problem.Fields
}

func start(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	next := inside(r.FormValue("videre"))
	if who := web.Actor(r); who.SignedIn() {
		if next == "" {
			next = landing(who)
		}
		web.Redirect(w, r, next)
		return nil
	}
	return web.Render(w, r, http.StatusOK, startPage(startView{Next: next}))
}

// inside is an address to go on to after signing in; empty when it is not one of
// ours, or would sign out again. The front page is nothing that anybody asked for.
func inside(path string) string {
	if !web.Inside(path) || path == "/" || strings.HasPrefix(path, "/log-") {
		return ""
	}
	return path
}

// send answers the same whether anybody has the address or not.
func send(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed, next := r.PostFormValue("email"), inside(r.PostFormValue("videre"))
	email, ok := people.ParseEmail(typed)
	if !ok {
		v := startView{Email: typed, Next: next, Faults: problem.Fields{{Name: "email", Key: "signin.email_wrong"}}}
		return web.Render(w, r, http.StatusUnprocessableEntity, startPage(v))
	}
	b := browser{secret: cmp.Or(knownOf(r, s.Secure), browserOf(r, s.Secure).secret, secret()), email: email}
	err := system(s, r, func(ctx context.Context, tx *db.Tx) error { return ask(ctx, tx, email, b.secret, next) })
	if err != nil {
		return err
	}
	http.SetCookie(w, b.cookie(s.Secure))
	web.Redirect(w, r, codePath)
	return nil
}

// browser is what the cookie of a browser that wants to sign in holds: a secret,
// and the address as typed, to be shown again.
type browser struct{ secret, email string }

func browserOf(r *http.Request, secure bool) browser {
	secret, encoded, _ := strings.Cut(cookieOf(r, browserCookie, secure), ".")
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	email, ok := people.ParseEmail(string(text))
	if err != nil || !ok || len(secret) != secretLen {
		return browser{}
	}
	return browser{secret, email}
}

// knownOf is the secret of a browser in which an address was proved lately;
// empty in others. Its cookie holds nothing else: only the table knows which
// address that was.
func knownOf(r *http.Request, secure bool) string {
	if known := cookieOf(r, knownCookie, secure); len(known) == secretLen {
		return known
	}
	return ""
}

// remember lets the browser be known the next time, and forgets the address.
func (b browser) remember(w http.ResponseWriter, secure bool) {
	http.SetCookie(w, cookie(knownCookie, b.secret, int(knownFor.Seconds()), secure))
	http.SetCookie(w, cookie(browserCookie, "", -1, secure))
}

// cookie lives a little longer than what it is for, so that the page can say
// that the code is too old.
func (b browser) cookie(secure bool) *http.Cookie {
	value := b.secret + "." + base64.RawURLEncoding.EncodeToString([]byte(b.email))
	return cookie(browserCookie, value, int((linkLife + proofLife).Seconds()), secure)
}

// codeView is the form that asks for the code.
type codeView struct {
	Email, Code string
	Faults      problem.Fields
}

func askCode(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b := browserOf(r, s.Secure)
	if b.secret == "" {
		web.Redirect(w, r, startPath)
		return nil
	}
	return web.Render(w, r, http.StatusOK, codePage(codeView{Email: b.email}))
}

func takeCode(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b, typed := browserOf(r, s.Secure), r.PostFormValue("kode")
	v := codeView{Email: b.email, Code: typed}
	code, ok := parseCode(typed)
	switch {
	case b.secret == "":
		return gone(w, r, "")
	case !ok:
		v.Faults = problem.Fields{{Name: "kode", Key: "signin.code_form"}}
		return web.Render(w, r, http.StatusUnprocessableEntity, codePage(v))
	}
	return prove(s, w, r, b, v, func(ctx context.Context, tx *db.Tx) (outcome, error) {
		return useCode(ctx, tx, code, b.secret, r.UserAgent())
	})
}

// linkView is the page behind the link in the mail.
type linkView struct {
	Email     string
	Next      string
	Elsewhere bool // asked for in another browser
}

// askLink only asks: programs that look through mail follow links, too.
func askLink(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var (
		asked request
		how   state
	)
	err := s.DB.Read(r.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		asked, how, err = knock(ctx, tx, r.PathValue("link"), browserOf(r, s.Secure).secret)
		return err
	})
	switch {
	case err != nil:
		return err
	case how == dead:
		return gone(w, r, asked.Next)
	case how == elsewhere:
		return web.Render(w, r, http.StatusOK, linkPage(linkView{Elsewhere: true, Next: asked.Next}))
	}
	return web.Render(w, r, http.StatusOK, linkPage(linkView{Email: asked.Email}))
}

func takeLink(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b := browserOf(r, s.Secure)
	return prove(s, w, r, b, codeView{Email: b.email}, func(ctx context.Context, tx *db.Tx) (outcome, error) {
		return useLink(ctx, tx, r.PathValue("link"), b.secret, r.UserAgent())
	})
}

// prove uses a link or a code. Whoever was signed in before in this browser no
// longer is: the session is a new one (ASVS V7.2.4).
func prove(s *web.Site, w http.ResponseWriter, r *http.Request, b browser, v codeView, use func(context.Context, *db.Tx) (outcome, error)) error {
	var out outcome
	err := system(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		if out, err = use(ctx, tx); err != nil || out.Token == "" {
			return err
		}
		return Close(ctx, tx, tokenOf(r, s.Secure))
	})
	if err != nil {
		return err
	}
	if out.Fault != "" || out.Gone {
		s.Log.InfoContext(r.Context(), "sign-in refused", "request", web.RequestID(r.Context()), "why", string(out.Fault), "gone", out.Gone)
	}
	switch {
	case out.Gone:
		return gone(w, r, out.Next)
	case out.Fault != "":
		v.Faults = problem.Fields{{Name: "kode", Key: string(out.Fault)}}
		return web.Render(w, r, http.StatusUnprocessableEntity, codePage(v))
	case out.Token != "":
		http.SetCookie(w, Cookie(out.Token, s.Secure))
		s.Log.InfoContext(r.Context(), "signed in", "request", web.RequestID(r.Context()), "person", string(out.Person))
	}
	if out.Next != whoPath { // who is new still has to say their name
		b.remember(w, s.Secure)
	}
	web.Redirect(w, r, out.Next)
	return nil
}

// gone offers a new link, to where the old one would have led.
func gone(w http.ResponseWriter, r *http.Request, next string) error {
	return web.Render(w, r, http.StatusGone, startPage(startView{Gone: true, Next: next}))
}

func wait(_ *web.Site, w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, waitPage())
}

func signOut(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	if token := tokenOf(r, s.Secure); token != "" {
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Close(ctx, tx, token) })
		if err != nil {
			return err
		}
	}
	return leave(s, w, r)
}

func signOutEverywhere(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	who := web.Actor(r)
	err := s.DB.Write(r.Context(), who, func(ctx context.Context, tx *db.Tx) error { return CloseAll(ctx, tx, who.Person) })
	if err != nil {
		return err
	}
	return leave(s, w, r)
}

func leave(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, cookie(sessionCookie, "", -1, s.Secure))
	web.Redirect(w, r, "/")
	return nil
}
