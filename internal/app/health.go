package app

import (
	"context"
	"net/http"
	"time"

	"faelled/internal/web"
)

// readyTime bounds how long the database may take to say that it is there.
const readyTime = 2 * time.Second

// Handler serves the pages and the two addresses that watchers ask, which need no
// session, no language and no log line, and wait in no crowd. More doors are the
// demo's.
func (h *House) Handler(more ...[]web.Route) http.Handler {
	pages := h.Site.Handler(append(Routes(), more...)...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/healthz":
			say(w, http.StatusOK, "ok")
		case "/readyz":
			h.ready(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

// ready tells whether the database answers.
func (h *House) ready(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), readyTime)
	defer stop()
	if err := h.DB.Ready(ctx); err != nil {
		h.Log.Warn("not ready", "err", err)
		say(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}
