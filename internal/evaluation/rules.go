package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

const (
	fewest      = 5 // answers that may be shown together
	lowest      = 1
	highest     = 5
	longestText = 2000 // in letters

	// askWithin is for how long after a meeting we may begin to ask: an upgrade does
	// not ask about last year.
	askWithin = 3 * 24 * time.Hour

	remindAfter = 3 * 24 * time.Hour
	closeAfter  = 7 * 24 * time.Hour
)

// answerYears is how long answers are kept, as who came is: for the report of a
// season and the one after it.
const answerYears = 2

// due tells whether it is time to ask about a meeting.
func due(p programme.Programme, m meeting.Meeting, now time.Time) bool {
	return p.State == programme.Public && m.State == meeting.Planned && m.Over(now) && !m.Over(now.Add(-askWithin))
}

// over tells whether the evaluation has run its time.
func (e Evaluation) over(now time.Time) bool {
	return e.AskedAt != nil && !now.Before(e.AskedAt.Add(closeAfter))
}

// late tells whether those who have not answered are to be reminded.
func (e Evaluation) late(now time.Time) bool {
	return e.AskedAt != nil && !e.Reminded && !now.Before(e.AskedAt.Add(remindAfter)) && !e.over(now)
}

// check is everything wrong in an answer, under the fields udbytte, brug and tekst.
func (a Answer) check() problem.Fields {
	var bad problem.Fields
	if a.Gain < lowest || a.Gain > highest {
		bad.Add("udbytte", "evaluation.choose", "")
	}
	if a.Usable < lowest || a.Usable > highest {
		bad.Add("brug", "evaluation.choose", "")
	}
	if utf8.RuneCountInString(a.Text) > longestText {
		bad.Add("tekst", "evaluation.too_long", "")
	}
	if danish.Surely(a.Text) {
		bad.Add("tekst", "evaluation.cpr", "")
	}
	return bad
}

// Tenths is a mean of marks, in tenths.
type Tenths int64

// mean is rounded to the nearest tenth, halves up; 0 of none.
func mean(sum, n int64) Tenths {
	if n == 0 {
		return 0
	}
	return Tenths((20*sum + n) / (2 * n))
}

// In writes the mean as a language does: "4,2".
func (t Tenths) In(lang string) string {
	point := ","
	if lang == "en" {
		point = "."
	}
	return fmt.Sprintf("%d%s%d", t/10, point, t%10)
}

// resultOf is what answers say together: nothing at all when they are too few.
func resultOf(invited int64, list []Answer) Result {
	r := Result{Invited: invited}
	if len(list) < fewest {
		return r
	}
	var gain, usable int64
	for _, a := range list {
		gain, usable = gain+a.Gain, usable+a.Usable
		if a.Text != "" {
			r.Texts = append(r.Texts, a.Text)
		}
	}
	r.N = int64(len(list))
	r.Gain, r.Usable = mean(gain, r.N), mean(usable, r.N)
	return r
}

// fingerprint is what is kept of a secret.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte("evaluation " + strings.ToUpper(secret)))
	return hex.EncodeToString(sum[:])
}
