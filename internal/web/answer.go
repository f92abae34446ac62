package web

import (
	"log/slog"
	"net/http"
	"time"
)

// answer remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach flushing and deadlines.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// logRequest tells of a request, in one line of the log and to whoever counts. It
// holds no personal data: the route and not the address, which may carry a name or
// a one-time code, and the person as a reference only.
func (s *Site) logRequest(a *answer, r *http.Request, start time.Time) {
	ctx := r.Context()
	q, took := of(ctx), time.Since(start)
	if s.Observe != nil {
		s.Observe(q.route, a.status, took)
	}
	level := slog.LevelInfo
	if q.route == "/static/" {
		level = slog.LevelDebug
	}
	s.Log.LogAttrs(ctx, level, "request",
		slog.String("request", q.id),
		slog.String("method", method(r.Method)),
		slog.String("route", q.route),
		slog.Int("status", a.status),
		slog.Int64("bytes", a.bytes),
		slog.Duration("took", took),
		slog.String("actor", string(q.viewer.Person)),
	)
}

// method keeps invented methods out of the log: they may be of any length.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return name
	}
	return "other"
}
