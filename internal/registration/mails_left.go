package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// leftMail takes one meeting out of the calendar of somebody who does not come.
func leftMail(ctx context.Context, post mail.Post, h holder) (mail.Message, error) {
	if h.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, h.To.Lang)
	t := mail.To(ctx, h.To.Name)
	t.Say(i18n.F(ctx, "registration.left_text", i18n.Args{"Title": h.Meeting.Title, "When": h.Meeting.When(ctx), "Programme": h.Programme.Name}))
	t.Say(i18n.T(ctx, "registration.left_calendar"))
	t.Sign(ctx, post, h.Programme.Name, h.Programme.Email)
	args := i18n.Args{"Day": when.Day(ctx, h.Meeting.Day), "Title": h.Meeting.Title}
	return holderMail(post, h, t, i18n.F(ctx, "registration.left_subject", args), meeting.MethodCancel)
}

// absence is the payload of "registration.tell_contact": a contact person is to
// hear that one of theirs does not come.
type absence struct {
	notice
	Contact id.Person
}

// absent is the one who does not come, and who is told.
type absent struct {
	holder
	Contact people.Person
}

func absenceOf(ctx context.Context, tx *db.Tx, a absence) (one absent, err error) {
	if one.holder, err = leaverOf(ctx, tx, a.notice); err != nil {
		return one, err
	}
	if one.Contact, err = people.PersonByID(ctx, tx, a.Contact); problem.Is(err, problem.NotFound) {
		return one, nil
	}
	return one, err
}

// absenceMail is none when the one who left has come back, or either is gone.
func absenceMail(ctx context.Context, post mail.Post, a absent) (mail.Message, error) {
	if a.To.ID == "" || a.Contact.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, a.Contact.Lang)
	args := i18n.Args{"Name": a.To.Name, "Title": a.Meeting.Title, "When": a.Meeting.When(ctx), "Programme": a.Programme.Name, "Day": when.Day(ctx, a.Meeting.Day)}
	t := mail.To(ctx, a.Contact.Name)
	t.Say(i18n.F(ctx, "registration.absence_text", args))
	t.Say(i18n.T(ctx, "registration.absence_advice") + "\n" + post.BaseURL + a.Programme.Path() + "/tilmeld")
	t.Sign(ctx, post, a.Programme.Name, a.Programme.Email)
	return mail.Message{
		To: a.Contact.Email, ToName: a.Contact.Name, ReplyTo: a.Programme.Email,
		Subject: i18n.F(ctx, "registration.absence_subject", args), Text: t.String(),
	}, nil
}
