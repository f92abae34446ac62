package evaluation

import (
	"context"
	"crypto/rand"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// asked is the payload of "evaluation.ask": somebody is to be asked about a
// meeting, or again.
type asked struct {
	Meeting id.Meeting
	Person  id.Person
	Again   bool
}

// letter is one mail.
type letter struct {
	asked
	To     people.Person // nobody when there is nothing to ask any more
	P      programme.Programme
	M      meeting.Meeting
	Last   when.Date // to answer on
	Secret string
}

// write is the handler of one mail. Each has a secret of its own, and all of them
// open the same form: only fingerprints are kept, so an earlier secret cannot be
// written again.
func write(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var a asked
		if err := j.Into(&a); err != nil {
			return err
		}
		l := letter{asked: a}
		err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			l, err = open(ctx, tx, a)
			return err
		})
		if err != nil || l.To.Email == "" {
			return err
		}
		m := l.mail(ctx, post)
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}

// open loads what a mail needs, and makes its secret.
func open(ctx context.Context, tx *db.Tx, a asked) (l letter, err error) {
	l.asked = a
	e, err := byMeeting(ctx, tx, a.Meeting)
	if err != nil || e.State != Open || e.over(tx.Now) {
		return l, err
	}
	i, found, err := inviteOf(ctx, tx, a.Meeting, a.Person)
	if err != nil || !found || i.Answered {
		return l, err
	}
	if l.M, err = meeting.ByID(ctx, tx, a.Meeting); err != nil {
		return l, err
	}
	if l.P, err = programme.ByID(ctx, tx, l.M.Programme); err != nil {
		return l, err
	}
	if l.To, err = people.PersonByID(ctx, tx, a.Person); err != nil {
		return l, err
	}
	// The last whole day: the door closes at some time of the day after.
	l.Last, l.Secret = when.On(e.AskedAt.Add(closeAfter)).Add(-1), rand.Text()
	return l, insertDoor(ctx, tx, fingerprint(l.Secret), a.Meeting, a.Person)
}

func (l letter) mail(ctx context.Context, post mail.Post) mail.Message {
	ctx = post.Words.For(ctx, l.To.Lang)
	args := i18n.Args{"Title": l.M.Title, "Day": when.Day(ctx, l.M.Day), "Last": when.Day(ctx, l.Last), "Programme": l.P.Name, "Fewest": fewest}
	t := mail.To(ctx, l.To.Name)
	subject := i18n.F(ctx, "evaluation.mail_subject", args)
	if l.Again {
		subject = i18n.F(ctx, "evaluation.mail_again_subject", args)
		t.Say(i18n.F(ctx, "evaluation.mail_again", args))
	} else {
		t.Say(i18n.F(ctx, "evaluation.mail_text", args))
	}
	t.Say(i18n.T(ctx, "evaluation.mail_link") + "\n" + post.BaseURL + doorPath + l.Secret)
	t.Say(i18n.F(ctx, "evaluation.mail_anonymous", args))
	t.Sign(ctx, post, l.P.Name, l.P.Email)
	return mail.Message{To: l.To.Email, ToName: l.To.Name, ReplyTo: l.P.Email, Subject: subject, Text: t.String()}
}
