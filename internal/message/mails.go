package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// optoutPath is where news are unsubscribed from; what follows it is the secret.
const optoutPath = "/afmeld"

// write is the mail to one recipient. door is what opens the page to unsubscribe
// at; empty for a message about a service. All of it is in Danish, as the text is:
// a mail in two languages would be harder to read for both.
func write(ctx context.Context, post mail.Post, l letter, door string) mail.Message {
	ctx = post.Words.For(ctx, i18n.Languages[0])
	subject, _ := parse(l.Message.Subject)
	pieces, _ := parse(l.Message.Body)
	body := fill(pieces, l.To.Fields)
	args := i18n.Args{"Name": l.To.Name, "Org": l.Org.Name, "Programme": l.Programme.Name, "Email": l.Programme.Email}
	foot := mail.Text{i18n.F(ctx, "message.mail_foot", args)}
	m := mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: l.Programme.Email, Key: l.To.Token, Subject: fill(subject, l.To.Fields),
	}
	if l.Message.Kind == News {
		args["Link"] = post.BaseURL + optoutPath + "/" + door
		foot.Say(i18n.F(ctx, "message.mail_unsubscribe", args))
		if door != "" {
			m.Unsubscribe = post.BaseURL + optoutPath + "/" + door
		}
	}
	foot.Sample(ctx, post)
	m.Text = asText(body) + "\n\n" + foot.String()
	m.HTML = asHTML(i18n.Languages[0], m.Subject, body, foot)
	return m
}

// Test sends a message to whoever asks, as one of its recipients would get it: the
// first one, when as is empty or gets none. What is wrong with the text is told as
// by Send.
func Test(ctx context.Context, tx *db.Tx, o Order, as id.Person) error {
	m, err := locked(ctx, tx, o.Message, o.Version, Draft, Scheduled)
	if err != nil {
		return err
	}
	if err := checkReady(m).Err(); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "message.test", test{m.ID, as, tx.Actor.Person})
}

// testOf finds the message as it is now, and fills it for the one it is to be seen
// as.
func testOf(ctx context.Context, tx *db.Tx, t test) (l letter, err error) {
	if l.Message, err = byID(ctx, tx, t.Message); problem.Is(err, problem.NotFound) {
		return letter{}, jobs.Dead(err)
	} else if err != nil {
		return l, err
	}
	c, err := gather(ctx, tx, l.Message)
	if err != nil {
		return l, err
	}
	if l.Programme, err = programme.ByID(ctx, tx, l.Message.Programme); err != nil {
		return l, err
	}
	me, err := people.PersonByID(ctx, tx, t.To)
	if err != nil {
		return l, err
	}
	l.To = c.as(t.As)
	if l.To.Org == "" {
		l.To.Org = me.Org
	}
	if l.Org, err = people.OrgByID(ctx, tx, l.To.Org); err != nil {
		return l, err
	}
	l.To.Email, l.To.Name = me.Email, me.Name
	return l, nil
}

// as is the recipient whom a preview shows: the one asked for, or the first.
func (c crowd) as(who id.Person) Recipient {
	for _, r := range c.List {
		if r.Person == who {
			return r
		}
	}
	if len(c.List) > 0 {
		return c.List[0]
	}
	return Recipient{Fields: Fields{}}
}

// testMail is the same mail, which says that it is a test.
func testMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	m := write(ctx, post, l, "")
	m.Subject = i18n.F(post.Words.For(ctx, i18n.Languages[0]), "message.mail_test", i18n.Args{"Subject": m.Subject})
	return m, nil
}
