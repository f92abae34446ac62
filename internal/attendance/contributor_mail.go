package attendance

import (
	"context"
	"crypto/rand"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// invitation is the payload of "attendance.invite": the contributor by id. The
// secret is in no job.
type invitation struct{ Contributor string }

// letter is a mail with a personal link; to nobody when the link is closed by now.
type letter struct {
	Who       Contributor
	Meeting   meeting.Meeting
	Programme programme.Programme
	Secret    string
}

// tellContributor mails a personal link. Only the hash of its secret is kept, so it
// is made where the mail is; written again, the mail has another.
func tellContributor(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var i invitation
		if err := j.Into(&i); err != nil {
			return err
		}
		var l letter
		err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			l, err = linkFor(ctx, tx, i.Contributor)
			return err
		})
		if err != nil || l.Who.Email == "" {
			return err
		}
		m := l.mail(ctx, post)
		m.Key = string(j.ID)
		return post.Send(ctx, m)
	}
}

func linkFor(ctx context.Context, tx *db.Tx, one string) (l letter, err error) {
	who, found, err := contributorByID(ctx, tx, one)
	if err != nil || !found {
		return l, err
	}
	if err := lockLinks(ctx, tx, who.Meeting); err != nil {
		return l, err
	}
	if who, found, err = contributorByID(ctx, tx, one); err != nil || !found {
		return l, err
	}
	if l.Meeting, err = meeting.ByID(ctx, tx, who.Meeting); err != nil || linksOver(l.Meeting, when.On(tx.Now)) {
		return l, err
	}
	if l.Programme, err = programme.ByID(ctx, tx, l.Meeting.Programme); err != nil {
		return l, err
	}
	l.Who, l.Secret = who, rand.Text()
	return l, insertSecret(ctx, tx, hash(l.Secret), who.ID)
}

// mail is in Danish: of those who are not members we know no language.
func (l letter) mail(ctx context.Context, post mail.Post) mail.Message {
	ctx = post.Words.For(ctx, "da")
	args := i18n.Args{"Title": l.Meeting.Title, "When": l.Meeting.When(ctx), "Programme": l.Programme.Name, "Until": when.Day(ctx, l.Meeting.Day.Add(1))}
	t := mail.To(ctx, l.Who.called(ctx))
	text := i18n.F(ctx, "attendance.invite_text", args)
	if l.Who.Party == Venue {
		t[0] = i18n.T(ctx, "attendance.invite_hello")
		text = i18n.F(ctx, "attendance.invite_venue", args)
	}
	t.Say(text)
	t.Say(i18n.T(ctx, "attendance.invite_link") + "\n" + post.BaseURL + contributorPath + l.Secret)
	t.Say(i18n.F(ctx, "attendance.invite_until", args))
	t.Sign(ctx, post, l.Programme.Name, l.Programme.Email)
	return mail.Message{
		To: l.Who.Email, ToName: l.Who.called(ctx), ReplyTo: l.Programme.Email, Subject: i18n.F(ctx, "attendance.invite_subject", args), Text: t.String(),
	}
}
