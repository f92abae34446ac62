package registration

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/money"
	"faelled/internal/when"
)

// priceCard explains the price beside the form.
type priceCard struct {
	Title     string
	Seats     []seatMark
	SeatsText string // what the row of seats shows, for those who do not see it
	Stair     []stairStep
	StairText string
	Count     string // "I er 3 deltagere."
	Next      string // what one more would mean
	Sums      []sumRow
	Net       money.Money
	VAT       *vatRows // on the last page
	Table     []tableRow
	TableText string
}

type seatMark struct {
	Taken, Next, Apart bool // Apart: a new tier begins here
	Text               string
}

type stairStep struct {
	Text   string
	Amount money.Money
	On     bool
}

type sumRow struct {
	Text, Small string
	Amount      money.Money
}

type vatRows struct {
	Text       string // "Moms 25 %"
	VAT, Gross money.Money
}

type tableRow struct {
	N         int64
	Amount    money.Money
	PerPerson money.Money // whole kroner
	Now       bool
}

// most is the largest row of seats that is drawn.
const most = 8

// card explains the form's price as it stands.
func (f form) card(ctx context.Context) priceCard {
	at := f.Scene.At[0]
	n := at.Before + at.Add
	top := at.Before + f.room()
	c := priceCard{
		Title: i18n.T(ctx, "registration.your_price"), Net: f.Scene.Quote.Net,
		Count: i18n.N(ctx, "registration.you_are", int(n)), Sums: f.Scene.Quote.sums(ctx),
		StairText: i18n.F(ctx, "registration.stair_label", i18n.Args{"Day": when.DayMonth(ctx, at.Meeting.Day)}),
		TableText: i18n.F(ctx, "registration.table_label", i18n.Args{"Day": when.Day(ctx, at.Meeting.Day)}),
		SeatsText: i18n.F(ctx, "registration.seats_label", i18n.Args{"N": n, "Max": top}),
	}
	if top <= most {
		c.Seats = seatMarks(ctx, f.Scene.List, n, top)
	}
	for _, t := range f.Scene.List.Tiers {
		if t.From <= top {
			c.Stair = append(c.Stair, stairStep{tierPeople(ctx, t), t.PerMeeting, t.From <= n && n <= t.To})
		}
	}
	for i := int64(1); i <= min(top, 2*most); i++ {
		if t, ok := f.Scene.List.Tier(i); ok {
			each := money.Money{Minor: money.RoundHalfAway(t.PerMeeting.Minor, i*100) * 100, Currency: t.PerMeeting.Currency}
			c.Table = append(c.Table, tableRow{i, t.PerMeeting, each, i == n})
		}
	}
	c.Next = f.oneMore(ctx, n, top)
	return c
}

func seatMarks(ctx context.Context, list billing.PriceList, n, top int64) (marks []seatMark) {
	for i := int64(1); i <= top; i++ {
		tier, _ := list.Tier(i)
		mark := seatMark{Taken: i <= n, Next: i == n+1, Apart: i > 1 && tier.From == i}
		mark.Text = i18n.F(ctx, "registration.seat_number", i18n.Args{"N": i})
		if mark.Next {
			mark.Text = i18n.T(ctx, "registration.seat_next")
		}
		marks = append(marks, mark)
	}
	return marks
}

// oneMore says what the next participant would mean for the price.
func (f form) oneMore(ctx context.Context, n, top int64) string {
	if n >= top {
		return i18n.F(ctx, "registration.all_used", i18n.Args{"N": number(ctx, int(n))})
	}
	if tier, ok := f.Scene.List.Tier(n); ok && min(tier.To, top) > n {
		if more := int(min(tier.To, top) - n); more > 1 {
			return i18n.F(ctx, "registration.more_for_free", i18n.Args{"N": number(ctx, more)})
		}
		return i18n.T(ctx, "registration.one_more_for_free")
	}
	var more money.Money
	for _, at := range f.Scene.At {
		with, _ := f.Scene.List.Tier(at.Before + at.Add + 1)
		without, _ := f.Scene.List.Tier(at.Before + at.Add)
		more = more.Add(with.PerMeeting.Sub(without.PerMeeting))
	}
	return i18n.F(ctx, "registration.more_costs", i18n.Args{"Amount": i18n.Amount(ctx, more)})
}

// groups are the lines of a quote as people think of them: the meeting they join
// with, the rest that is invoiced at once, and each that is invoiced later.
func (q Quote) groups() (groups [][]QuoteLine) {
	var rest []QuoteLine
	var coming [][]QuoteLine
	for _, l := range q.Lines {
		switch {
		case l.First:
			groups = append(groups, []QuoteLine{l})
		case l.Later != "":
			coming = append(coming, []QuoteLine{l})
		default:
			rest = append(rest, l)
		}
	}
	if len(rest) > 0 {
		groups = append(groups, rest)
	}
	return append(groups, coming...)
}

// sums are the rows of the price.
func (q Quote) sums(ctx context.Context) (rows []sumRow) {
	mixed := !sameTier(q.Lines)
	for _, g := range q.groups() {
		rows = append(rows, sumRow{groupText(ctx, g), explain(ctx, g, mixed), sum(g)})
	}
	return rows
}

