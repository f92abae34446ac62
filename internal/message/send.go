package message

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Order asks for a message to be sent as it was shown.
type Order struct {
	Message id.Message
	Version int64
}

// one is the payload of "message.deliver": one mail to one recipient.
type one struct {
	Message id.Message
	N       int64
}

// Send freezes the text and the recipients, and asks for a mail to each of them.
// Sent twice it is refused the second time. Faults are under emne, tekst and om.
func Send(ctx context.Context, tx *db.Tx, o Order) error {
	m, err := locked(ctx, tx, o.Message, o.Version, Draft, Scheduled)
	if err != nil {
		return err
	}
	c, err := check(ctx, tx, m)
	if err != nil {
		return err
	}
	if len(c.fields()) == 0 {
		return problem.Fields{{Name: "gruppe", Key: "message.nobody"}}.Err()
	}
	subject, _ := parse(m.Subject)
	body, _ := parse(m.Body)
	keep := used(subject, body)
	for i := range c.List {
		r := &c.List[i]
		r.Fields, r.Token = r.Fields.only(keep), rand.Text()
		if r.State != Queued {
			continue
		}
		if err := tx.Enqueue(ctx, "message.deliver", one{m.ID, r.N}); err != nil {
			return err
		}
	}
	if err := insertRecipients(ctx, tx, c.List); err != nil {
		return err
	}
	now := tx.Now
	m.State, m.SendAt, m.Held = Sending, &now, ""
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.sent", string(m.ID), map[string]any{"recipients": len(c.List)})
}

// check finds everybody, and everything that the text lacks for some of them.
func check(ctx context.Context, tx *db.Tx, m Message) (crowd, error) {
	bad := checkReady(m)
	c, err := gather(ctx, tx, m)
	if err != nil {
		return c, err
	}
	return c, append(bad, lacking(m, c)...).Err()
}

// lacking are the fields that are empty for some who get it.
func lacking(m Message, c crowd) (bad problem.Fields) {
	for _, f := range []struct{ name, text string }{{"emne", m.Subject}, {"tekst", m.Body}} {
		pieces, slips := parse(f.text)
		if len(slips) > 0 {
			continue
		}
		for _, l := range missing(pieces, c.fields()) {
			bad.Add(f.name, "message.lacks_field", about(l.Line, fmt.Sprintf("{{%s}} (%d)", l.Field, l.N)))
		}
	}
	return bad
}

// about is where in a text something is wrong, and what: "3: {{fornavnn}}".
func about(line int, what string) string { return fmt.Sprintf("%d: %s", line, what) }

// start is the payload of "message.start": a scheduled message, as it was then.
type start struct {
	Message id.Message
	At      time.Time
	Day     when.Date `json:",omitempty"` // of the meeting that it is about
	Off     bool      `json:",omitempty"` // the meeting was cancelled already
}

// Schedule has a message begin at a moment, or moves it. It may be called back
// until then.
func Schedule(ctx context.Context, tx *db.Tx, o Order, at time.Time) error {
	m, err := locked(ctx, tx, o.Message, o.Version, Draft, Scheduled)
	if err != nil {
		return err
	}
	if !at.After(tx.Now) {
		return problem.Fields{{Name: "dag", Key: "message.in_the_past"}}.Err()
	}
	if at.Sub(tx.Now) > aYear {
		return problem.Fields{{Name: "dag", Key: "message.too_late"}}.Err()
	}
	c, err := check(ctx, tx, m)
	if err != nil {
		return err
	}
	if len(c.fields()) == 0 {
		return problem.Fields{{Name: "gruppe", Key: "message.nobody"}}.Err()
	}
	at = at.UTC()
	m.State, m.SendAt, m.Held = Scheduled, &at, ""
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	s := start{Message: m.ID, At: at}
	if m.Meeting != "" {
		about, err := meeting.ByID(ctx, tx, m.Meeting)
		if err != nil {
			return err
		}
		s.Day, s.Off = about.Day, about.State == meeting.Cancelled
	}
	if err := tx.Enqueue(ctx, "message.start", s, db.At(at)); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.scheduled", string(m.ID), map[string]any{"at": at})
}

const aYear = 366 * 24 * time.Hour

// begin starts a scheduled message, unless it was moved or called back. What it
// lacks by now is told to staff, and it is a draft again.
func begin(ctx context.Context, tx *db.Tx, s start) error {
	if err := mayKeep(tx.Actor); err != nil {
		return err
	}
	m, err := locked(ctx, tx, s.Message, anyVersion, Scheduled)
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Invalid) || err == nil && (m.SendAt == nil || !m.SendAt.Equal(s.At)) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.missed(ctx, tx, m)
	if err == nil {
		err = Send(ctx, tx, Order{m.ID, anyVersion})
	}
	bad, ok := problem.FieldsOf(err)
	if !ok {
		return err
	}
	m.State, m.SendAt, m.Held = Draft, nil, cmp.Or(bad[0].About, bad[0].Key)
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.held", string(m.ID), nil)
}

// missed refuses a message about a meeting that is not what it was: it is over by now,
// because the program was away, or it has been moved or cancelled since somebody wrote
// "we meet tomorrow".
func (s start) missed(ctx context.Context, tx *db.Tx, m Message) error {
	if m.Meeting == "" {
		return nil
	}
	about, err := meeting.ByID(ctx, tx, m.Meeting)
	switch {
	case err != nil:
		return err
	case about.Over(tx.Now) && !about.Over(*m.SendAt):
		return problem.Fields{{Name: "om", Key: "message.missed"}}.Err()
	case about.State == meeting.Cancelled && !s.Off, s.Day != "" && s.Day != about.Day:
		return problem.Fields{{Name: "om", Key: "message.meeting_changed"}}.Err()
	}
	return nil
}
