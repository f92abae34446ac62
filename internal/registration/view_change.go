package registration

import (
	"context"
	"slices"
	"strconv"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/web"
	"faelled/internal/when"
)

func daysOf(meetings []meeting.Meeting) []when.Date {
	days := make([]when.Date, len(meetings))
	for i, m := range meetings {
		days[i] = m.Day
	}
	return days
}

// changeHead is the band above a change.
func changeHead(ctx context.Context, c change) web.Head {
	h := headOf(ctx, c.Programme, c.Who.Name)
	last := len(h.Crumbs) - 1
	h.Crumbs = append(h.Crumbs[:last:last], web.Crumb{Text: i18n.T(ctx, "registration.roster_crumb"), Href: c.path("")}, h.Crumbs[last])
	h.Title = i18n.F(ctx, "registration.change_title", i18n.Args{"Name": c.Who.Name})
	return h
}

// free says until when a meeting can be left without paying.
func (c change) free(ctx context.Context, m meeting.Meeting) string {
	if slices.ContainsFunc(c.Who.Waits, is(m.ID)) {
		return i18n.T(ctx, "registration.standby_card")
	}
	if c.Today.After(lastFree(m)) {
		return i18n.T(ctx, "registration.no_longer_free")
	}
	return i18n.F(ctx, "registration.still_free", i18n.Args{"Day": when.Day(ctx, lastFree(m))})
}

// meetings are those to choose among, with what giving each up means.
func (c change) meetings(ctx context.Context) []web.ChoiceCard {
	cards := make([]web.ChoiceCard, len(c.Who.Coming))
	for i, m := range c.Who.Coming {
		cards[i] = web.ChoiceCard{
			Value: string(m.ID), Title: capital(when.Weekday(ctx, m.Day)), Text: m.Title + ". " + c.free(ctx, m),
			Checked: slices.Contains(c.Meetings, m.ID),
		}
	}
	return cards
}

// ways are what can happen.
func (c change) ways(ctx context.Context) []web.ChoiceCard {
	cards := []web.ChoiceCard{
		{Value: wayReplace, Title: i18n.T(ctx, "registration.way_replace"), Text: i18n.T(ctx, "registration.way_replace_text"), Checked: c.Way == wayReplace},
		{Value: wayWithdraw, Title: i18n.T(ctx, "registration.way_withdraw"), Text: i18n.T(ctx, "registration.way_withdraw_text"), Checked: c.Way == wayWithdraw},
	}
	if len(c.Targets) > 0 {
		cards = append(cards, web.ChoiceCard{Value: wayMove, Title: i18n.T(ctx, "registration.way_move"), Text: i18n.T(ctx, "registration.way_move_text"), Checked: c.Way == wayMove})
	}
	return cards
}

func (c change) colleagues(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "registration.nobody_here")}}
	for _, p := range c.Colleague {
		options = append(options, web.Option{Value: string(p.ID), Text: p.Name})
	}
	return options
}

func (c change) question(ctx context.Context) string {
	switch c.Way {
	case wayReplace:
		return i18n.F(ctx, "registration.ask_replace", i18n.Args{"Name": c.Who.Name, "Guest": c.Guest.Name})
	case wayMove:
		return i18n.F(ctx, "registration.ask_move", i18n.Args{"People": c.movers(ctx)})
	}
	return i18n.F(ctx, "registration.ask_withdraw", i18n.Args{"Name": c.Who.Name})
}

func (c change) button(ctx context.Context) string {
	switch c.Way {
	case wayReplace:
		return i18n.F(ctx, "registration.do_replace", i18n.Args{"Guest": c.Guest.Name})
	case wayMove:
		return i18n.F(ctx, "registration.do_move", i18n.Args{"People": c.movers(ctx)})
	}
	return i18n.F(ctx, "registration.do_withdraw", i18n.Args{"Name": c.Who.Name})
}

// meaning says in words what happens to the money.
func meaning(ctx context.Context, q Quote) string {
	switch {
	case q.Now().Minor < 0:
		return i18n.T(ctx, "registration.means_credit")
	case q.Net.Minor < 0:
		return i18n.T(ctx, "registration.means_less_later")
	}
	return i18n.T(ctx, "registration.means_nothing")
}

// kroner writes nothing as 0 kr.
func kroner(ctx context.Context, m money.Money) string { return i18n.Amount(ctx, m.Add(money.DKK(0))) }

func opposite(m money.Money) money.Money { return money.Money{}.Sub(m) }

func minor(m money.Money) string { return strconv.FormatInt(m.Minor, 10) }