// groupText is "Mødet 2. juni 2021" or "Fire møder 2021–2022".
func groupText(ctx context.Context, g []QuoteLine) string {
	if len(g) == 1 {
		return i18n.F(ctx, "registration.sum_meeting", i18n.Args{"Day": when.Day(ctx, g[0].Day)})
	}
	years := string(g[0].Day[:4])
	if last := string(g[len(g)-1].Day[:4]); last != years {
		years += "–" + last
	}
	return i18n.F(ctx, "registration.sum_meetings", i18n.Args{"N": capital(number(ctx, len(g))), "Years": years})
}

// explain says where an amount comes from: the tier, what was invoiced before,
// and when it is invoiced when that is not at once. How many people it is for is
// said where meetings differ.
func explain(ctx context.Context, g []QuoteLine, mixed bool) string {
	var parts []string
	if sameTier(g) && g[0].After > 0 {
		text := tierPeople(ctx, g[0].Tier)
		if mixed {
			text = i18n.N(ctx, "registration.participants", int(g[0].After)) + ", " + tierText(ctx, g[0].Tier)
		}
		if len(g) > 1 {
			text = i18n.F(ctx, "registration.tier_each", i18n.Args{"Tier": text, "Amount": i18n.Amount(ctx, g[0].Price)})
		}
		parts = append(parts, text)
	}
	var before money.Money
	for _, l := range g {
		before = before.Add(l.Invoiced)
	}
	if before.Minor > 0 {
		parts = append(parts, i18n.F(ctx, "registration.invoiced_before", i18n.Args{"Amount": i18n.Amount(ctx, before)}))
	}
	if last := g[0].Later; last != "" {
		parts = append(parts, i18n.F(ctx, "registration.invoiced_later", i18n.Args{"Day": when.Day(ctx, last)}))
	}
	return strings.Join(parts, ". ")
}

func sameTier(g []QuoteLine) bool {
	for _, l := range g {
		if l.Tier != g[0].Tier || l.After != g[0].After {
			return false
		}
	}
	return true
}

// tierText is "pris for 3–5".
func tierText(ctx context.Context, t billing.Tier) string {
	return i18n.F(ctx, "registration.tier", i18n.Args{"Span": span(t)})
}

// tierPeople is "3–5 deltagere".
func tierPeople(ctx context.Context, t billing.Tier) string {
	if t.From == t.To {
		return i18n.N(ctx, "registration.participants", int(t.From))
	}
	return i18n.F(ctx, "registration.span_participants", i18n.Args{"Span": span(t)})
}

func span(t billing.Tier) string {
	if t.From == t.To {
		return fmt.Sprint(t.From)
	}
	return fmt.Sprint(t.From, "–", t.To)
}

// number is a small number as a word: "fire".
func number(ctx context.Context, n int) string {
	words := strings.Fields(i18n.T(ctx, "registration.number_words"))
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

func capital(word string) string {
	for i, c := range word {
		return strings.ToUpper(string(c)) + word[i+len(string(c)):]
	}
	return word
}

// percent is a rate as people write it: 25, 12,5.
func percent(basisPoints int64) string {
	text := strconv.FormatInt(basisPoints/100, 10)
	if rest := basisPoints % 100; rest != 0 {
		text += "," + strings.TrimRight(fmt.Sprintf("%02d", rest), "0")
	}
	return text
}

// total is the card of the last page: every sum, with VAT.
func (f form) total(ctx context.Context) priceCard {
	c := f.card(ctx)
	c.Title, c.Table, c.Stair = i18n.T(ctx, "registration.total"), nil, nil
	c.VAT = f.Scene.Quote.vat(ctx)
	return c
}

// card is the sums of what was sent.
func (q Quote) card(ctx context.Context) priceCard {
	return priceCard{Title: i18n.T(ctx, "registration.total"), Sums: q.sums(ctx), Net: q.Net, VAT: q.vat(ctx)}
}

func (q Quote) vat(ctx context.Context) *vatRows {
	if q.RateBP == 0 {
		return &vatRows{i18n.T(ctx, "registration.no_vat"), q.VAT, q.Gross}
	}
	return &vatRows{i18n.F(ctx, "registration.vat", i18n.Args{"Rate": percent(q.RateBP)}), q.VAT, q.Gross}
}

// offer is the table of prices beside the first step: they are the same for every
// meeting one can choose.
func (f form) offer() (rows []stairStep) {
	for _, t := range f.Scene.List.Tiers {
		if f.Programme.MaxPerOrg == 0 || t.From <= f.Programme.MaxPerOrg {
			rows = append(rows, stairStep{Text: span(t), Amount: t.PerMeeting})
		}
	}
	return rows
}

// dayList is "15. september 2021, 10. januar, 9. juni og 5. oktober 2022": a
// year is said with the last day that has it.
func dayList(ctx context.Context, days []when.Date) string {
	parts := make([]string, len(days))
	for i, d := range days {
		if i+1 < len(days) && days[i+1][:4] == d[:4] {
			parts[i] = when.DayMonth(ctx, d)
		} else {
			parts[i] = when.Day(ctx, d)
		}
		parts[i] = strings.Replace(parts[i], " ", "\u00a0", 1) // 10. does not part from its month
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + i18n.T(ctx, "registration.and") + parts[last]
}
