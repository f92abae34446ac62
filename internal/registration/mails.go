package registration

import (
	"context"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// confirmMail tells a guest where they have a seat, with everything for the
// calendar: one meeting as an invitation, several as a list to take in.
func confirmMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	if len(l.Meetings) == 0 {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, l.To.Lang)
	method := meeting.MethodRequest
	if len(l.Meetings) > 1 {
		method = meeting.MethodPublish
	}
	events := make([]meeting.Event, len(l.Meetings))
	for i, m := range l.Meetings {
		events[i] = event(post.BaseURL, l.Programme, m, l.To)
	}
	file, err := meeting.Calendar(events, method)
	if err != nil {
		return mail.Message{}, err
	}
	t := mail.To(ctx, l.To.Name)
	switch {
	case l.Renewed:
		t.Say(i18n.F(ctx, "registration.confirm_renewed", i18n.Args{"Programme": l.Programme.Name}))
	case l.Sender.ID == l.To.ID:
		t.Say(i18n.F(ctx, "registration.confirm_self", i18n.Args{"Programme": l.Programme.Name}))
	default:
		t.Say(i18n.F(ctx, "registration.confirm_by", i18n.Args{"Programme": l.Programme.Name, "Sender": l.Sender.Name}))
	}
	for _, m := range l.Meetings {
		t.Say(meetingLines(ctx, post, l.Programme, m, true))
	}
	t.List(i18n.T(ctx, "registration.delay_guest"), meetingNames(ctx, l.Awaited))
	t.Say(i18n.N(ctx, "registration.confirm_calendar", len(l.Meetings)))
	t.Say(i18n.F(ctx, "registration.confirm_withdraw", i18n.Args{"Email": l.Programme.Email, "Sender": l.Sender.Name}))
	t.Sign(ctx, post, l.Programme.Name, l.Programme.Email)
	return mail.Message{
		To: l.To.Email, ToName: l.To.Name, ReplyTo: l.Programme.Email,
		Subject: i18n.F(ctx, "registration.confirm_subject", i18n.Args{"Programme": l.Programme.Name}),
		Text:    t.String(), Calendar: file, CalendarMethod: method,
	}, nil
}

// receiptMail goes to the address the contact person gave.
func receiptMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	ctx = post.Words.For(ctx, l.Sender.Lang)
	t := mail.To(ctx, l.Sender.Name)
	args := i18n.Args{"Number": Number(l.Number), "Org": orgName(l.Org), "Programme": l.Programme.Name}
	switch {
	case l.Renewed:
		t.Say(i18n.F(ctx, "registration.receipt_renewed", args))
	default:
		t.Say(i18n.F(ctx, "registration.receipt_text", args))
		if l.Joined {
			t.Say(i18n.F(ctx, "registration.receipt_joined", args))
		}
	}
	t.List(i18n.T(ctx, "registration.guests"), names(l.Persons))
	t.List(i18n.T(ctx, "registration.meetings"), meetingNames(ctx, l.Meetings))
	if len(l.Delays) > 0 {
		t.List(i18n.N(ctx, "registration.delay_title", len(l.Delays)), delayLines(ctx, l.Delays))
		t.Say(i18n.T(ctx, "registration.delay_free"))
	}
	t.List(i18n.T(ctx, "registration.price"), priceLines(ctx, l.Quote))
	if l.Quote.Net.Minor > 0 {
		t.Say(i18n.T(ctx, "registration.receipt_invoice") + ":\n" + post.BaseURL + "/fakturaer")
	}
	t.Say(strings.TrimSpace(i18n.T(ctx, "registration.receipt_withdraw") + "\n" + post.BaseURL + RosterPath(l.Programme) + "\n" + l.free(ctx)))
	t.Say(i18n.T(ctx, "registration.receipt_page") + "\n" + post.BaseURL + ReceiptPath(l.Programme, l.Number))
	t.Sign(ctx, post, l.Programme.Name, l.Programme.Email)
	return mail.Message{
		To: l.Email, ToName: l.Sender.Name, ReplyTo: l.Programme.Email,
		Subject: i18n.F(ctx, "registration.receipt_subject", args), Text: t.String(),
	}, nil
}

