package signin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"time"

	"faelled/internal/access"
)

// How long things hold, and how often they may be tried.
const (
	linkLife  = 15 * time.Minute // link and code (ASVS V6.5.5 asks for at most that)
	proofLife = time.Hour        // to write one's name, once the address is proved
	window    = 15 * time.Minute
	tries     = 5 // of one code

	// What one browser may ask of an address is little. What all browsers together
	// may is much more: nobody is to keep anybody from signing in. A browser in
	// which the address was proved lately is not held up by the others at all. The
	// link works however many codes were wrong; a code is one in a million.
	mailsEach = 5 // in a window
	mailsAll  = 30
	wrongEach = 10 // in a day
	wrongAll  = 30
	knownFor  = 90 * 24 * time.Hour

	idle        = 8 * time.Hour
	lifeOfStaff = 12 * time.Hour
	lifeOfOther = 30 * 24 * time.Hour
	seenEvery   = 5 * time.Minute // a page view is not a write

	keepRequests = 2 * 24 * time.Hour // that led to nothing
)

// life is how long a session may last in all: shorter for those who can do more.
func life(who access.Actor) time.Duration {
	if who.IsStaff() {
		return lifeOfStaff
	}
	return lifeOfOther
}

// holds tells whether a session still counts.
func (s Session) holds(who access.Actor, now time.Time) bool {
	return now.Sub(s.SeenAt) < idle && now.Sub(s.OpenedAt) < life(who)
}

// live tells whether a request's link and code still count.
func (r request) live(now time.Time) bool { return r.UsedAt == nil && now.Sub(r.AskedAt) < linkLife }

// proved tells whether the address was proved so lately that its owner may still
// ask to join.
func (r request) proved(now time.Time) bool {
	return r.UsedAt != nil && r.JoinedAt == nil && now.Sub(*r.UsedAt) < proofLife
}

// secretLen is how long a secret is, in letters.
const secretLen = 26

// secret is a text that nobody can guess: 130 bits.
func secret() string { return rand.Text() }

// sixDigits is a code that people can carry from one device to another.
func sixDigits() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n), nil
}

// parseCode reads a code as people type it: spaces and hyphens forgiven.
func parseCode(text string) (string, bool) {
	code := strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(strings.TrimSpace(text))
	return code, len(code) == 6 && strings.Trim(code, "0123456789") == ""
}

// hash is what is kept of a secret. The parts are long or of one length, so that
// no two lists of parts are the same text.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, " ")))
	return hex.EncodeToString(sum[:])
}

// landing is where somebody goes after signing in, when they asked for nothing
// else.
func landing(who access.Actor) string {
	switch {
	case who.IsStaff():
		return "/sekretariat"
	case who.Org != "" && who.Is(access.Contact, access.At(who.Org)):
		return "/kommune"
	}
	return "/"
}

// browserName says in two words which browser this is, for the list of sessions.
func browserName(agent string) string {
	var parts []string
	for _, names := range [][][2]string{
		{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}},
		{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}},
	} {
		for _, name := range names {
			if strings.Contains(agent, name[0]) {
				parts = append(parts, name[1])
				break
			}
		}
	}
	return strings.Join(parts, ", ")
}
