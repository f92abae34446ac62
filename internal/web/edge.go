package web

import (
	"context"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"faelled/internal/problem"

	"github.com/google/uuid"
)

// edge is what every request goes through, in this order: who is it from, may
// it come from there, is it a file, which door, who asks, how much do they
// bring, and last the handler.
type edge struct {
	site   *Site
	mux    *http.ServeMux
	origin *http.CrossOriginProtection
	posts  *limiter // forms that anybody may send
	reads  *limiter // pages, for visitors
}

// Handler serves the routes of all capabilities, and the site's own.
func (s *Site) Handler(capabilities ...[]Route) http.Handler {
	e := &edge{site: s, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(), posts: newLimiter(postsEach, postsBurst), reads: newLimiter(readsEach, readsBurst)}
	if u, err := url.Parse(s.BaseURL); err == nil && u.Host != "" {
		if err := e.origin.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			panic("web: base URL: " + err.Error())
		}
	}
	for _, routes := range append(capabilities, Routes) {
		for _, route := range routes {
			e.mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) {
				of(r.Context()).route = route.Pattern
				of(r.Context()).instead = e.instead(r)
				if r, err := e.admit(w, r, route); err != nil {
					e.fail(w, r, err)
				} else if err := route.Do(s, w, r); err != nil {
					e.fail(w, r, err)
				}
			})
		}
	}
	return e
}

func (e *edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	e.site.waiting.Add(1)
	defer e.site.waiting.Add(-1)
	q := &request{site: e.site, id: uuid.NewString(), back: back(r), addr: e.site.clientAddr(r)}
	answer := &answer{ResponseWriter: w}
	e.site.setHeaders(w.Header(), q.id)
	ctx := context.WithValue(r.Context(), requestKey{}, q)
	r = r.WithContext(e.site.Words.For(ctx, language(r, "")))
	defer e.site.logRequest(answer, r, start)
	defer e.recover(answer, r)
	e.pass(answer, r)
}

// recover turns a panic into the page for our own faults.
func (e *edge) recover(w *answer, r *http.Request) {
	switch cause := recover(); cause {
	case nil:
	case http.ErrAbortHandler:
		panic(cause)
	default:
		e.site.Log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "cause", cause, "stack", string(debug.Stack()))
		if w.status != 0 {
			panic(http.ErrAbortHandler) // half a page is out: cut it off
		}
		e.show(w, r, problem.New(problem.Fault, "web.fault"))
	}
}

func (e *edge) pass(w http.ResponseWriter, r *http.Request) {
	if err := e.origin.Check(r); err != nil {
		e.fail(w, r, problem.New(problem.Forbidden, "web.cross_origin"))
		return
	}
	if file, ok := strings.CutPrefix(r.URL.Path, "/static/"); ok {
		of(r.Context()).route = "/static/"
		e.static(w, r, file)
		return
	}
	if !readable(r.URL.Path) {
		e.fail(w, e.quietly(w, r), problem.New(problem.NotFound, "web.not_found"))
		return
	}
	if found, pattern := e.mux.Handler(r); pattern == "" {
		e.unmatched(found, w, r)
		return
	}
	e.mux.ServeHTTP(w, r)
}

// unmatched is for addresses and methods that no route has. A slash too many is
// forgiven.
func (e *edge) unmatched(found http.Handler, w http.ResponseWriter, r *http.Request) {
	probe := probe{header: http.Header{}}
	found.ServeHTTP(&probe, r)
	switch probe.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", probe.header.Get("Allow"))
		e.fail(w, e.quietly(w, r), problem.New(methodNotAllowed, "web.method"))
	case http.StatusNotFound:
		if to, ok := e.withoutSlash(r); ok {
			http.Redirect(w, r, to, http.StatusPermanentRedirect)
			return
		}
		e.fail(w, e.quietly(w, r), problem.New(problem.NotFound, "web.not_found"))
	default:
		found.ServeHTTP(w, r)
	}
}

func (e *edge) withoutSlash(r *http.Request) (string, bool) {
	path, ok := strings.CutSuffix(r.URL.EscapedPath(), "/")
	if !ok || !Inside(path) {
		return "", false
	}
	u, err := url.Parse(path)
	if err != nil {
		return "", false
	}
	if _, pattern := e.mux.Handler(&http.Request{Method: r.Method, Host: r.Host, URL: u}); pattern == "" {
		return "", false
	}
	u.RawQuery = r.URL.RawQuery
	return u.String(), true
}

// back is where to return after changing language: this page, or for a form
// that was sent, the address it was sent to.
func back(r *http.Request) string {
	if r.Method == http.MethodGet && Inside(r.URL.RequestURI()) {
		return r.URL.RequestURI()
	}
	if path := r.URL.EscapedPath(); Inside(path) {
		return path
	}
	return "/"
}

// instead is what the history should hold in place of an answered form: its
// address when that can also be read, else the page that it was sent from.
func (e *edge) instead(r *http.Request) string {
	if r.Method != http.MethodPost {
		return ""
	}
	read := &http.Request{Method: http.MethodGet, Host: r.Host, URL: r.URL}
	if _, pattern := e.mux.Handler(read); pattern != "" && Inside(r.URL.RequestURI()) {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || !Inside(from.RequestURI()) {
		return ""
	}
	return from.RequestURI()
}

// probe is an answer that nobody gets.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) WriteHeader(status int)      { p.status = status }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
