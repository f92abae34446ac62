package edition

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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
			next.Value, next.Small = when.Day(ctx, m.Day), m.HoursText(ctx)
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

// covered is how many meetings a new member's price is for besides the one they
// join with: those that membership covers, as far as they are planned. The public
// page counts them alike.
func (v programmeView) covered() int {
	return max(0, min(int(v.Programme.Covers), len(v.ToCome)-1))
}

// warning is something that does not keep a draft from being published, though
// few mean it so. Href is where to mend it.
type warning struct{ Text, Href string }

func (v programmeView) warnings(ctx context.Context) (all []warning) {
	for i, m := range v.ToCome {
		at, day := meeting.StaffPath(m.ID), i18n.Args{"Day": when.Day(ctx, m.Day)}
		if off := meeting.DayOff(ctx, m.Day); off != "" {
			all = append(all, warning{off, at + "/ret#day"})
		}
		if m.Online() && m.OnlineURL == "" {
			all = append(all, warning{i18n.F(ctx, "edition.link_missing", day), at + "/ret#online_url"})
		}
		if i == 0 && !v.Agendas[m.ID] {
			all = append(all, warning{i18n.F(ctx, "edition.agenda_missing", day), at + "/program"})
		}
	}
	if n := v.covered(); int64(n) < v.Programme.Covers {
		text := i18n.F(ctx, "edition.meetings_few", i18n.Args{"Covers": v.Programme.Covers, "N": n})
		all = append(all, warning{text, programme.StaffPath(v.Programme.ID) + "/moeder/nyt"})
	}
	return all
}

// rowTitle is a meeting's row in a line: "Møde 2 · Onsdag 15. september 2021 ·
// Faglig ledelse".
func rowTitle(ctx context.Context, i int, m meetingRow) string {
	parts := []string{i18n.F(ctx, "edition.meeting_number", i18n.Args{"N": i + 1})}
	for _, part := range []string{meeting.DayIs(ctx, m.Day, oneLine(m.Day)), oneLine(m.Title)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// opened tells whether a meeting's row is shown whole: the first, one that was
// just added, and those with a fault.
func (v newView) opened(i int) bool {
	prefix := meetingField(i, "")
	return i == 0 || i == v.Open || slices.ContainsFunc(v.Faults, func(f problem.Field) bool { return strings.HasPrefix(f.Name, prefix) })
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

// title says what the form makes.
func (v newView) title(ctx context.Context) string {
	if v.From.ID != "" {
		return i18n.F(ctx, "edition.next_title", i18n.Args{"Name": v.From.Name})
	}
	return i18n.T(ctx, "edition.new_network")
}

// head is the top of the form's page.
func (v newView) head(ctx context.Context) web.Head {
	h := web.Head{Title: v.title(ctx), Plain: true}
	if v.From.ID != "" {
		h.Crumbs = crumbs(ctx, web.Crumb{Text: v.From.Name, Href: programme.StaffPath(v.From.ID)}, web.Crumb{Text: i18n.T(ctx, "edition.make_next")})
		h.Lead = i18n.T(ctx, "edition.next_lead")
		return h
	}
	h.Crumbs = crumbs(ctx, web.Crumb{Text: i18n.T(ctx, "edition.new"), Href: "/sekretariat/forloeb/nyt"}, web.Crumb{Text: h.Title})
	h.Lead = i18n.T(ctx, "edition.new_network_lead")
	return h
}

// priceNote says where the prices come from, when nobody has set them yet.
func (v newView) priceNote(ctx context.Context) string {
	if v.From.ID != "" {
		return ""
	}
	return i18n.T(ctx, "edition.prices_suggested")
}
