package web

import (
	"net/http"
	"net/url"
	"strings"
)

// Redirect sends the browser on with 303, so that reloading never sends a form
// again. It goes only to addresses inside the house; any other becomes the front
// page (ASVS V3.7.2). It returns nil, so that a handler can end with it.
func Redirect(w http.ResponseWriter, r *http.Request, path string) error {
	if !Inside(path) {
		path = "/"
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// Inside tells whether an address, perhaps typed by an enemy, is a path of our
// own. Browsers read `//host`, `/\host` and, since they drop tabs and line
// breaks, `/<tab>/host` as another site; url.Parse refuses such signs.
func Inside(path string) bool {
	if !strings.HasPrefix(path, "/") || len(path) > 2048 || strings.ContainsAny(path, ` \`) {
		return false
	}
	u, err := url.Parse(path)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && cleanStart(u.Path) && cleanStart(u.EscapedPath())
}

// cleanStart refuses a second slash, written plainly or escaped.
func cleanStart(path string) bool {
	return !strings.HasPrefix(path, "//") && !strings.HasPrefix(path, `/\`)
}
