package evaluation

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

const (
	longestSummary = 10_000 // in letters
	summaryYears   = 5      // after the meeting, as its material
)

// Summary is what the secretariat tells of a meeting afterwards. Its text is plain.
type Summary struct {
	Meeting id.Meeting
	Body    string
	Version int64      // raised by every change; 0 when there is none
	SentAt  *time.Time `db:"sent_at"` // UTC; nil while a draft, which only the secretariat sees
	SentTo  int64      `db:"sent_to"` // how many people
}

func checkSummary(body string) problem.Fields {
	var bad problem.Fields
	strange := func(r rune) bool { return !unicode.IsPrint(r) && !strings.ContainsRune("\n\t\u00a0", r) }
	switch {
	case body == "":
		bad.Add("tekst", "evaluation.summary_missing", "")
	case utf8.RuneCountInString(body) > longestSummary:
		bad.Add("tekst", "evaluation.summary_too_long", "")
	case !utf8.ValidString(body) || strings.ContainsFunc(body, strange):
		bad.Add("tekst", "evaluation.unprintable", "")
	case danish.Surely(body):
		bad.Add("tekst", "evaluation.cpr", "")
	}
	return bad
}

// WriteSummary keeps what a meeting's summary says. seen is the version that the
// writer saw: an older one is refused. What has been sent can still be put right on
// the page; nobody is told. The faults are of tekst. For the secretariat.
func WriteSummary(ctx context.Context, tx *db.Tx, one id.Meeting, seen int64, body string) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	s, err := summaryOf(ctx, tx, one)
	if err != nil {
		return err
	}
	body = strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))
	if s.Version == seen+1 && s.Body == body {
		return nil // the same form again
	}
	bad := checkSummary(body)
	if s.Version != seen {
		bad.Add("", "evaluation.summary_changed", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	s.Body, s.Version = body, s.Version+1
	if err := saveSummary(ctx, tx, s); err != nil {
		return err
	}
	return tx.Audit(ctx, "evaluation.summary_written", string(one), s.Version)
}

// SendSummary sends a meeting's summary to those who were there, once: all with a
// seat where nobody was marked. From then on the network's members can read it.
// Pressed twice, it is sent once. seen is the version that was looked at. For the
// secretariat.
func SendSummary(ctx context.Context, tx *db.Tx, one id.Meeting, seen int64) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	s, err := summaryOf(ctx, tx, one)
	if err != nil || s.SentAt != nil {
		return err
	}
	m, err := meeting.ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	var bad problem.Fields
	switch {
	case s.Version == 0:
		bad.Add("", "evaluation.summary_missing", "")
	case s.Version != seen:
		bad.Add("", "evaluation.summary_changed", "")
	case m.State == meeting.Cancelled || !m.Over(tx.Now):
		bad.Add("", "evaluation.summary_early", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	who, err := guests(ctx, tx, m)
	if err != nil {
		return err
	}
	for _, to := range who {
		if err := tx.Enqueue(ctx, "evaluation.summary", asked{Meeting: one, Person: to}); err != nil {
			return err
		}
	}
	s.SentAt, s.SentTo = &tx.Now, int64(len(who))
	if err := saveSummary(ctx, tx, s); err != nil {
		return err
	}
	return tx.Audit(ctx, "evaluation.summary_sent", string(one), map[string]any{"people": s.SentTo})
}

// ReadSummary is a meeting's summary as the reader may have it: a draft for the
// secretariat, what was sent for the network's members, and none for others.
func ReadSummary(ctx context.Context, tx *db.Tx, m meeting.Meeting) (s Summary, found bool, err error) {
	if !tx.Actor.SignedIn() {
		return s, false, nil
	}
	s, err = summaryOf(ctx, tx, m.ID)
	if err != nil || s.Version == 0 {
		return Summary{}, false, err
	}
	if mayLead(tx.Actor) == nil {
		return s, true, nil
	}
	if s.SentAt != nil {
		found, err = takesPart(ctx, tx, m.Programme)
	}
	if !found {
		s = Summary{}
	}
	return s, found, err
}

// takesPart tells whether the reader has a seat at any meeting of a programme, or is
// a contact person of an organisation that takes part in it.
func takesPart(ctx context.Context, tx *db.Tx, p id.Programme) (bool, error) {
	seats, err := registration.SeatsFor(ctx, tx)
	if err != nil || slices.ContainsFunc(seats, func(s registration.Seat) bool { return s.Programme == p }) {
		return err == nil, err
	}
	if !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)) {
		return false, nil
	}
	ours, err := registration.ProgrammesOf(ctx, tx, tx.Actor.Org)
	return slices.Contains(ours, p), err
}
