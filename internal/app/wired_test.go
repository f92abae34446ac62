package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"faelled/internal/db/dbtest"
	"faelled/internal/mail"
)

func house(t *testing.T) *House {
	t.Helper()
	h, err := New(Options{
		Config: Config{BaseURL: "http://127.0.0.1", Workers: 1}, DB: dbtest.SQLite(t), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Send: mail.NewBox().Send, Secret: make([]byte, secretBytes),
	})
	must(t, err)
	return h
}

// Watchers are answered; every other address is the site's, however it is
// written, and has its headers.
func TestWatchersAreAnswered(t *testing.T) {
	h := house(t)
	doors := h.Handler()
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "//netvaerk": 307, "/netvaerk/../x": 307, "/x": 404} {
		w := httptest.NewRecorder()
		doors.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil))
		if w.Code != want || w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %d, %v", path, w.Code, w.Header())
		}
	}
	must(t, h.DB.Close())
	w := httptest.NewRecorder()
	doors.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d", w.Code)
	}
}

// A kind that nobody does would leave its worker idle, and the house to mail.
func TestPromptJobsAreDone(t *testing.T) {
	h := house(t)
	for _, kind := range prompt {
		if h.Runner.Handlers[kind] == nil {
			t.Errorf("nobody does %s", kind)
		}
		if !slices.Contains(h.Runner.Prompt, kind) {
			t.Errorf("%s has to wait for mail", kind)
		}
	}
}

// A kind that nobody does goes in no lane: its name is misspelt.
func TestBulkJobsAreDone(t *testing.T) {
	h := house(t)
	for _, kind := range h.Runner.Bulk {
		if h.Runner.Handlers[kind] == nil || slices.Contains(prompt, kind) {
			t.Errorf("nobody does %s, or it is prompt too", kind)
		}
	}
}

// Whatever fails, the secretariat reads what it was in words.
func TestEveryJobIsToldInWords(t *testing.T) {
	told := chores()
	for kind := range house(t).Runner.Handlers {
		if told[kind].Title == "" {
			t.Errorf("%s has no title", kind)
		}
		delete(told, kind)
	}
	for kind := range told {
		t.Errorf("nobody does %s", kind)
	}
}
