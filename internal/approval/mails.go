package approval

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/registration"
	"faelled/internal/when"
)

func (c matter) args(ctx context.Context) i18n.Args {
	return i18n.Args{
		"Name": c.Asker.Name, "Org": c.Org.OfficialName, "Programme": c.Programme.Name, "Net": i18n.Amount(ctx, c.Quote.Net),
		"Limit": i18n.Amount(ctx, c.Limit), "Until": when.Moment(ctx, c.Until), "Decider": c.Decider.Name,
	}
}

// guests are those it is about, a line each.
func (c matter) guests() (list []string) {
	for _, g := range c.Request.Guests {
		line := g.Name
		if g.Title != "" {
			line += ", " + g.Title
		}
		list = append(list, line)
	}
	return list
}

// askMail has all that matters in it: the signer need open nothing to know what
// they are asked.
func askMail(ctx context.Context, post mail.Post, c matter, l letter, link string) (mail.Message, error) {
	to := c.signer(l.Signer)
	ctx = post.Words.For(ctx, to.Lang)
	args := c.args(ctx)
	t := mail.To(ctx, to.Name)
	subject := i18n.F(ctx, "approval.ask_subject", args)
	if l.Again {
		t.Say(i18n.F(ctx, "approval.ask_again", args))
		subject = i18n.F(ctx, "approval.again_subject", args)
	}
	t.Say(i18n.F(ctx, "approval.ask_text", args))
	t.List(i18n.T(ctx, "approval.guests"), c.guests())
	t.List(i18n.T(ctx, "approval.price"), registration.PriceLines(ctx, c.Quote))
	t.Say(i18n.F(ctx, "approval.invoice_to", i18n.Args{"GLN": people.GroupGLN(c.Request.GLN)}))
	t.Say(i18n.T(ctx, "approval.ask_link") + "\n" + link)
	t.Say(i18n.F(ctx, "approval.ask_until", args))
	t.Sign(ctx, post, c.Programme.Name, c.Programme.Email)
	return mail.Message{To: to.Email, ToName: to.Name, ReplyTo: c.Programme.Email, Subject: subject, Text: t.String()}, nil
}

// handedMail tells whoever waited that there is room, and that somebody has to say
// yes first.
func handedMail(ctx context.Context, post mail.Post, c matter) (mail.Message, error) {
	if !c.Open {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, c.Asker.Lang)
	args := c.args(ctx)
	t := mail.To(ctx, c.Asker.Name)
	t.Say(i18n.F(ctx, "approval.handed_text", args))
	t.List(i18n.T(ctx, "approval.guests"), c.guests())
	t.Say(i18n.F(ctx, "approval.waits_text", i18n.Args{"Names": c.signerNames(ctx), "Until": when.Moment(ctx, c.Until)}))
	t.Say(i18n.T(ctx, "approval.see") + "\n" + post.BaseURL + Path(c.ID))
	t.Sign(ctx, post, c.Programme.Name, c.Programme.Email)
	subject := i18n.F(ctx, "approval.handed_subject", args)
	return mail.Message{To: c.Asker.Email, ToName: c.Asker.Name, ReplyTo: c.Programme.Email, Subject: subject, Text: t.String()}, nil
}

// answerMail tells whoever asked.
func answerMail(ctx context.Context, post mail.Post, c matter) (mail.Message, error) {
	ctx = post.Words.For(ctx, c.Asker.Lang)
	args := c.args(ctx)
	t := mail.To(ctx, c.Asker.Name)
	var subject string
	switch c.State {
	case Approved:
		subject = i18n.F(ctx, "approval.approved_subject", args)
		t.Say(i18n.F(ctx, "approval.approved_text", args))
	case Refused:
		subject = i18n.F(ctx, "approval.refused_subject", args)
		t.Say(i18n.F(ctx, "approval.refused_text", args))
		t.Say(c.Reason)
		t.Say(i18n.T(ctx, "approval.refused_then"))
	case Expired:
		subject = i18n.F(ctx, "approval.expired_subject", args)
		t.Say(i18n.F(ctx, "approval.expired_text", args))
	default:
		return mail.Message{}, nil
	}
	t.Say(i18n.T(ctx, "approval.see") + "\n" + post.BaseURL + Path(c.ID))
	t.Sign(ctx, post, c.Programme.Name, c.Programme.Email)
	return mail.Message{To: c.Asker.Email, ToName: c.Asker.Name, ReplyTo: c.Programme.Email, Subject: subject, Text: t.String()}, nil
}
