package renewal

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// askMail asks a contact person whether they go on.
func askMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	return l.message(ctx, post, i18n.Key("renewal.mail_subject"), i18n.Key("renewal.mail_text"))
}

// remindMail asks once more.
func remindMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	return l.message(ctx, post, i18n.Key("renewal.mail_remind_subject"), i18n.Key("renewal.mail_remind"))
}

func (l letter) message(ctx context.Context, post mail.Post, subject, opening i18n.Key) (mail.Message, error) {
	if l.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, l.To.Lang)
	args := i18n.Args{"Season": l.Season.Name, "Old": l.Old.Name, "Org": l.Org.Name, "Due": when.Day(ctx, l.Round.Due), "First": when.Day(ctx, l.First)}
	t := mail.To(ctx, l.To.Name)
	t.Say(i18n.F(ctx, string(opening), args))
	if l.Was.Until.Day != "" {
		t.Say(i18n.F(ctx, "renewal.bound_until", i18n.Args{"Day": when.Day(ctx, l.Was.Until.Day)}))
	}
	if l.Quote.Net.Minor > 0 {
		t.Say(i18n.F(ctx, "renewal.price", i18n.Args{
			"People": i18n.N(ctx, "renewal.participants", len(l.Was.People)), "Net": i18n.Amount(ctx, l.Quote.Net), "Gross": i18n.Amount(ctx, l.Quote.Gross),
		}))
	}
	t.Say(i18n.F(ctx, string(l.Round.Fallback.means()), args))
	t.Say(i18n.T(ctx, "renewal.mail_answer") + "\n" + post.BaseURL + AnswerPath(l.Season, ""))
	t.Sign(ctx, post, l.Season.Name, l.Season.Email)
	return mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: l.Season.Email,
		Subject: i18n.F(ctx, string(subject), args), Text: t.String(),
	}, nil
}

// means says what no answer means, before it has happened.
func (f Fallback) means() i18n.Key {
	if f == Continue {
		return i18n.Key("renewal.silence_continues")
	}
	return i18n.Key("renewal.silence_stops")
}

// AnswerPath is where an organisation answers. org is empty for the reader's own.
func AnswerPath(next programme.Programme, org id.Org) string {
	path := next.Path() + "/fornyelse"
	if org != "" {
		path += "?kommune=" + string(org)
	}
	return path
}

// StaffPath is the secretariat's page about a season's round.
func StaffPath(next id.Programme) string { return programme.StaffPath(next) + "/fornyelse" }

// stuckMail tells a contact person that silence could not make them go on, and what
// they can do.
func stuckMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	if l.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, l.To.Lang)
	args := i18n.Args{"Season": l.Season.Name, "Org": l.Org.Name}
	t := mail.To(ctx, l.To.Name)
	t.Say(i18n.F(ctx, "renewal.mail_stuck", args))
	t.Say(i18n.T(ctx, "renewal.mail_stuck_do") + "\n" + post.BaseURL + l.Season.Path() + "/tilmeld")
	t.Sign(ctx, post, l.Season.Name, l.Season.Email)
	return mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: l.Season.Email,
		Subject: i18n.F(ctx, "renewal.mail_stuck_subject", args), Text: t.String(),
	}, nil
}
