package web

import (
	"testing"

	assets "faelled/web"
)

func TestHeaders(t *testing.T) {
	static := "/static/" + assets.Hash + "/app.css"
	for _, c := range []struct {
		who                Viewer
		path, header, want string
	}{
		{visitor, "/public", "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
		{visitor, "/public", "X-Content-Type-Options", "nosniff"},
		{visitor, "/public", "Referrer-Policy", "same-origin"},
		{visitor, "/public", "Cross-Origin-Opener-Policy", "same-origin"},
		{visitor, "/public", "Cross-Origin-Resource-Policy", "same-origin"},
		{visitor, "/public", "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		{visitor, "/public", "Cache-Control", "no-cache"},
		{visitor, "/public", "Vary", "Cookie"},
		{visitor, "/public", "Content-Type", "text/html; charset=utf-8"},
		{signe, "/public", "Cache-Control", "no-store"},
		{signe, "/mine", "Cache-Control", "no-store"},
		{signe, "/staff", "Cache-Control", "no-store"}, // refused, but the page bears a name
		{visitor, "/fail", "Cache-Control", "no-store"},
		{visitor, "/fail", "X-Content-Type-Options", "nosniff"},
		{visitor, "/nowhere", "Referrer-Policy", "same-origin"},
		{visitor, static, "X-Content-Type-Options", "nosniff"},
		{signe, static, "Cache-Control", "public, max-age=31536000, immutable"},
	} {
		w := visit(t, newSite(t, c.who).Handler(doors), "GET", c.path, "")
		if got := w.Header().Get(c.header); got != c.want {
			t.Errorf("%s as %q: %s is %q, want %q", c.path, c.who.Person, c.header, got, c.want)
		}
	}
}

func TestHTTPSIsInsistedOnOnlyWhenWeHaveIt(t *testing.T) {
	for _, secure := range []bool{true, false} {
		site := newSite(t, visitor)
		site.Secure = secure
		w := visit(t, site.Handler(doors), "GET", "/public", "")
		if got := w.Header().Get("Strict-Transport-Security"); (got == hsts) != secure {
			t.Errorf("secure %v: %q", secure, got)
		}
	}
}
