package overview

import (
	"context"
	"strconv"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
)

// figure is one line of the comparison: what it is, in both seasons, how much more
// it has become, and where the number is from.
type figure struct{ What, Now, Before, More, From string }

// counted is a number that may be not known.
type counted struct {
	N     int64
	Known bool
}

// unknown is said instead of a number that nobody has; never 0.
func unknown(ctx context.Context) string { return i18n.T(ctx, "overview.result_unknown") }

func (s sum) text(ctx context.Context) string {
	if !s.Known {
		return unknown(ctx)
	}
	return i18n.Amount(ctx, s.Money)
}

// figures are all lines of the comparison.
func (v resultView) figures(ctx context.Context) (list []figure) {
	amount := func(what, from string, of func(season) sum) {
		now, before := of(v.Now), of(v.Before)
		more := now.minus(before)
		f := figure{What: what, Now: now.text(ctx), Before: before.text(ctx), From: from}
		if f.More = more.text(ctx); more.Known && more.Minor > 0 {
			f.More = "+" + f.More
		}
		list = append(list, f)
	}
	number := func(what, from, unit string, of func(season) counted) {
		now, before := of(v.Now), of(v.Before)
		more := counted{now.N - before.N, now.Known && before.Known}
		f := figure{What: what, Now: now.text(ctx) + now.in(unit), Before: before.text(ctx) + before.in(unit), More: more.text(ctx), From: from}
		if more.Known && more.N > 0 {
			f.More = "+" + f.More
		}
		list = append(list, f)
	}
	amount(i18n.T(ctx, "overview.result_income"), i18n.T(ctx, "overview.result_from_invoices"), func(s season) sum { return s.Income })
	for _, kind := range meeting.CostKinds {
		amount(kind.Word(ctx), i18n.T(ctx, "overview.result_from_plan"), func(s season) sum { return s.cost(kind) })
	}
	amount(i18n.T(ctx, "overview.result_costs"), i18n.T(ctx, "overview.result_from_plan"), season.costs)
	amount(i18n.T(ctx, "overview.result_left"), i18n.T(ctx, "overview.result_from_left"), func(s season) sum { return s.Income.minus(s.costs()) })
	number(i18n.T(ctx, "overview.result_members"), i18n.T(ctx, "overview.result_from_seats"), "", func(s season) counted { return counted{s.Members, true} })
	number(i18n.T(ctx, "overview.result_people"), i18n.T(ctx, "overview.result_from_seats"), "", func(s season) counted { return counted{s.People, true} })
	number(i18n.T(ctx, "overview.result_share"), i18n.T(ctx, "overview.result_from_door"), " %", func(s season) counted {
		n, ok := s.share()
		return counted{n, ok}
	})
	return append(list, v.ratedFigure(ctx))
}

// ratedFigure is what people got out of the meetings.
func (v resultView) ratedFigure(ctx context.Context) figure {
	now, n := v.Now.rated()
	before, m := v.Before.rated()
	f := figure{What: i18n.T(ctx, "overview.result_gain"), From: i18n.T(ctx, "overview.result_from_answers"), Now: unknown(ctx), Before: unknown(ctx), More: unknown(ctx)}
	if n > 0 {
		f.Now = i18n.F(ctx, "overview.result_mean", i18n.Args{"Mean": now.In(i18n.Lang(ctx)), "N": n})
	}
	if m > 0 {
		f.Before = i18n.F(ctx, "overview.result_mean", i18n.Args{"Mean": before.In(i18n.Lang(ctx)), "N": m})
	}
	if n > 0 && m > 0 {
		switch more := now - before; {
		case more < 0:
			f.More = "−" + (-more).In(i18n.Lang(ctx))
		case more > 0:
			f.More = "+" + more.In(i18n.Lang(ctx))
		default:
			f.More = more.In(i18n.Lang(ctx))
		}
	}
	return f
}

func (c counted) text(ctx context.Context) string {
	switch {
	case !c.Known:
		return unknown(ctx)
	case c.N < 0:
		return "−" + strconv.FormatInt(-c.N, 10)
	}
	return strconv.FormatInt(c.N, 10)
}

// in is the unit behind a number that is known.
func (c counted) in(unit string) string {
	if !c.Known {
		return ""
	}
	return unit
}

// cameText is "41 af 52", of those with a seat.
func (m meetingResult) cameText(ctx context.Context) string {
	n, ok := m.came()
	if !ok {
		return unknown(ctx)
	}
	return i18n.F(ctx, "overview.result_came_of", i18n.Args{"N": n, "Of": m.Seats})
}

// ratedText is the mean and how many it is of.
func (m meetingResult) ratedText(ctx context.Context) string {
	if !m.Rated.Shown() {
		return unknown(ctx)
	}
	return i18n.F(ctx, "overview.result_mean", i18n.Args{"Mean": m.Rated.Gain.In(i18n.Lang(ctx)), "N": m.Rated.N})
}
