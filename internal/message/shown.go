package message

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

func (g Group) name(ctx context.Context) string {
	switch g {
	case Members:
		return i18n.T(ctx, "message.group_members")
	case Registered:
		return i18n.T(ctx, "message.group_registered")
	case Towns:
		return i18n.T(ctx, "message.group_towns")
	case Contacts:
		return i18n.T(ctx, "message.group_contacts")
	case Outside:
		return i18n.T(ctx, "message.group_outside")
	case Queueing:
		return i18n.T(ctx, "message.group_queueing")
	case Silent:
		return i18n.T(ctx, "message.group_silent")
	}
	return i18n.T(ctx, "message.group_no_order")
}

// explained is a group in one more sentence.
func (g Group) explained(ctx context.Context) string {
	switch g {
	case Members:
		return i18n.T(ctx, "message.group_members_text")
	case Registered:
		return i18n.T(ctx, "message.group_registered_text")
	case Towns:
		return i18n.T(ctx, "message.group_towns_text")
	case Contacts:
		return i18n.T(ctx, "message.group_contacts_text")
	case Outside:
		return i18n.T(ctx, "message.group_outside_text")
	case Queueing:
		return i18n.T(ctx, "message.group_queueing_text")
	case Silent:
		return i18n.T(ctx, "message.group_silent_text")
	}
	return i18n.T(ctx, "message.group_no_order_text")
}

func (k Kind) name(ctx context.Context) string {
	if k == News {
		return i18n.T(ctx, "message.kind_news")
	}
	return i18n.T(ctx, "message.kind_service")
}

func (a Arrival) name(ctx context.Context) string {
	switch a {
	case Queued:
		return i18n.T(ctx, "message.is_queued")
	case Trying:
		return i18n.T(ctx, "message.is_trying")
	case Arrived:
		return i18n.T(ctx, "message.is_sent")
	case Unsure:
		return i18n.T(ctx, "message.is_unsure")
	case Bounced:
		return i18n.T(ctx, "message.is_bounced")
	case Failed:
		return i18n.T(ctx, "message.is_failed")
	case Suppressed:
		return i18n.T(ctx, "message.is_suppressed")
	}
	return i18n.T(ctx, "message.is_skipped")
}

func (a Arrival) counted(ctx context.Context, n int64) string {
	return a.name(ctx) + " (" + number(n) + ")"
}

// number is a whole number, thousands parted as in Danish.
func number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "." + text[i:]
	}
	return text
}

func (r Recipient) tag(ctx context.Context) web.TagData {
	t := web.TagData{Text: r.State.name(ctx)}
	switch r.State {
	case Arrived:
		t.Tone = web.ToneOK
	case Bounced, Failed:
		t.Tone = web.ToneErr
	case Unsure:
		t.Tone = web.ToneWarn
	case Queued, Trying:
		t.Tone = web.ToneInfo
	}
	return t
}

// why says in words what a recipient's reason or status means.
func (r Recipient) why(ctx context.Context) string {
	switch r.Why {
	case "":
		return ""
	case whyOptedOut:
		return i18n.T(ctx, "message.why_opted_out")
	case whyUnreachable:
		return i18n.T(ctx, "message.why_unreachable")
	case whyCalledBack:
		return i18n.T(ctx, "message.why_called_back")
	case whyLate:
		return i18n.T(ctx, "message.why_late")
	}
	return statusText(ctx, r.Why)
}

// statusText is a status of RFC 3463 in words.
func statusText(ctx context.Context, status string) string {
	args := i18n.Args{"Status": status}
	switch {
	case mail.Hard(status):
		return i18n.F(ctx, "message.status_address", args)
	case strings.HasSuffix(status, ".2.2"):
		return i18n.F(ctx, "message.status_full", args)
	case strings.HasPrefix(status, "5.7."):
		return i18n.F(ctx, "message.status_refused", args)
	}
	return i18n.F(ctx, "message.status_other", args)
}

func (m Message) tag(ctx context.Context, n Counts) web.TagData {
	switch m.State {
	case Scheduled:
		return web.TagData{Tone: web.ToneInfo, Text: i18n.T(ctx, "message.state_scheduled")}
	case Sending:
		return web.TagData{Tone: web.ToneThread, Text: i18n.T(ctx, "message.state_sending")}
	case Paused:
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "message.state_paused")}
	case Sent:
		if n[Bounced]+n[Failed]+n[Unsure] > 0 {
			return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "message.state_sent")}
		}
		return web.TagData{Tone: web.ToneOK, Text: i18n.T(ctx, "message.state_sent")}
	case Stopped:
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "message.state_stopped")}
	}
	if m.Held != "" {
		return web.TagData{Tone: web.ToneErr, Text: i18n.T(ctx, "message.state_held")}
	}
	return web.TagData{Text: i18n.T(ctx, "message.state_draft")}
}

// progress is how far a message has come, in words: "1.234 af 5.000".
func (m Message) progress(ctx context.Context, n Counts) string {
	switch m.State {
	case Scheduled:
		return when.Moment(ctx, *m.SendAt)
	case Draft:
		return ""
	case Sent:
		return i18n.F(ctx, "message.progress_sent", i18n.Args{"N": number(n[Arrived] + n[Unsure]), "At": when.Moment(ctx, *m.EndedAt)})
	}
	return i18n.F(ctx, "message.progress", i18n.Args{"N": number(n.Total() - n.Open()), "Of": number(n.Total())})
}

