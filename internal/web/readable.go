package web

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// readable tells whether what came over the wire is text that can be kept.
// PostgreSQL refuses bytes that are not UTF-8, and NUL; SQLite takes anything.
// Asked here, once, both answer alike and no capability need think of it.
func readable(text string) bool {
	return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0
}

// readableForm asks it of all names and values.
func readableForm(form url.Values) bool {
	for name, values := range form {
		if !readable(name) {
			return false
		}
		for _, value := range values {
			if !readable(value) {
				return false
			}
		}
	}
	return true
}
