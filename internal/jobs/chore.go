package jobs

import (
	"context"
	"regexp"

	"faelled/internal/db"
	"faelled/internal/i18n"
)

// Chore is what the secretariat is told about a kind of job.
type Chore struct {
	Title i18n.Key // "Mail om et aflyst møde"

	// About finds whom a job is for, and what about, from its payload. nil when it
	// is about nobody.
	About func(ctx context.Context, tx *db.Tx, j Job) (About, error)
}

// Chores are by kind; each capability has its own.
type Chores map[string]Chore

// About is what one job concerns. What does not exist any more is left empty.
type About struct {
	Whom  string // a name
	Email string // where a mail to them goes
	What  string // "Faglig ledelse, 17. september 2026"
	Href  string // where staff can put the address right
}

// reasons are by what the machine said, the first that fits. Replies of mail
// servers are numbered by RFC 3463.
var reasons = []struct {
	says *regexp.Regexp
	why  i18n.Key
}{
	{regexp.MustCompile(`\b[45]\.2\.2\b|\b552\b`), i18n.Key("jobs.why_full")},
	{regexp.MustCompile(`\b5\.1\.\d+\b|\b55[013]\b|not an address`), i18n.Key("jobs.why_address")},
	{regexp.MustCompile(`\b5\.7\.\d+\b|\b55\d\b`), i18n.Key("jobs.why_refused")},
	{regexp.MustCompile(`no server is set`), i18n.Key("jobs.why_no_server")},
	{regexp.MustCompile(`^(send )?mail: |\bdial\b`), i18n.Key("jobs.why_silent")},
	{regexp.MustCompile(`the program stopped`), i18n.Key("jobs.why_stopped")},
}

// why says in words what went wrong.
func (c Corpse) why() i18n.Key {
	for _, r := range reasons {
		if r.says.MatchString(c.LastError) {
			return r.why
		}
	}
	return i18n.Key("jobs.why_other")
}
