package edition

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// difference is one thing that is not as it was last season.
type difference struct{ What, Was, Is string }

// compare says in words what is otherwise in a season than in the one before.
// Long texts are only said to have changed: they are read on the page.
func compare(ctx context.Context, was, is season, orgs map[id.Org]string) (list []difference) {
	add := func(what, before, now string) {
		if before != now {
			none := i18n.T(ctx, "edition.none")
			list = append(list, difference{what, cmp.Or(before, none), cmp.Or(now, none)})
		}
	}
	a, b := was.Programme, is.Programme
	add(i18n.T(ctx, "edition.name"), a.Name, b.Name)
	add(i18n.T(ctx, "edition.season"), when.Days(ctx, a.SeasonFrom, a.SeasonTo), when.Days(ctx, b.SeasonFrom, b.SeasonTo))
	add(i18n.T(ctx, "edition.deadline"), when.Day(ctx, a.Deadline), when.Day(ctx, b.Deadline))
	for _, o := range []struct {
		what     i18n.Key
		was, now id.Org
	}{{i18n.Key("edition.owner"), a.Owner, b.Owner}, {i18n.Key("edition.operator"), a.Operator, b.Operator}, {i18n.Key("edition.seller"), a.Seller, b.Seller}} {
		add(i18n.T(ctx, string(o.what)), orgs[o.was], orgs[o.now])
	}
	add(i18n.T(ctx, "edition.seats"), number(a.MaxPerOrg), number(b.MaxPerOrg))
	add(i18n.T(ctx, "edition.covers"), number(a.Covers), number(b.Covers))
	add(i18n.T(ctx, "edition.invoicing"), invoicing(ctx, a), invoicing(ctx, b))
	list = append(list, comparePrices(ctx, was.Prices, is.Prices)...)
	list = append(list, compareMeetings(ctx, was.Meetings, is.Meetings)...)
	if texts := changedTexts(ctx, a, b); len(texts) > 0 {
		list = append(list, difference{i18n.T(ctx, "edition.texts"), "", strings.Join(texts, ", ")})
	}
	return list
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// comparePrices goes through the steps of the price stair, and the VAT.
func comparePrices(ctx context.Context, was, is billing.PriceList) (list []difference) {
	for i := range max(len(was.Tiers), len(is.Tiers)) {
		what, before, now := "", "", ""
		if i < len(was.Tiers) {
			what, before = tierText(ctx, was.Tiers[i]), i18n.Amount(ctx, was.Tiers[i].PerMeeting)
		}
		if i < len(is.Tiers) {
			text := tierText(ctx, is.Tiers[i])
			now = i18n.Amount(ctx, is.Tiers[i].PerMeeting)
			if what != "" && what != text {
				before += " (" + what + ")"
			}
			what = text
		}
		if before != now {
			none := i18n.T(ctx, "edition.none")
			list = append(list, difference{i18n.F(ctx, "edition.price_of", i18n.Args{"People": what}), cmp.Or(before, none), cmp.Or(now, none)})
		}
	}
	if len(was.Tiers) > 0 && len(is.Tiers) > 0 && (was.VAT != is.VAT || was.RateBP != is.RateBP || was.Reason != is.Reason) {
		list = append(list, difference{i18n.T(ctx, "edition.vat"), vatText(ctx, was), vatText(ctx, is)})
	}
	return list
}

// compareMeetings sets the first meeting beside the first, and so on.
func compareMeetings(ctx context.Context, was, is []meeting.Meeting) (list []difference) {
	none := i18n.T(ctx, "edition.none")
	for i := range max(len(was), len(is)) {
		before, now := none, none
		if i < len(was) {
			before = meetingText(ctx, was[i])
		}
		if i < len(is) {
			now = meetingText(ctx, is[i])
		}
		if before != now {
			list = append(list, difference{i18n.F(ctx, "edition.meeting_number", i18n.Args{"N": i + 1}), before, now})
		}
	}
	return list
}

func meetingText(ctx context.Context, m meeting.Meeting) string {
	text := m.When(ctx) + ", " + m.ShortWhere(ctx) + ": " + m.Title
	if m.Capacity > 0 {
		text += ", " + i18n.N(ctx, "edition.room_for", int(m.Capacity))
	}
	return text
}

// changedTexts are the names of the long texts that are not as they were.
func changedTexts(ctx context.Context, a, b programme.Programme) (names []string) {
	for _, t := range []struct {
		name     i18n.Key
		was, now string
	}{
		{i18n.Key("edition.text_lead"), a.Lead, b.Lead}, {i18n.Key("edition.text_purpose"), a.Purpose, b.Purpose},
		{i18n.Key("edition.text_audience"), a.Audience, b.Audience}, {i18n.Key("edition.text_benefits"), a.Benefits, b.Benefits},
	} {
		if t.was != t.now {
			names = append(names, i18n.T(ctx, string(t.name)))
		}
	}
	return names
}
