package billing

import (
	"context"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Text says what an invoice is about: the programme, and its only line or what
// its lines are together.
func (s Summary) Text(ctx context.Context) string { return s.ProgrammeName + ": " + s.detail(ctx) }

func (s Summary) detail(ctx context.Context) string {
	if s.Credit {
		return i18n.T(ctx, "billing.credit_note") + ": " + s.about(ctx)
	}
	return s.about(ctx)
}

func (s Summary) about(ctx context.Context) string {
	switch {
	case s.Lines == 1:
		return s.What
	case s.Contents.Meetings == 0:
		return i18n.N(ctx, "billing.lines", int(s.Lines))
	}
	return s.Contents.text(ctx)
}

// text is "Fire møder 2026–2027, 3 deltagere".
func (c contents) text(ctx context.Context) string {
	text := i18n.T(ctx, "billing.one_meeting")
	if n := c.Meetings; n > 1 {
		words := strings.Fields(i18n.T(ctx, "billing.number_words"))
		count := strconv.FormatInt(n, 10)
		if int(n) < len(words) {
			count = words[n]
		}
		text = i18n.F(ctx, "billing.meetings", i18n.Args{"N": count})
	}
	if c.From != "" {
		from, to := string(c.From)[:4], string(c.To)[:4]
		if text += "\u00a0" + from; to != from {
			text += "–" + to
		}
	}
	switch {
	case c.Most == 0:
		return text
	case c.Fewest == c.Most:
		return text + ", " + i18n.N(ctx, "billing.participants", int(c.Most))
	}
	return text + ", " + i18n.F(ctx, "billing.participants_between", i18n.Args{"Fewest": c.Fewest, "Most": c.Most})
}

// contentsOf are what the lines of an invoice are about together.
func contentsOf(lines []Line) (c contents) {
	seen := map[id.Meeting]bool{}
	for i, l := range lines {
		if l.Meeting != "" {
			seen[l.Meeting] = true
		}
		if l.Delivered != "" && (c.From == "" || l.Delivered.Before(c.From)) {
			c.From = l.Delivered
		}
		c.To = max(c.To, l.Delivered)
		if c.Most = max(c.Most, l.Participants); i == 0 || l.Participants < c.Fewest {
			c.Fewest = l.Participants
		}
	}
	c.Meetings = int64(len(seen))
	return c
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
	list := []web.Stat{
		{Value: count(ctx, issued), Text: i18n.N(ctx, "billing.stat_issued", int(issued))},
		{Value: inKroner(ctx, net), Text: i18n.T(ctx, "billing.stat_net"), Sub: i18n.T(ctx, "billing.excl_vat_small")},
	}
	if drafts > 0 || v.Staff {
		list = append(list, web.Stat{Value: count(ctx, drafts), Text: i18n.T(ctx, "billing.stat_drafts"), Sub: inKroner(ctx, soon) + " " + i18n.T(ctx, "billing.excl_vat_small")})
	}
	return list
}

// inKroner shows nothing as 0 kr.
func inKroner(ctx context.Context, m money.Money) string {
	return i18n.Amount(ctx, m.Add(money.DKK(0)))
}

func count(ctx context.Context, n int64) string { return i18n.Amount(ctx, money.Money{Minor: n * 100}) }

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// history is what has happened to an invoice, and what is to come.
func (p paper) history(ctx context.Context) []web.Moment {
	issued := i18n.T(ctx, "billing.was_issued")
	if p.credit() {
		issued = i18n.T(ctx, "billing.was_credited")
	}
	list := []web.Moment{{Title: issued, When: when.Moment(ctx, p.IssuedAt), State: web.Done}}
	pdf := web.Moment{Title: i18n.T(ctx, "billing.was_drawn"), State: web.Done}
	if p.PDF == "" {
		pdf = web.Moment{Title: i18n.T(ctx, "billing.is_drawn"), When: i18n.T(ctx, "billing.in_a_moment"), State: web.Now}
	}
	if p.credit() {
		return append(list, pdf)
	}
	due := web.Moment{Title: i18n.T(ctx, "billing.to_pay"), When: i18n.F(ctx, "billing.at_latest", i18n.Args{"Day": when.Day(ctx, p.Due)}), State: web.Next}
	if p.overdue() {
		due = web.Moment{Title: i18n.T(ctx, "billing.fell_due"), When: when.Day(ctx, p.Due), State: web.Now}
	}
	due.When += ". " + i18n.T(ctx, "billing.payment_not_shown")
	list = append(list, pdf)
	for _, c := range p.Credits {
		list = append(list, web.Moment{
			Title: i18n.T(ctx, "billing.credited_part"), State: web.Done,
			When: i18n.F(ctx, "billing.credited_when", i18n.Args{
				"Number": numberText(p.Seller.Prefix, c.Number), "Day": when.Day(ctx, c.Day),
				"Amount": i18n.Exact(ctx, money.Money{Minor: c.GrossBack, Currency: p.Total.Gross.Currency}),
			}),
		})
	}
	return append(list, due)
}

// overdue tells that the last day to pay is over; whether it was paid is not
// known here.
func (p paper) overdue() bool { return p.Today.After(p.Due) }
