package edition

import (
	"cmp"
	"context"
	"fmt"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

func stateTags(ctx context.Context, p programme.Programme) []web.TagData {
	if p.State == programme.Public {
		return []web.TagData{{Tone: web.ToneOK, Text: i18n.T(ctx, "edition.public")}}
	}
	return []web.TagData{{Tone: web.ToneWarn, Text: i18n.T(ctx, "edition.draft")}}
}

func seePage(ctx context.Context, p programme.Programme) string {
	if p.State == programme.Public {
		return i18n.T(ctx, "edition.see_page")
	}
	return i18n.T(ctx, "edition.preview")
}

// facts are what the secretariat looks for first.
func facts(ctx context.Context, v programmeView) []web.Fact {
	p := v.Programme
	next := web.Fact{Term: i18n.T(ctx, "edition.next_meeting"), Value: i18n.T(ctx, "edition.none")}
	for _, m := range v.Meetings {
		if m.State == meeting.Planned && !m.Day.Before(v.Today) {
			next.Value, next.Small = when.Day(ctx, m.Day), m.Hours(ctx)
			break
		}
	}
	return []web.Fact{
		next,
		{Term: i18n.T(ctx, "edition.deadline"), Value: cmp.Or(when.Day(ctx, p.Deadline), i18n.T(ctx, "edition.none"))},
		{Term: i18n.T(ctx, "edition.season"), Value: cmp.Or(when.Days(ctx, p.SeasonFrom, p.SeasonTo), i18n.T(ctx, "edition.none"))},
		{Term: i18n.T(ctx, "edition.seats"), Value: fmt.Sprint(p.MaxPerOrg), Small: invoicing(ctx, p)},
	}
}

func invoicing(ctx context.Context, p programme.Programme) string {
	if p.Invoicing == programme.PerMeeting {
		return i18n.T(ctx, "edition.billed_per_meeting")
	}
	return i18n.T(ctx, "edition.billed_in_advance")
}

// vatText says that the amounts are without VAT, and what comes on top.
func vatText(ctx context.Context, l billing.PriceList) string {
	switch l.VAT {
	case billing.Exempt, billing.Outside:
		return i18n.F(ctx, "edition.without_vat", i18n.Args{"Reason": l.Reason})
	}
	return i18n.F(ctx, "edition.with_vat", i18n.Args{"Rate": l.RateBP / 100})
}

// mend is where a thing that is missing is put in.
func mend(p programme.Programme, field string) string {
	at := programme.StaffPath(p.ID)
	switch field {
	case "prices":
		return at + "/priser"
	case "meetings":
		return at + "/moeder/nyt"
	}
	return at + "/ret#" + field
}

func faultText(ctx context.Context, f problem.Field) string {
	return i18n.F(ctx, f.Key, i18n.Args{"About": f.About})
}
