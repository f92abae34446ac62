package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestInside(t *testing.T) {
	for path, want := range map[string]bool{
		"/":                             true,
		"/netvaerk/konsulenter?q=1":     true,
		"/netvaerk/konsulenter#pris":    true,
		"/a//b":                         true,
		"/søg?q=æ":                      true,
		"/log-ind?videre=//evil":        true, // a value, not an address; checked again when followed
		"/" + strings.Repeat("a", 3000): false,
		"":                              false,
		"netvaerk":                      false,
		"//evil.example":                false,
		"///evil.example":               false,
		`/\evil.example`:                false,
		`\\evil.example`:                false,
		"/%2Fevil.example":              false,
		"/%5Cevil.example":              false,
		"/\t/evil.example":              false,
		"/\n/evil.example":              false,
		" /netvaerk":                    false,
		"https://evil.example/":         false,
		"javascript:alert(1)":           false,
		"/a\r\nSet-Cookie: x=y":         false,
		"/a b":                          false,
		`/a\b`:                          false,
		"/%zz":                          false,
	} {
		if got := Inside(path); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
}

func TestRedirectStaysInside(t *testing.T) {
	for to, want := range map[string]string{"/kommune": "/kommune", "//evil.example": "/", "https://evil.example": "/", "": "/"} {
		w := httptest.NewRecorder()
		Redirect(w, httptest.NewRequest("POST", "/x", nil), to)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%q: %d to %q", to, w.Code, w.Header().Get("Location"))
		}
	}
}

// FuzzInside checks against how browsers read addresses: tabs and line breaks
// vanish and backslashes are slashes.
func FuzzInside(f *testing.F) {
	for _, seed := range []string{"/", "//e", `/\e`, "/a?b#c", "/%2F/e", "/\t/e", "/.//e", "/..//e"} {
		f.Add(seed)
	}
	home, _ := url.Parse("https://faelled.example/her")
	f.Fuzz(func(t *testing.T, path string) {
		if !Inside(path) {
			return
		}
		read := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(path)
		to, err := home.Parse(read)
		if err != nil {
			t.Fatalf("%q cannot be read: %v", path, err)
		}
		if to.Host != home.Host || to.Scheme != home.Scheme {
			t.Fatalf("%q leads to %s", path, to)
		}
	})
}

func TestSignInPath(t *testing.T) {
	for path, want := range map[string]string{"/": "/log-ind", "/kommune": "/log-ind?videre=%2Fkommune", "//evil": "/log-ind"} {
		if got := SignInPath(path); got != want {
			t.Errorf("%q: %q", path, got)
		}
	}
}
