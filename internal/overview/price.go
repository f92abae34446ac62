package overview

import (
	"context"
	"fmt"
	"slices"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// priceView is what it costs to join at the next meeting, by number of people.
// Nothing to show: no Tiers.
type priceView struct {
	From  string // the lowest price of one meeting
	First string // heading: the meeting they join with
	Rest  string // heading: the meetings after it; empty when there are none
	Tiers []tierView
	Note  string // which invoices come of it

	Covers int // how many meetings are after it
}

// tierView is one line. All amounts are without VAT.
type tierView struct{ People, First, Rest, Total string }

// priceListOf is the programme's prices today; without any, nothing.
func priceListOf(ctx context.Context, tx *db.Tx, p programme.Programme) (billing.PriceList, error) {
	list, err := billing.PriceListFor(ctx, tx, p.ID, when.On(tx.Now))
	if problem.Is(err, problem.NotFound) {
		return billing.PriceList{}, nil
	}
	return list, err
}

// prices puts a price list into words. next is the meeting one joins with, rest
// those that membership then covers.
func prices(ctx context.Context, p programme.Programme, list billing.PriceList, next *meeting.Meeting, rest []meeting.Meeting) (v priceView) {
	if len(list.Tiers) == 0 || next == nil {
		return v
	}
	n := len(rest)
	v.Covers = n
	v.From = i18n.F(ctx, "overview.price_from", i18n.Args{"Price": i18n.Amount(ctx, list.Tiers[0].PerMeeting)})
	v.First = i18n.F(ctx, "overview.price_first", i18n.Args{"Day": when.Day(ctx, next.Day)})
	v.Note = i18n.T(ctx, "overview.price_note_one")
	if n > 0 {
		v.Rest = i18n.N(ctx, "overview.price_rest", n) + " " + years(rest)
		v.Note = i18n.T(ctx, "overview.price_note_advance")
		if p.Invoicing == programme.PerMeeting {
			v.Note = i18n.T(ctx, "overview.price_note_each")
		}
	}
	for _, t := range list.Tiers {
		all := t.PerMeeting.Times(int64(n))
		v.Tiers = append(v.Tiers, tierView{
			People: tierText(ctx, t), First: i18n.Amount(ctx, t.PerMeeting), Rest: i18n.Amount(ctx, all), Total: i18n.Amount(ctx, t.PerMeeting.Add(all)),
		})
	}
	return v
}

// tierText is "3–5 deltagere".
func tierText(ctx context.Context, t billing.Tier) string {
	if t.From == t.To {
		return i18n.N(ctx, "overview.participants", int(t.To))
	}
	return i18n.F(ctx, "overview.participants_span", i18n.Args{"From": t.From, "To": t.To})
}

// years is "2021" or "2021–2022".
func years(list []meeting.Meeting) string {
	first, last := list[0].Day[:4], list[len(list)-1].Day[:4]
	if first == last {
		return string(first)
	}
	return fmt.Sprint(first, "–", last)
}

// coming parts a programme's meetings, given by day, into those that are over
// and those that are not.
func coming(list []meeting.Meeting, over func(meeting.Meeting) bool) (past, future []meeting.Meeting) {
	for _, m := range list {
		if over(m) {
			past = append(past, m)
		} else {
			future = append(future, m)
		}
	}
	return past, future
}

// joinable is the first meeting that may be joined with, and the meetings that
// membership then covers.
func joinable(future []meeting.Meeting, covers int64, may func(meeting.Meeting) bool) (*meeting.Meeting, []meeting.Meeting) {
	i := slices.IndexFunc(future, may)
	if i < 0 {
		return nil, nil
	}
	return &future[i], registration.Covered(future, future[i].ID, covers)[1:]
}
