package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
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
