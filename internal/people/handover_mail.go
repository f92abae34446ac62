package people

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
)

// passed is what the two mails are written from.
type passed struct {
	passing
	who map[id.Person]Person
	org Org
}

func findHanding(ctx context.Context, tx *db.Tx, h passing) (l passed, err error) {
	l.passing = h
	if l.who, err = Persons(ctx, tx, []id.Person{h.From, h.To}); err != nil {
		return l, err
	}
	l.org, err = OrgByID(ctx, tx, h.Org)
	return l, err
}

// handingMail tells one of the two. Nobody is told about somebody who is gone.
func handingMail(ctx context.Context, post mail.Post, l passed) (mail.Message, error) {
	from, to, reader := l.who[l.From], l.who[l.To], l.who[l.Reader]
	if from.ID == "" || to.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, reader.Lang)
	args := i18n.Args{"From": from.Name, "To": to.Name, "Org": l.org.OfficialName}
	t := mail.To(ctx, reader.Name)
	m := mail.Message{To: reader.Email, ToName: reader.Name}
	switch {
	case reader.ID == to.ID && l.Stay:
		m.Subject = i18n.F(ctx, "people.handover_subject_new", args)
		t.Say(i18n.F(ctx, "people.handover_mail_beside", args))
	case reader.ID == to.ID:
		m.Subject = i18n.F(ctx, "people.handover_subject_new", args)
		t.Say(i18n.F(ctx, "people.handover_mail_instead", args))
	case l.Stay:
		m.Subject = i18n.F(ctx, "people.handover_subject_shared", args)
		t.Say(i18n.F(ctx, "people.handover_mail_shared", args))
	default:
		m.Subject = i18n.F(ctx, "people.handover_subject_gone", args)
		t.Say(i18n.F(ctx, "people.handover_mail_gone", args))
	}
	if reader.ID == to.ID {
		t.Say(i18n.T(ctx, "people.handover_mail_can") + "\n" + post.BaseURL + "/kommune")
	}
	t.Say(i18n.T(ctx, "people.handover_mail_wrong") + "\n" + post.BaseURL + "/kontakt")
	t.Sign(ctx, post, "Fælled", "")
	m.Text = t.String()
	return m, nil
}

// handoverChore tells the secretariat whom the mail goes to, and about whom.
func handoverChore(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var h passing
	if j.Into(&h) != nil {
		return jobs.About{}, nil
	}
	about, err := Addressee(ctx, tx, h.Reader)
	if err != nil {
		return about, err
	}
	to, err := Addressee(ctx, tx, h.To)
	about.What = to.Whom
	return about, err
}
