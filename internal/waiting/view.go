package waiting

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// ruleText says in words whose turn it is, as rules.go has it.
func ruleText(ctx context.Context, m meeting.Meeting) string {
	return i18n.F(ctx, "waiting.rule", i18n.Args{"Day": when.Day(ctx, when.On(lateFrom(m)))})
}

// untilText says until when the list lasts.
func untilText(ctx context.Context, m meeting.Meeting) string {
	return i18n.F(ctx, "waiting.until", i18n.Args{"Moment": when.Moment(ctx, endsAt(m))})
}

// head is the band above a page.
func head(ctx context.Context, p programme.Programme, title, lead string) web.Head {
	return web.Head{
		Kind: p.Kind, KindText: p.Name, Plain: true, Title: title, Lead: lead,
		Crumbs: []web.Crumb{{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: p.Name, Href: p.Path()}, {Text: i18n.T(ctx, "waiting.crumb")}},
	}
}

// placeText is "Plads 3 i køen".
func (s standing) placeText(ctx context.Context) string {
	return i18n.F(ctx, "waiting.place", i18n.Args{"N": s.Before + 1})
}

// howText says whether they come together.
func (s standing) howText(ctx context.Context) string {
	if len(s.Guests) < 2 {
		return ""
	}
	if s.Together {
		return i18n.T(ctx, "waiting.all_or_none")
	}
	return i18n.T(ctx, "waiting.one_by_one")
}

// doneTitle and doneText tell what was just done.
func (o own) doneTitle(ctx context.Context) string {
	switch o.Done {
	case doneJoined:
		return i18n.T(ctx, "waiting.joined_title")
	case doneLeft:
		return i18n.T(ctx, "waiting.left_title")
	case doneAccepted:
		return i18n.T(ctx, "waiting.accepted_title")
	}
	return ""
}

func (o own) doneText(ctx context.Context) string {
	switch o.Done {
	case doneJoined:
		return i18n.T(ctx, "waiting.joined_text")
	case doneLeft:
		return i18n.T(ctx, "waiting.left_text")
	}
	return i18n.T(ctx, "waiting.accepted_text")
}

// doorOf is where something is done to a wait.
func (o own) doorOf(s standing, what string) string {
	path := Path(o.Programme) + "/" + string(s.ID) + "/" + what
	if o.Staff {
		path += "?kommune=" + string(o.Org.ID)
	}
	return path
}

// typed is the reason that was refused.
func (q queue) typed(s standing) string {
	if q.For != s.ID {
		return ""
	}
	return q.Reason
}

// said is a complaint in words.
func said(ctx context.Context, key, about string) string {
	if d := when.Date(about); d.Valid() {
		about = when.Day(ctx, d)
	}
	return i18n.F(ctx, key, i18n.Args{"About": about})
}
