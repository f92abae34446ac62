package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/problem"
)

// admit finds out who asks and whether this door is for them, and only then
// reads what they bring. It returns the request to go on with, also when it
// refuses.
func (e *edge) admit(w http.ResponseWriter, r *http.Request, route Route) (*http.Request, error) {
	r, err := e.identify(w, r)
	if err != nil {
		return r, err
	}
	if err := e.slowDown(w, r, route); err != nil {
		return r, err
	}
	who := Actor(r)
	switch {
	case route.For == Public:
	case !who.SignedIn():
		return r, problem.New(problem.Unknown, "web.sign_in_first")
	case route.For == StaffOnly && !who.IsStaff():
		return r, problem.New(problem.Forbidden, "web.staff_only")
	}
	return r, readForm(w, r, route.limit())
}

// identify finds the viewer, and the language they read.
func (e *edge) identify(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	if e.site.Identify == nil {
		return r, nil
	}
	ctx := r.Context()
	v, err := e.site.Identify(ctx, r)
	if err != nil {
		return r, err
	}
	of(ctx).viewer = v
	if v.SignedIn() {
		w.Header().Set("Cache-Control", "no-store")
	}
	if lang := language(r, v.Lang); lang != i18n.Lang(ctx) {
		r = r.WithContext(e.site.Words.For(ctx, lang))
	}
	return r, nil
}

// quietly identifies for a page that is about something else: it must be shown
// even when nobody can be known.
func (e *edge) quietly(w http.ResponseWriter, r *http.Request) *http.Request {
	known, err := e.identify(w, r)
	if err != nil {
		return r
	}
	return known
}

// slowDown is for what costs us work and asks for no name: forms that anybody may
// send, and pages for visitors.
func (e *edge) slowDown(w http.ResponseWriter, r *http.Request, route Route) error {
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	var wait time.Duration
	switch addr := ClientAddr(r.Context()); {
	case reading && !Actor(r).SignedIn():
		wait = e.reads.wait(addr)
	case !reading && route.For == Public:
		wait = e.posts.wait(addr)
	}
	if wait <= 0 {
		return nil
	}
	w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
	if reading {
		return problem.New(problem.TooMany, "web.too_many_pages")
	}
	return problem.New(problem.TooMany, "web.too_many")
}

// readForm refuses more than limit bytes: at once when the size is told, else
// when they have come. An ordinary form is read here, because r.PostFormValue
// would keep quiet about one that is too large. A form with files is read by its
// handler.
func readForm(w http.ResponseWriter, r *http.Request, limit int64) error {
	if r.URL.RawQuery != "" && !readableForm(r.URL.Query()) {
		return problem.New(badRequest, "web.unreadable")
	}
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	if r.ContentLength > limit {
		return problem.New(problem.TooLarge, "web.too_large")
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if strings.TrimSpace(strings.ToLower(media)) != "application/x-www-form-urlencoded" {
		return nil
	}
	err := r.ParseForm()
	if err == nil && readableForm(r.PostForm) {
		return nil
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problem.New(problem.TooLarge, "web.too_large")
	}
	return problem.New(badRequest, "web.unreadable")
}
