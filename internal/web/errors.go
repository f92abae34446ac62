package web

import (
	"errors"
	"net/http"
	"net/url"

	"faelled/internal/problem"
)

// Kinds that only the edge makes.
const (
	badRequest       problem.Kind = http.StatusBadRequest
	methodNotAllowed problem.Kind = http.StatusMethodNotAllowed
)

// readerLeft is what proxies log for a request whose reader closed it.
const readerLeft = 499

// fail answers with the page that fits err. It needs no database. What is not a
// problem of theirs is ours: logged here, once, and shown without details.
func (e *edge) fail(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	if errors.Is(err, ctx.Err()) && ctx.Err() != nil {
		w.WriteHeader(readerLeft) // for the log: nobody sees a page
		return
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = problem.New(problem.TooLarge, "web.too_large")
	}
	p, ok := errors.AsType[*problem.Problem](err)
	if !ok {
		e.site.Log.ErrorContext(ctx, "request failed", "request", RequestID(ctx), "route", of(ctx).route, "err", err)
		p = problem.New(problem.Fault, "web.fault")
	}
	if a, ok := w.(*answer); ok && a.status != 0 {
		return // too late for a page
	}
	e.show(w, r, p)
}

func (e *edge) show(w http.ResponseWriter, r *http.Request, p *problem.Problem) {
	ctx := r.Context()
	q := of(ctx)
	q.from, q.instead = q.instead, "" // loading this page anew sends the form once more: that is wanted
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case p.Kind == problem.Unknown && reading && !ViewerOf(ctx).SignedIn():
		http.Redirect(w, r, SignInPath(r.URL.RequestURI()), http.StatusSeeOther)
		return
	case p.Kind == problem.TooLarge:
		w.Header().Set("Connection", "close") // or the rest of it would have to be read
	case p.Kind == problem.Fault:
		w.Header().Set("Cache-Control", "no-store")
	}
	if err := Render(w, r, int(p.Kind), errorPage(p)); err != nil {
		e.site.Log.ErrorContext(ctx, "error page failed", "request", RequestID(ctx), "err", err)
		http.Error(w, RequestID(ctx), int(problem.Fault))
	}
}

// SignInPath is the address of the sign-in page that afterwards goes on to path.
func SignInPath(path string) string {
	if !Inside(path) || path == "/" {
		return "/log-ind"
	}
	return "/log-ind?" + url.Values{"videre": {path}}.Encode()
}
