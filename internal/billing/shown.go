package billing

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/money"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Text says what an invoice is about: the programme, and its only line or how
// many there are.
func (s Summary) Text(ctx context.Context) string { return s.ProgrammeName + ": " + s.detail(ctx) }

func (s Summary) detail(ctx context.Context) string {
	if s.Lines == 1 {
		return s.What
	}
	return i18n.N(ctx, "billing.lines", int(s.Lines))
}

func (s State) text(ctx context.Context) string {
	if s == Issued {
		return i18n.T(ctx, "billing.state_issued")
	}
	return i18n.T(ctx, "billing.state_draft")
}

func (v listView) lead(ctx context.Context) string {
	if n, _ := v.of(Drafted); n > 0 {
		return i18n.N(ctx, "billing.on_the_way", int(n))
	}
	if v.Staff {
		return i18n.T(ctx, "billing.lead_staff")
	}
	return i18n.T(ctx, "billing.lead_contact")
}

func (v listView) whenToCome(ctx context.Context) string {
	if v.Staff {
		return i18n.T(ctx, "billing.none_staff")
	}
	return i18n.T(ctx, "billing.none_contact")
}

func (v listView) stats(ctx context.Context) []web.Stat {
	drafts, soon := v.of(Drafted)
	issued, net := v.of(Issued)
	return []web.Stat{
		{Value: count(issued), Text: i18n.N(ctx, "billing.stat_issued", int(issued))},
		{Value: inKroner(net), Text: i18n.T(ctx, "billing.stat_net"), Sub: i18n.T(ctx, "billing.excl_vat_small")},
		{Value: count(drafts), Text: i18n.T(ctx, "billing.stat_drafts"), Sub: inKroner(soon) + " " + i18n.T(ctx, "billing.excl_vat_small")},
	}
}

// inKroner shows nothing as 0 kr.
func inKroner(m money.Money) string { return m.Add(money.DKK(0)).String() }

func count(n int64) string { return money.Money{Minor: n * 100}.String() }

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// history is what has happened to an invoice, and what is to come.
func (p paper) history(ctx context.Context) []web.Moment {
	list := []web.Moment{{Title: i18n.T(ctx, "billing.was_issued"), When: when.Moment(ctx, p.IssuedAt), State: web.Done}}
	pdf := web.Moment{Title: i18n.T(ctx, "billing.was_drawn"), State: web.Done}
	if p.PDF == "" {
		pdf = web.Moment{Title: i18n.T(ctx, "billing.is_drawn"), When: i18n.T(ctx, "billing.in_a_moment"), State: web.Now}
	}
	return append(list, pdf, web.Moment{
		Title: i18n.T(ctx, "billing.to_pay"), When: i18n.F(ctx, "billing.at_latest", i18n.Args{"Day": when.Day(ctx, p.Due)}), State: web.Next,
	})
}
