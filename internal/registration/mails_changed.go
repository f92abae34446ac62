package registration

import (
	"context"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/when"
)

// changedMail tells a holder of a seat what is new about the meeting, and how all
// of it is now; the calendar file takes the place of the earlier one. There is
// none when everything is as they know it after all.
func changedMail(ctx context.Context, post mail.Post, h holder) (mail.Message, error) {
	ctx = post.Words.For(ctx, h.To.Lang)
	news := differences(ctx, h.Was, h.Meeting)
	if h.To.ID == "" || len(news) == 0 {
		return mail.Message{}, nil
	}
	t := mail.To(ctx, h.To.Name)
	t.Say(i18n.F(ctx, "registration.changed_text", i18n.Args{"Title": h.Was.Title, "Programme": h.Programme.Name}))
	for _, n := range news {
		t.Say(n)
	}
	t.Say(i18n.T(ctx, "registration.changed_now"))
	t.Say(meetingLines(ctx, post, h.Programme, h.Meeting, true))
	t.Say(i18n.T(ctx, "registration.changed_calendar"))
	t.Sign(ctx, post, h.Programme.Name, h.Programme.Email)
	return holderMail(post, h, t, changedSubject(ctx, h), meeting.MethodRequest)
}

// changedSubject says what the reader knows the meeting as when it is moved.
func changedSubject(ctx context.Context, h holder) string {
	args := subjectArgs(ctx, h)
	if h.Was.Day == h.Meeting.Day {
		return i18n.F(ctx, "registration.changed_subject", args)
	}
	args["From"] = when.Day(ctx, h.Was.Day)
	if h.Was.Day[:4] == h.Meeting.Day[:4] {
		args["From"] = when.DayMonth(ctx, h.Was.Day)
	}
	return i18n.F(ctx, "registration.moved_subject", args)
}

// subjectArgs tell one meeting from all others in a mailbox.
func subjectArgs(ctx context.Context, h holder) i18n.Args {
	return i18n.Args{
		"Title": h.Meeting.Title, "Day": when.Day(ctx, h.Meeting.Day), "Programme": h.Programme.Name,
		"When": strings.TrimSpace(when.Day(ctx, h.Meeting.Day) + " " + h.Meeting.Hours(ctx)),
	}
}

// differences are what is new, a paragraph each. The former link is not told:
// somebody would follow it.
func differences(ctx context.Context, was, is meeting.Meeting) (news []string) {
	both := func(what, before, now string) {
		if before != now {
			news = append(news, i18n.F(ctx, "registration.changed_from_to", i18n.Args{"What": what, "Before": before, "Now": now}))
		}
	}
	both(i18n.T(ctx, "registration.changed_title"), was.Title, is.Title)
	both(i18n.T(ctx, "registration.changed_when"), was.When(ctx), is.When(ctx))
	both(i18n.T(ctx, "registration.changed_where"), was.Where(ctx), is.Where(ctx))
	switch {
	case was.OnlineURL == is.OnlineURL:
	case is.OnlineURL == "":
		news = append(news, i18n.T(ctx, "registration.changed_link_gone"))
	default:
		news = append(news, i18n.T(ctx, "registration.changed_link"))
	}
	if was.FreeUntil != is.FreeUntil && is.FreeUntil != "" {
		news = append(news, i18n.F(ctx, "registration.changed_free", i18n.Args{"Day": when.Day(ctx, is.FreeUntil)}))
	}
	if was.Lead != is.Lead {
		news = append(news, i18n.T(ctx, "registration.changed_lead"))
	}
	return news
}
