package attendance

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/when"
)

const (
	mostMarks  = 500            // in one sending; a device without net for an hour has fewer
	oldest     = 24 * time.Hour // a mark that comes later than that is refused
	clockSlack = 2 * time.Minute
	longestID  = 100 // two ids and a state, see tapped
)

// states are those that can be marked, in the order the buttons stand.
var states = []State{Came, Late, Excused, Absent}

// valid tells whether a mark can be kept. Devices' clocks go a little wrong.
func (m Mark) valid(now time.Time) bool {
	return plainID(m.ID) && plainID(m.Device) && (m.State == Unknown || slices.Contains(states, m.State)) &&
		!m.At.After(now.Add(clockSlack)) && m.At.After(now.Add(-oldest))
}

// early tells whether it cannot be known yet: before the day of the meeting nobody
// has come or stayed away. Who comes later, or not at all, may have told.
func early(s State, at time.Time, day when.Date) bool {
	return (s == Came || s == Absent) && when.On(at) < day
}

// HasDoor tells whether there is a door to stand at: not where all is online.
func HasDoor(m meeting.Meeting) bool { return m.InPerson() || !m.Online() }

func plainID(text string) bool {
	return text != "" && len(text) <= longestID && !strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.')
	})
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// standing is how it stands with each person: their latest mark, whatever order
// the marks came in. Of two of the same moment the one with the larger id counts,
// for all readers alike.
func standing(marks []Mark) map[id.Person]Mark {
	latest := make(map[id.Person]Mark, len(marks))
	for _, m := range marks {
		old, ok := latest[m.Person]
		if c := m.At.Compare(old.At); !ok || c > 0 || c == 0 && m.ID > old.ID {
			latest[m.Person] = m
		}
	}
	return latest
}

// letters of a code: those that are not taken for each other (Crockford).
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// codeLetters is how many there are: 40 bits, of which nobody can guess one that
// belongs to a seat, and which would help only those who see the list anyway.
const codeLetters = 8

// codeOf is the check-in code of a seat: always the same, and that of no other.
// When the seat goes to somebody else it is another seat, with another code.
func codeOf(s id.Seat) string {
	sum := sha256.Sum256([]byte("check-in " + string(s)))
	return letters.EncodeToString(sum[:5])
}

// showCode is a code as it is read aloud: "K7M2-9QXD".
func showCode(code string) string { return code[:codeLetters/2] + "-" + code[codeLetters/2:] }

var misread = strings.NewReplacer("O", "0", "I", "1", "L", "1", "-", "", " ", "", "\u00a0", "")

// parseCode reads a code as it is typed, or as the address of a QR code ends. It
// is empty when it cannot be one.
func parseCode(typed string) string {
	if i := strings.LastIndex(typed, checkInPath); i >= 0 {
		typed = typed[i+len(checkInPath):]
	}
	code := misread.Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if _, err := letters.DecodeString(code); err != nil || len(code) != codeLetters {
		return ""
	}
	return code
}
