package web

import (
	"net/http"

	"faelled/internal/problem"
)

// Worker serves a built script under an address of its own: a service worker
// rules only over the addresses beside its own, and /static/ is beside no page.
// Browsers ask for it again whenever the page is opened.
func Worker(name string) func(s *Site, w http.ResponseWriter, r *http.Request) error {
	return func(_ *Site, w http.ResponseWriter, _ *http.Request) error {
		f, ok := files()[name]
		if !ok {
			return problem.New(problem.NotFound, "web.not_found")
		}
		w.Header().Set("Content-Type", f.media)
		w.Header().Set("Cache-Control", "no-cache")
		_, err := w.Write(f.plain.bytes)
		return err
	}
}
