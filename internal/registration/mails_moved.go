package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/when"
)

// transfer is the payload of "registration.moved": somebody comes to another
// meeting instead.
type transfer struct {
	From, To id.Meeting
	Person   id.Person
	Waited   bool `json:",omitempty"` // for the first one, which was never in their calendar
}

// mover is who is told, of the meeting they go to; Left is the one they do not
// come to any more, and is nothing when they have a seat there again, or had none.
type mover struct {
	holder
	Left holder
}

func moverOf(ctx context.Context, tx *db.Tx, t transfer) (m mover, err error) {
	if m.holder, err = holderOf(ctx, tx, notice{Meeting: t.To, Person: t.Person}); err != nil || t.Waited {
		return m, err
	}
	m.Left, err = leaverOf(ctx, tx, notice{Meeting: t.From, Person: t.Person})
	return m, err
}

// movedMail takes one meeting out of a calendar and puts another in. A calendar
// file has one method, so there are two: mail programs show the invitation, and
// the other is attached.
func movedMail(ctx context.Context, post mail.Post, m mover) (mail.Message, error) {
	if m.To.ID == "" { // moved on before this was written: the first meeting is in their calendar still
		return leftMail(ctx, post, m.Left)
	}
	ctx = post.Words.For(ctx, m.To.Lang)
	t := mail.To(ctx, m.To.Name)
	t.Say(i18n.F(ctx, "registration.moved_text", i18n.Args{"Programme": m.Programme.Name}))
	t.Say(meetingLines(ctx, post, m.Programme, m.Meeting, true))
	var out []byte
	if m.Left.To.ID != "" {
		t.Say(i18n.F(ctx, "registration.moved_from", i18n.Args{"Title": m.Left.Meeting.Title, "When": m.Left.Meeting.When(ctx)}))
		t.Say(i18n.T(ctx, "registration.moved_calendar"))
		var err error
		if out, err = meeting.Calendar([]meeting.Event{event(post.BaseURL, m.Programme, m.Left.Meeting, m.To)}, meeting.MethodCancel); err != nil {
			return mail.Message{}, err
		}
	}
	t.Sign(ctx, post, m.Programme.Name, m.Programme.Email)
	letter, err := holderMail(post, m.holder, t, i18n.F(ctx, "registration.transfer_subject", i18n.Args{"Day": when.Day(ctx, m.Meeting.Day), "Title": m.Meeting.Title}), meeting.MethodRequest)
	letter.CalendarOut = out
	return letter, err
}