// staffMail tells the secretariat, in its own language.
func staffMail(ctx context.Context, post mail.Post, l letter) (mail.Message, error) {
	ctx = post.Words.For(ctx, i18n.Languages[0])
	args := i18n.Args{"Number": Number(l.Number), "Org": orgName(l.Org), "Programme": l.Programme.Name, "Sender": l.Sender.Name, "Email": l.Sender.Email}
	var t mail.Text
	t.Say(i18n.F(ctx, "registration.staff_text", args))
	if l.Joined {
		t.Say(i18n.T(ctx, "registration.staff_joined"))
	}
	t.List(i18n.T(ctx, "registration.guests"), names(l.Persons))
	t.List(i18n.T(ctx, "registration.meetings"), meetingNames(ctx, l.Meetings))
	t.List(i18n.N(ctx, "registration.delay_title", len(l.Delays)), delayLines(ctx, l.Delays))
	t.List(i18n.T(ctx, "registration.price"), priceLines(ctx, l.Quote))
	if l.Record.Message != "" {
		t.Say(i18n.T(ctx, "registration.staff_message") + "\n" + l.Record.Message)
	}
	t.Say(post.BaseURL + ReceiptPath(l.Programme, l.Number))
	t.Sample(ctx, post)
	return mail.Message{
		To: l.Programme.Email, ReplyTo: l.Sender.Email,
		Subject: i18n.F(ctx, "registration.staff_subject", args), Text: t.String(),
	}, nil
}

// cancelledMail takes the meeting out of their calendar.
func cancelledMail(ctx context.Context, post mail.Post, h holder) (mail.Message, error) {
	if h.To.ID == "" {
		return mail.Message{}, nil
	}
	ctx = post.Words.For(ctx, h.To.Lang)
	t := mail.To(ctx, h.To.Name)
	t.Say(i18n.F(ctx, "registration.cancelled_text", i18n.Args{"Title": h.Meeting.Title, "When": h.Meeting.When(ctx), "Programme": h.Programme.Name}))
	if h.Meeting.Reason != "" {
		t.Say(i18n.F(ctx, "registration.cancelled_reason", i18n.Args{"Reason": h.Meeting.Reason}))
	}
	t.Sign(ctx, post, h.Programme.Name, h.Programme.Email)
	return holderMail(post, h, t, i18n.F(ctx, "registration.cancelled_subject", subjectArgs(ctx, h)), meeting.MethodCancel)
}

func holderMail(post mail.Post, h holder, t mail.Text, subject, method string) (mail.Message, error) {
	file, err := meeting.Calendar([]meeting.Event{event(post.BaseURL, h.Programme, h.Meeting, h.To)}, method)
	return mail.Message{
		To: h.To.Email, ToName: h.To.Name, ReplyTo: h.Programme.Email, Subject: subject,
		Text: t.String(), Calendar: file, CalendarMethod: method,
	}, err
}

// event is a meeting in one person's calendar, with the online link. base is the
// scheme and host of its address.
func event(base string, p programme.Programme, m meeting.Meeting, to people.Person) meeting.Event {
	return meeting.Event{
		Meeting: m, Person: to.ID, ProgrammeName: p.Name, URL: base + meetingPath(p, m),
		OrganizerName: p.Name, OrganizerMail: p.Email, AttendeeName: to.Name, AttendeeMail: to.Email, WithLink: true, Lang: to.Lang,
	}
}

// meetingLines is a meeting as a few lines. The online link is for those who
// have a seat.
func meetingLines(ctx context.Context, post mail.Post, p programme.Programme, m meeting.Meeting, link bool) string {
	lines := []string{m.Title, m.When(ctx), m.Where(ctx)}
	if link && m.OnlineURL != "" {
		lines = append(lines, i18n.F(ctx, "registration.mail_link", i18n.Args{"Link": m.OnlineURL}))
	}
	if m.FreeUntil != "" {
		lines = append(lines, i18n.F(ctx, "registration.mail_free", i18n.Args{"Day": when.Day(ctx, m.FreeUntil)}))
	}
	lines = append(lines, i18n.F(ctx, "registration.mail_page", i18n.Args{"Link": post.BaseURL + meetingPath(p, m)}))
	return strings.Join(lines, "\n")
}

func names(persons []people.Person) []string {
	list := make([]string, len(persons))
	for i, p := range persons {
		list[i] = p.Name
		if p.Title != "" {
			list[i] += ", " + p.Title
		}
	}
	return list
}

func meetingNames(ctx context.Context, meetings []meeting.Meeting) []string {
	list := make([]string, len(meetings))
	for i, m := range meetings {
		list[i] = m.When(ctx) + ": " + m.Title
	}
	return list
}

// priceLines is a quote as the page shows it.
func priceLines(ctx context.Context, q Quote) []string {
	var list []string
	for _, r := range q.sums(ctx) {
		line := r.Text + ": " + i18n.Amount(ctx, r.Amount)
		if r.Small != "" {
			line += " (" + r.Small + ")"
		}
		list = append(list, line)
	}
	vat := q.vat(ctx)
	return append(list,
		i18n.T(ctx, "registration.ex_vat")+": "+i18n.Amount(ctx, q.Net),
		vat.Text+": "+i18n.Amount(ctx, vat.VAT),
		i18n.T(ctx, "registration.inc_vat")+": "+i18n.Amount(ctx, vat.Gross))
}
