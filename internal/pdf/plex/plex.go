// Package plex carries IBM Plex Sans, regular and semibold, under the SIL Open
// Font License 1.1 (OFL.txt).
package plex

import (
	_ "embed"
	"sync"

	"faelled/internal/pdf"
)

//go:embed IBMPlexSans-Regular.ttf
var regular []byte

//go:embed IBMPlexSans-SemiBold.ttf
var semibold []byte

// Fonts parses the embedded fonts once; the result may be shared by all requests.
var Fonts = sync.OnceValues(func() (*pdf.FontSet, error) {
	return pdf.LoadFonts(regular, semibold)
})
