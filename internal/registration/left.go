package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// toLeaver tells somebody that they no longer have a seat, and takes the meeting
// out of their calendar. Somebody who has got one again is told nothing.
func toLeaver(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var n notice
		if err := j.Into(&n); err != nil {
			return err
		}
		var h holder
		err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			if h.Seated, err = seated(ctx, tx, n.Meeting, n.Person); err != nil || h.Seated {
				return err
			}
			return h.load(ctx, tx, n)
		})
		if err != nil || h.Seated || h.To.Email == "" {
			return err
		}
		m, err := leftMail(ctx, post, h)
		if err != nil {
			return err
		}
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}

// leftMail takes one meeting out of the calendar of somebody who does not come.
func leftMail(ctx context.Context, post mail.Post, h holder) (mail.Message, error) {
	ctx = post.Words.For(ctx, h.To.Lang)
	t := letterTo(ctx, h.To)
	t.say(i18n.F(ctx, "registration.left_text", i18n.Args{"Title": h.Meeting.Title, "When": h.Meeting.When(ctx), "Programme": h.Programme.Name}))
	t.say(i18n.T(ctx, "registration.left_calendar"))
	t.sign(ctx, post, h.Programme)
	args := i18n.Args{"Day": when.Day(ctx, h.Meeting.Day), "Title": h.Meeting.Title}
	return holderMail(post, h, t, i18n.F(ctx, "registration.left_subject", args), meeting.MethodCancel)
}

// toContact tells a contact person that one of theirs does not come.
func toContact(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var a absence
		if err := j.Into(&a); err != nil {
			return err
		}
		var h holder
		var contact people.Person
		err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			if err := h.load(ctx, tx, a.notice); err != nil {
				return err
			}
			contact, err = people.PersonByID(ctx, tx, a.Contact)
			return err
		})
		if problem.Is(err, problem.NotFound) || err == nil && h.To.ID == "" {
			return nil
		}
		if err != nil {
			return err
		}
		m := absenceMail(ctx, post, h, contact)
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}

func absenceMail(ctx context.Context, post mail.Post, h holder, to people.Person) mail.Message {
	ctx = post.Words.For(ctx, to.Lang)
	args := i18n.Args{"Name": h.To.Name, "Title": h.Meeting.Title, "When": h.Meeting.When(ctx), "Programme": h.Programme.Name, "Day": when.Day(ctx, h.Meeting.Day)}
	t := letterTo(ctx, to)
	t.say(i18n.F(ctx, "registration.absence_text", args))
	t.say(i18n.T(ctx, "registration.absence_advice") + "\n" + post.BaseURL + h.Programme.Path() + "/tilmeld")
	t.sign(ctx, post, h.Programme)
	return mail.Message{
		To: to.Email, ToName: to.Name, ReplyTo: h.Programme.Email,
		Subject: i18n.F(ctx, "registration.absence_subject", args), Text: t.text(),
	}
}
