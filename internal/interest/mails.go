package interest

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/mail"
)

// start begins a mail; those who are not known have no name.
func (n news) start(ctx context.Context, post mail.Post) (context.Context, mail.Text, i18n.Args) {
	ctx = post.Words.For(ctx, n.Wish.Lang)
	t := mail.Text{i18n.T(ctx, "interest.hello")}
	if n.Name != "" {
		t = mail.To(ctx, n.Name)
	}
	return ctx, t, i18n.Args{"Programme": n.Programme.Name, "Season": n.Season.Name}
}

// finish says how to end it, and has mail programs offer that too.
func (n news) finish(ctx context.Context, post mail.Post, t mail.Text, subject string) (mail.Message, error) {
	link := post.BaseURL + doorPath(n.Secret)
	t.Say(i18n.T(ctx, "interest.mail_end") + "\n" + link)
	t.Sign(ctx, post, n.Programme.Name, n.Programme.Email)
	return mail.Message{
		To: n.Wish.Email, ToName: n.Name, ReplyTo: n.Programme.Email, Subject: subject, Text: t.String(), Unsubscribe: link + "/nej",
	}, nil
}

func confirmMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.Wish.Email == "" || n.Wish.ConfirmedAt != nil {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "interest.mail_confirm", args) + "\n" + post.BaseURL + doorPath(n.Secret))
	t.Say(i18n.T(ctx, "interest.mail_confirm_not"))
	t.Sign(ctx, post, n.Programme.Name, n.Programme.Email)
	return mail.Message{To: n.Wish.Email, ReplyTo: n.Programme.Email, Subject: i18n.F(ctx, "interest.subject_confirm", args), Text: t.String()}, nil
}

func meetingMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.Wish.Email == "" || len(n.Meetings) == 0 {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	var list []string
	for _, m := range n.Meetings {
		list = append(list, m.When(ctx)+": "+m.Title)
	}
	t.List(i18n.F(ctx, "interest.mail_meeting", args), list)
	t.Say(i18n.T(ctx, "interest.mail_see") + "\n" + post.BaseURL + n.Programme.Path())
	return n.finish(ctx, post, t, i18n.F(ctx, "interest.subject_meeting", args))
}

func seasonMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.Wish.Email == "" || n.Season.ID == "" {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "interest.mail_season", args))
	t.Say(i18n.T(ctx, "interest.mail_see") + "\n" + post.BaseURL + n.Season.Path())
	return n.finish(ctx, post, t, i18n.F(ctx, "interest.subject_season", args))
}
