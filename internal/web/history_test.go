package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"faelled/internal/problem"

	"github.com/a-h/templ"
)

// A form that was refused must not stand in the browser's history as a sending:
// going back to it would end on the browser's own error page.
func TestARefusedFormCanBeGoneBackTo(t *testing.T) {
	refused := func(_ *Site, w http.ResponseWriter, r *http.Request) error {
		return Render(w, r, http.StatusUnprocessableEntity, draw(Shell(Page{Title: "Ret"}), templ.Raw("<p>refused</p>")))
	}
	h := newSite(t, signe).Handler([]Route{
		{Pattern: "GET /skema/{navn}", Do: refused},
		{Pattern: "POST /skema/{navn}", Do: refused},
		{Pattern: "POST /kun-send", Do: refused},
		{Pattern: "POST /for-meget", Do: func(*Site, http.ResponseWriter, *http.Request) error {
			return problem.New(problem.TooMany, "web.too_many")
		}},
	})
	script := regexp.MustCompile(`<script src="/static/[0-9a-f]+/back\.js" data-instead="([^"]*)" defer></script>`)
	for _, c := range []struct{ method, path, from, want string }{
		{"GET", "/skema/b", "", ""}, // stands there as it should
		{"POST", "/skema/b?trin=2", "", "/skema/b?trin=2"},
		{"POST", "/skema/b", "https://faelled.example/andet", "/skema/b"},
		{"POST", "/kun-send", "https://faelled.example/skema/b?x=1", "/skema/b?x=1"},
		{"POST", "/kun-send", "https://evil.example/skema/b", ""},
		{"POST", "/kun-send", "https://faelled.example//evil.example", ""},
		{"POST", "/kun-send", "", ""},
		{"POST", "/for-meget", "https://faelled.example/skema/b?x=1", ""}, // sending it once more is the way on
	} {
		got := ""
		page := visit(t, h, c.method, "https://faelled.example"+c.path, "", "Referer", c.from).Body.String()
		if m := script.FindStringSubmatch(page); m != nil {
			got = m[1]
		}
		if got != c.want {
			t.Errorf("%s %s from %q: %q, want %q", c.method, c.path, c.from, got, c.want)
		}
		if back := strings.Contains(page, `href="/skema/b?x=1">Tilbage til siden</a>`); back != (c.path == "/for-meget") {
			t.Errorf("%s %s: the way back to the page: %v", c.method, c.path, back)
		}
	}
}
