package web

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkShell is a whole request for a page with next to nothing on it: what
// every page costs before its own work.
func BenchmarkShell(b *testing.B) {
	h := newSite(b, signe).Handler(doors)
	r := httptest.NewRequest("GET", "/mine", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}

// BenchmarkComponents draws every part there is.
func BenchmarkComponents(b *testing.B) {
	site := newSite(b, signe)
	ctx := site.Words.For(b.Context(), "da")
	page := components()
	r := httptest.NewRequestWithContext(ctx, "GET", "/", nil)
	b.ReportAllocs()
	for b.Loop() {
		if err := Render(httptest.NewRecorder(), r, 200, page); err != nil {
			b.Fatal(err)
		}
	}
}
