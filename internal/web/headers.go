package web

import "net/http"

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// safe are the headers of every answer.
var safe = map[string]string{
	"Content-Security-Policy":      csp,
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Referrer-Policy":              "same-origin",
	"X-Content-Type-Options":       "nosniff",
}

// hsts makes browsers insist on https for a year (ASVS V3.4.1). It speaks for this
// host only: what else lives below it is not ours to decide.
const hsts = "max-age=31536000"

// Unkept is a door whose pages are stored nowhere, also for those not signed in
// (ASVS V14.3.2), and found by no search engine: its address is a secret, or leads
// to one.
func Unkept(do func(s *Site, w http.ResponseWriter, r *http.Request) error) func(s *Site, w http.ResponseWriter, r *http.Request) error {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Robots-Tag", "noindex")
		return do(s, w, r)
	}
}

// setHeaders protects every answer. What is kept is decided again when we know
// who asks: a page for one person is kept nowhere.
func (s *Site) setHeaders(h http.Header, id string) {
	for name, value := range safe {
		h.Set(name, value)
	}
	if s.Secure {
		h.Set("Strict-Transport-Security", hsts)
	}
	h.Set("X-Request-Id", id)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Cookie")
}
