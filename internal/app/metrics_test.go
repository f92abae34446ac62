package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"faelled/internal/db/dbtest"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func TestFiguresCountRequestsAndJobsWithoutNames(t *testing.T) {
	h := newRush(t, dbtest.SQLite(t), 1, 1, 1).house
	figures := promhttp.HandlerFor(h.figures(), promhttp.HandlerOpts{})
	pages := h.Handler()
	for _, path := range []string{"/", "/netvaerk/netvaerk", "/hemmelig-side-om-nogen"} {
		pages.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	w := httptest.NewRecorder()
	figures.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	text := w.Body.String()
	for _, want := range []string{
		`faelled_request_seconds_count{route="GET /{$}",status="200"} 1`,
		`faelled_request_seconds_count{route="GET /netvaerk/{slug}",status="200"} 1`,
		`faelled_jobs{state="dead"} 0`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "hemmelig") {
		t.Error("an address is among the figures")
	}
}
