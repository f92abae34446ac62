package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// tidings are what became of somebody's idea.
type tidings struct {
	Idea
	To   people.Person // nobody when there is nothing to tell any more
	P    programme.Programme
	M    meeting.Meeting // that it is planned for
	Kept Idea            // that it lives on in, when whose it is may see that
}

// tellingOf loads what a mail about an idea needs. One that is gone has nothing to
// tell.
func tellingOf(ctx context.Context, tx *db.Tx, one id.Idea) (t tidings, err error) {
	t.Idea, err = byID(ctx, tx, one)
	if problem.Is(err, problem.NotFound) {
		return t, nil
	}
	if err != nil || t.Person == "" {
		return t, err
	}
	if t.P, err = programme.ByID(ctx, tx, t.Programme); err != nil {
		return t, err
	}
	if t.Meeting != "" {
		if t.M, err = meeting.ByID(ctx, tx, t.Meeting); err != nil {
			return t, err
		}
	}
	if t.PartOf != "" {
		kept, err := byID(ctx, tx, t.PartOf)
		if err != nil {
			return t, err
		}
		if kept.Shown != ToStaff || kept.Person == t.Person {
			t.Kept = kept
		}
	}
	to, err := people.PersonByID(ctx, tx, t.Person)
	if err == nil && to.State == people.Active {
		t.To = to
	}
	return t, err
}

func tellMail(ctx context.Context, post mail.Post, t tidings) (mail.Message, error) {
	ctx = post.Words.For(ctx, t.To.Lang)
	args := i18n.Args{"Title": t.Title, "Programme": t.P.Name}
	var subject, said string
	switch t.State {
	case Discussed:
		subject, said = i18n.F(ctx, "idea.discussed_subject", args), i18n.F(ctx, "idea.discussed_text", args)
	case Aside:
		subject, said = i18n.F(ctx, "idea.aside_subject", args), i18n.F(ctx, "idea.aside_text", args)
	case Planned:
		args["Day"], args["Meeting"] = when.Weekday(ctx, t.M.Day), t.M.Title
		subject, said = i18n.F(ctx, "idea.planned_subject", args), i18n.F(ctx, "idea.planned_text", args)
	case United:
		args["Kept"] = t.Kept.Title
		subject, said = i18n.F(ctx, "idea.united_subject", args), i18n.F(ctx, "idea.united_text", args)
	default:
		return mail.Message{}, nil
	}
	m := mail.To(ctx, t.To.Name)
	m.Say(said)
	if t.Note != "" {
		m.Say(i18n.T(ctx, "idea.note_is") + "\n" + t.Note)
	}
	m.Say(i18n.T(ctx, "idea.see_it") + "\n" + post.BaseURL + t.path(t.P))
	m.Sign(ctx, post, t.P.Name, t.P.Email)
	return mail.Message{To: t.To.Email, ToName: t.To.Name, ReplyTo: t.P.Email, Subject: subject, Text: m.String()}, nil
}
