// Package share draws the picture that goes with a link when somebody shares it:
// the kind's colour and mark, what it is called, when and where.
//
// Its address holds a fingerprint of all that is drawn, so that it may be kept
// for ever, and another picture has another address. Few are drawn at a time and
// the latest are remembered: whoever asks for many makes nobody else wait.
package share

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"faelled/internal/web"
)

// Card is what a picture shows.
type Card struct {
	Kind  web.Kind // its colour and mark; may be empty
	Label string   // above the title: the kind, or that it is news
	Title string
	Line  string // when and where; may be empty
}

// look is raised when pictures are drawn otherwise, so that old ones are not kept.
const look = 1

// Hash names all that is drawn.
func (c Card) Hash() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %q %q", look, c.Kind, c.Label, c.Title, c.Line))
	return hex.EncodeToString(sum[:8])
}
