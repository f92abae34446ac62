package waiting

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// start begins a mail to who asked; post gets the reader's language.
func (n news) start(ctx context.Context, post mail.Post) (context.Context, mail.Text, i18n.Args) {
	ctx = post.Words.For(ctx, n.To.Lang)
	people := len(n.W.Guests)
	if n.W.State == Closed && n.W.Covered() { // they are in no line any more
		people = int(n.People)
	}
	args := i18n.Args{
		"Title": n.Meeting.Title, "When": n.Meeting.When(ctx), "Day": when.Day(ctx, n.Meeting.Day), "Programme": n.Programme.Name,
		"People": i18n.N(ctx, "waiting.people", people), "Place": n.Ahead + 1, "Price": i18n.Amount(ctx, n.W.Price()),
		"NewPrice": i18n.Amount(ctx, n.W.NewPrice()), "Seated": i18n.N(ctx, "waiting.people", int(n.People)),
	}
	return ctx, mail.To(ctx, n.To.Name), args
}

// finish addresses it to where the receipt would go.
func (n news) finish(ctx context.Context, post mail.Post, t mail.Text, subject string) (mail.Message, error) {
	t.Sign(ctx, post, n.Programme.Name, n.Programme.Email)
	return mail.Message{To: n.W.Email, ToName: n.To.Name, ReplyTo: n.Programme.Email, Subject: subject, Text: t.String()}, nil
}

func joinedMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.To.ID == "" || n.W.State != Waiting { // seated at once: that mail tells it
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "waiting.mail_joined", args))
	t.List(i18n.T(ctx, "waiting.who_waits"), n.names())
	t.Say(i18n.F(ctx, "waiting.mail_price", args))
	t.Say(n.rule(ctx))
	t.Say(i18n.T(ctx, "waiting.mail_leave") + "\n" + post.BaseURL + Path(n.Programme))
	return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_joined", args))
}

// names are those who still wait.
func (n news) names() (list []string) {
	for _, g := range n.W.Guests {
		list = append(list, g.Name)
	}
	return list
}

// rule says in words what rules.go does.
func (n news) rule(ctx context.Context) string { return ruleText(ctx, n.Meeting) }

func seatedMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "waiting.mail_seated", args))
	t.Say(i18n.T(ctx, "waiting.mail_receipt") + "\n" + post.BaseURL + registration.ReceiptPath(n.Programme, n.Number))
	if len(n.W.Guests) > 0 && n.W.State == Waiting {
		t.List(i18n.T(ctx, "waiting.still_wait"), n.names())
	}
	return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_seated", args))
}

func dearerMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.To.ID == "" || n.W.State != Waiting || n.W.Asked == 0 {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "waiting.mail_dearer", args))
	t.Say(i18n.T(ctx, "waiting.mail_say_yes") + "\n" + post.BaseURL + Path(n.Programme))
	t.Say(i18n.T(ctx, "waiting.mail_meanwhile"))
	return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_dearer", args))
}

func refusedMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	t.Say(i18n.F(ctx, "waiting.mail_refused", args))
	t.Say(said(ctx, n.Why, n.About) + ".")
	return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_refused", args))
}

func closedMail(ctx context.Context, post mail.Post, n news) (mail.Message, error) {
	if n.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx, t, args := n.start(ctx, post)
	off := n.Meeting.State == meeting.Cancelled
	if off {
		t.Say(i18n.F(ctx, "waiting.mail_cancelled", args))
	} else {
		t.Say(i18n.F(ctx, "waiting.mail_closed", args))
	}
	if n.W.Covered() && n.Meeting.State == meeting.Planned {
		t.Say(i18n.T(ctx, "waiting.mail_paid_back"))
	}
	var others []string
	for _, m := range n.Others {
		others = append(others, m.When(ctx)+": "+m.Title)
	}
	t.List(i18n.T(ctx, "waiting.other_dates"), others)
	if len(others) > 0 {
		t.Say(i18n.T(ctx, "waiting.mail_register") + "\n" + post.BaseURL + n.Programme.Path() + "/tilmeld")
	}
	if off {
		return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_cancelled", args))
	}
	return n.finish(ctx, post, t, i18n.F(ctx, "waiting.subject_closed", args))
}