func (v view) head(ctx context.Context) web.Head {
	h := web.Head{
		Plain:  true,
		Kind:   v.Programme.Kind,
		Crumbs: []web.Crumb{{Text: i18n.T(ctx, "message.desk"), Href: "/sekretariat"}, {Text: i18n.T(ctx, "message.title"), Href: listPath}, {Text: v.title(ctx)}},
		Tags:   []web.TagData{v.Message.tag(ctx, v.Counts), {Text: v.Message.Kind.name(ctx)}},
		Title:  v.title(ctx), Danish: true,
		Facts: []web.Fact{
			{Term: i18n.T(ctx, "message.programme"), Value: v.Programme.Name},
			{Term: i18n.T(ctx, "message.to"), Value: v.Audience.Group.name(ctx), Small: v.Audience.Region},
			{Term: i18n.T(ctx, "message.author"), Value: v.Author},
		},
	}
	if v.About != nil {
		h.Facts = append(h.Facts, web.Fact{Term: i18n.T(ctx, "message.about_meeting"), Value: v.About.Title, Small: when.Day(ctx, v.About.Day)})
	}
	return h
}

// Ready tells whether it can be sent.
func (v view) Ready() bool { return len(v.Missing) == 0 && v.Counts[Queued] > 0 }

// done is what was just done.
func (v view) done(ctx context.Context) string {
	switch v.Done {
	case "proeve":
		return i18n.T(ctx, "message.done_test")
	case "send":
		return i18n.T(ctx, "message.done_send")
	case "planlaeg":
		return i18n.T(ctx, "message.done_schedule")
	case "kald-tilbage":
		return i18n.T(ctx, "message.done_call_back")
	case "pause":
		return i18n.T(ctx, "message.done_pause")
	case "fortsaet":
		return i18n.T(ctx, "message.done_resume")
	case "igen":
		return i18n.T(ctx, "message.done_again")
	}
	return ""
}

// held is why it did not begin when it should.
func (v view) held(ctx context.Context) string {
	switch v.Held {
	case "message.missed":
		return i18n.T(ctx, "message.missed")
	case "message.meeting_changed":
		return i18n.T(ctx, "message.meeting_changed")
	case "message.nobody":
		return i18n.T(ctx, "message.nobody")
	}
	return i18n.F(ctx, "message.held", i18n.Args{"About": v.Held})
}

// mail is the text that the preview shows.
func (v view) mail(context.Context) Message {
	subject, _ := parse(v.Subject)
	return Message{Subject: fill(subject, v.As.Fields)}
}

func (v view) body() string {
	pieces, _ := parse(v.Body)
	return fill(pieces, v.As.Fields)
}

func (v view) stats(ctx context.Context) (list []web.Stat) {
	for _, a := range arrivals {
		n := v.Counts[a]
		if n == 0 {
			continue
		}
		s := web.Stat{Value: number(n), Text: a.name(ctx)}
		switch a {
		case Bounced, Failed:
			s.Tone = web.ToneErr
		case Unsure:
			s.Tone = web.ToneWarn
		}
		list = append(list, s)
	}
	return list
}

func buttonClass(class string) string {
	if class == "f-link" {
		return class
	}
	return "button " + class
}

func (v newView) options(ctx context.Context) []web.Option {
	list := []web.Option{{Text: i18n.T(ctx, "message.choose")}}
	for _, p := range v.Programmes {
		text := p.Name
		if p.State == programme.Draft {
			text = i18n.F(ctx, "message.unpublished", i18n.Args{"Name": p.Name})
		}
		list = append(list, web.Option{Value: string(p.ID), Text: text})
	}
	return list
}

func (v editView) groups(ctx context.Context) (list []web.ChoiceCard) {
	for _, g := range groups {
		list = append(list, web.ChoiceCard{Value: string(g), Title: g.name(ctx), Text: g.explained(ctx), Checked: g == v.Audience.Group})
	}
	return list
}

func (v editView) kinds(ctx context.Context) []web.ChoiceCard {
	return []web.ChoiceCard{
		{Value: string(Service), Title: Service.name(ctx), Text: i18n.T(ctx, "message.kind_service_text"), Checked: v.Kind == Service},
		{Value: string(News), Title: News.name(ctx), Text: i18n.T(ctx, "message.kind_news_text"), Checked: v.Kind == News},
	}
}

func (v editView) meetings(ctx context.Context) []web.Option {
	list := []web.Option{{Text: i18n.T(ctx, "message.about_none")}}
	for _, m := range v.Meetings {
		list = append(list, web.Option{Value: string(m.ID), Text: when.Day(ctx, m.Day) + ": " + m.Title})
	}
	return list
}

func (v editView) regions(ctx context.Context) []web.Option {
	list := []web.Option{{Text: i18n.T(ctx, "message.whole_country")}}
	for _, r := range v.Regions {
		list = append(list, web.Option{Value: r, Text: r})
	}
	return list
}

func (v editView) chosen(o id.Org) bool { return slices.Contains(v.Audience.Orgs, o) }
