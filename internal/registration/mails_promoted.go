package registration

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
)

// promotedMail tells somebody who waited in line that they have a seat, with the
// meeting for their calendar.
func promotedMail(ctx context.Context, post mail.Post, h holder) (mail.Message, error) {
	if h.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, h.To.Lang)
	t := mail.To(ctx, h.To.Name)
	t.Say(i18n.F(ctx, "registration.promoted_text", i18n.Args{"Programme": h.Programme.Name}))
	t.Say(meetingLines(ctx, post, h.Programme, h.Meeting, true))
	t.Say(i18n.N(ctx, "registration.confirm_calendar", 1))
	t.Sign(ctx, post, h.Programme.Name, h.Programme.Email)
	return holderMail(post, h, t, i18n.F(ctx, "registration.promoted_subject", subjectArgs(ctx, h)), meeting.MethodRequest)
}

// delayLines tell about later meetings that were full.
func delayLines(ctx context.Context, list []Delay) []string {
	lines := make([]string, len(list))
	for i, d := range list {
		lines[i] = d.Told(ctx)
	}
	return lines
}
