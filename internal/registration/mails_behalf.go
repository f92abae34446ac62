package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/people"
)

// tellOnBehalf tells an organisation's contact persons that the secretariat has
// registered for them: it costs them money.
func tellOnBehalf(ctx context.Context, tx *db.Tx, org id.Org, one id.Registration) error {
	if !tx.Actor.IsStaff() || tx.Actor.Org == org {
		return nil
	}
	contacts, err := people.Contacts(ctx, tx, org)
	for _, c := range contacts {
		if err := tx.Enqueue(ctx, "registration.on_behalf", ticket{Registration: one, Person: c.ID}); err != nil {
			return err
		}
	}
	return err
}

func onBehalfMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	ctx = post.Words.For(ctx, l.To.Lang)
	args := i18n.Args{"Sender": l.Sender.Name, "Org": orgName(l.Org), "Programme": l.Programme.Name, "Number": Number(l.Number)}
	t := mail.To(ctx, l.To.Name)
	t.Say(i18n.F(ctx, "registration.behalf_text", args))
	t.List(i18n.T(ctx, "registration.guests"), names(l.Persons))
	t.List(i18n.T(ctx, "registration.meetings"), meetingNames(ctx, l.Meetings))
	t.List(i18n.T(ctx, "registration.price"), priceLines(ctx, l.Quote))
	t.Say(i18n.T(ctx, "registration.receipt_page") + "\n" + post.BaseURL + ReceiptPath(l.Programme, l.Number))
	t.Sign(ctx, post, l.Programme.Name, l.Programme.Email)
	return mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: l.Programme.Email,
		Subject: i18n.F(ctx, "registration.behalf_subject", args), Text: t.String(),
	}, nil
}
