package interest

import (
	"time"

	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// How long an address is kept: until it is confirmed, after the next season was told
// of, and at most.
const (
	unconfirmed = 30 * 24 * time.Hour
	afterTold   = 90 * 24 * time.Hour
	atMost      = 2 * 365 * 24 * time.Hour
)

// window is the time in which an address gets few mails that ask for a yes.
const window = 24 * time.Hour

// mailsEach is how many, for all programmes together.
const mailsEach = 5

// mayMail tells whether an address gets another mail: not about a programme that it
// was just asked about, and not too many about others.
func mayMail(asked int64, justNow bool) bool { return !justNow && asked < mailsEach }

// gone tells whether somebody has left. One who turned out to be another has not.
func gone(p people.Person) bool { return p.State == people.Ended && p.Into == "" }

// added are the meetings to tell of: those that were planned after somebody asked, and
// that one can still come to. A later meeting has a later id.
func added(n interest, meetings []meeting.Meeting, now time.Time) (list []meeting.Meeting) {
	for _, m := range meetings {
		if string(m.ID) > n.ID && m.State == meeting.Planned && !registration.Begun(m, now) {
			list = append(list, m)
		}
	}
	return list
}
