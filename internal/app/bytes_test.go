package app_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/app"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/mail"
	"faelled/internal/web"
)

// PostgreSQL refuses bytes that are not UTF-8, and NUL; SQLite takes anything.
// No door may let the difference be seen, or let such bytes become our fault.
func TestForeignBytesAreNoFaultOfOurs(t *testing.T) {
	parameter := regexp.MustCompile(`\{\w+\}`)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var log bytes.Buffer
		h, err := app.New(app.Options{
			Config: app.Config{BaseURL: baseURL, Workers: 1}, DB: d, Secret: make([]byte, 32),
			Log:  slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})),
			Send: func(context.Context, mail.Message) error { return nil },
		})
		must(t, err)
		handler, tried := h.Handler(), 0
		expect := func(want int, method, target, form string) {
			tried++
			if got := ask(handler, method, target, "", form).Code; got != want {
				t.Errorf("%s %s with %q: %d, want %d", method, target, form, got, want)
			}
		}
		for _, door := range doors() {
			if door.For != web.Public {
				continue
			}
			handler = h.Handler() // one that nobody has asked too often
			method, path, _ := strings.Cut(strings.ReplaceAll(door.Pattern, "{$}", ""), " ")
			for _, foreign := range []string{"%ff", "%00", "a%c3"} {
				if parameter.MatchString(path) {
					expect(http.StatusNotFound, method, parameter.ReplaceAllString(path, foreign), "")
				}
				target := parameter.ReplaceAllString(path, "x")
				for _, pair := range []string{"kommune=" + foreign, foreign + "=1"} {
					expect(http.StatusBadRequest, method, target+"?"+pair, "")
					if method == http.MethodPost {
						expect(http.StatusBadRequest, method, target, pair)
					}
				}
			}
		}
		if tried < 100 {
			t.Errorf("only %d tries: the test reads the doors wrongly", tried)
		}
		if log.Len() > 0 {
			t.Errorf("logged as faults of ours:\n%s", &log)
		}
	})
}
