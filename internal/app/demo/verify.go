package demo

import (
	"net/http"
	"strings"

	"faelled/internal/web"
)

// verify shows what "faelled check" says about the demo, at the demo's time.
func (w *World) verify(_ *web.Site, rw http.ResponseWriter, r *http.Request) error {
	var said strings.Builder
	err := w.House.Verify(r.Context(), &said)
	return web.Render(rw, r, http.StatusOK, verifyPage(strings.TrimSpace(said.String()), err == nil))
}
