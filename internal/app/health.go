package app

import (
	"context"
	"net/http"
	"time"

	"faelled/internal/web"
)

// readyTime bounds how long the database may take to say that it is there.
const readyTime = 2 * time.Second

// Handler serves the pages and the two addresses that watchers ask, which need
// no session, no language and no log line.
// More doors are the demo's.
func (h *House) Handler(more ...[]web.Route) http.Handler {
	pages := h.Site.Handler(append(Routes(), more...)...)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), readyTime)
		defer stop()
		if err := h.DB.Ready(ctx); err != nil {
			h.Log.Warn("not ready", "err", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte("ready\n"))
	})
	mux.Handle("/", pages)
	return mux
}
