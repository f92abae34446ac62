package evaluation

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// told is one mail with a summary.
type told struct {
	Summary
	To    people.Person // nobody when there is nothing to tell any more
	P     programme.Programme
	M     meeting.Meeting
	Rated Result
}

// tellingOf loads what a mail with a summary needs.
func tellingOf(ctx context.Context, tx *db.Tx, a asked) (t told, err error) {
	if t.Summary, err = summaryOf(ctx, tx, a.Meeting); err != nil || t.SentAt == nil {
		return t, err
	}
	if t.M, err = meeting.ByID(ctx, tx, a.Meeting); err != nil {
		return t, err
	}
	if t.P, err = programme.ByID(ctx, tx, t.M.Programme); err != nil {
		return t, err
	}
	if t.Rated, _, err = Means(ctx, tx, t.P.ID, t.M.ID); err != nil {
		return t, err
	}
	to, err := people.PersonByID(ctx, tx, a.Person)
	if err == nil && to.State == people.Active {
		t.To = to
	}
	return t, err
}

func summaryMail(ctx context.Context, post mail.Post, t told) (mail.Message, error) {
	ctx = post.Words.For(ctx, t.To.Lang)
	args := i18n.Args{"Title": t.M.Title, "Day": when.Day(ctx, t.M.Day)}
	m := mail.To(ctx, t.To.Name)
	m.Say(i18n.F(ctx, "evaluation.summary_text", args))
	m.Say(t.Body)
	if t.Rated.Shown() {
		m.Say(t.Rated.sentence(ctx))
	}
	m.Say(i18n.T(ctx, "evaluation.summary_link") + "\n" + post.BaseURL + SummaryPath(t.P, t.M))
	m.Say(i18n.T(ctx, "evaluation.material_link") + "\n" + post.BaseURL + materialPath(t.P))
	m.Sign(ctx, post, t.P.Name, t.P.Email)
	return mail.Message{
		To: t.To.Email, ToName: t.To.Name, ReplyTo: t.P.Email, Subject: i18n.F(ctx, "evaluation.summary_subject", args), Text: m.String(),
	}, nil
}

// sentence is a result as one sentence tells it.
func (r Result) sentence(ctx context.Context) string {
	lang := i18n.Lang(ctx)
	return i18n.F(ctx, "evaluation.means", i18n.Args{"N": r.N, "Invited": r.Invited, "Gain": r.Gain.In(lang), "Usable": r.Usable.In(lang)})
}
