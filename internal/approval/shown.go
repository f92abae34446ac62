package approval

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// name is a state in words, with its tone.
func (a Approval) tag(ctx context.Context, open bool) web.TagData {
	switch {
	case a.State == Approved:
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "approval.state_approved")}
	case a.State == Refused:
		return web.TagData{Tone: web.ToneErr, Text: i18n.T(ctx, "approval.state_refused")}
	case a.State == Withdrawn:
		return web.TagData{Text: i18n.T(ctx, "approval.state_withdrawn")}
	case open:
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "approval.state_waiting")}
	}
	return web.TagData{Text: i18n.T(ctx, "approval.state_expired")}
}

func meetingText(ctx context.Context, tx *db.Tx, one id.Meeting) (string, error) {
	m, err := meeting.ByID(ctx, tx, one)
	return m.Title + ", " + m.When(ctx) + ", " + m.Where(ctx), err
}

// change is one meeting that costs something else than when it was asked.
type change struct{ Text, Before, Now string }

// changes explain why the sum is another than the one that was asked about.
func (v view) changes(ctx context.Context) (list []change) {
	add := func(l registration.QuoteLine, before, now string) {
		list = append(list, change{when.Day(ctx, l.Day), before, now})
	}
	nothing := i18n.T(ctx, "approval.nothing")
	for _, now := range v.Now.Quote.Lines {
		i := slices.IndexFunc(v.Quote.Lines, func(l registration.QuoteLine) bool { return l.Meeting == now.Meeting })
		switch {
		case i < 0:
			add(now, nothing, i18n.Amount(ctx, now.Due))
		case v.Quote.Lines[i].Due != now.Due:
			add(now, i18n.Amount(ctx, v.Quote.Lines[i].Due), i18n.Amount(ctx, now.Due))
		}
	}
	for _, was := range v.Quote.Lines {
		if !slices.ContainsFunc(v.Now.Quote.Lines, func(l registration.QuoteLine) bool { return l.Meeting == was.Meeting }) {
			add(was, i18n.Amount(ctx, was.Due), nothing)
		}
	}
	return list
}

// price is what the page shows: of today to those who decide, else as it was
// asked. What cannot be done costs nothing today.
func (v view) price() registration.Quote {
	if v.MaySign && len(v.Now.Faults) == 0 {
		return v.Now.Quote
	}
	return v.Quote
}

// moved tells whether the sum is another than the one that was asked about.
func (v view) moved() bool { return v.price().Net != v.Quote.Net }

func (v view) yesAt() string {
	if v.ByLink {
		return "ja"
	}
	return "godkend"
}

func (v view) noAt() string {
	if v.ByLink {
		return "nej"
	}
	return "afvis"
}

func (v view) head(ctx context.Context) web.Head {
	args := v.args(ctx)
	h := web.Head{Plain: true, Title: i18n.F(ctx, "approval.title", args), Lead: i18n.F(ctx, "approval.lead", args)}
	if !v.ByLink {
		h.Crumbs = []web.Crumb{{Text: i18n.T(ctx, "approval.list_title"), Href: listPath}, {Text: v.matter.Org.Name}}
	}
	tag := v.Approval.tag(ctx, v.Open)
	h.Tags = []web.TagData{tag}
	return h
}

// signerNames is "Mette Holmgaard eller Jens Bruun".
func (c matter) signerNames(ctx context.Context) string {
	names := ""
	for i, p := range c.Signers {
		switch {
		case i > 0 && i == len(c.Signers)-1:
			names += i18n.T(ctx, "approval.or")
		case i > 0:
			names += ", "
		}
		names += p.Name
	}
	return names
}

// unnamed are complaints about fields that the page does not have.
func unnamed(bad problem.Fields) problem.Fields {
	bad = slices.Clone(bad)
	for i := range bad {
		bad[i].Name = ""
	}
	return bad
}

// orgCrumb leads to the organisation's own page, for those who have it.
func orgCrumb(ctx context.Context, org people.Org) web.Crumb {
	who := web.ViewerOf(ctx)
	if !who.IsStaff() && !who.Is(access.Contact, access.At(org.ID)) {
		return web.Crumb{Text: org.Name}
	}
	return web.Crumb{Text: org.Name, Href: "/kommune"}
}
