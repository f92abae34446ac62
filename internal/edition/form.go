package edition

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Most rows that a form takes.
const (
	mostTiers    = 20
	mostMeetings = 40
	mostFreeDays = 365
)

// Where a meeting is, as one choice.
const (
	online  = "online"
	atVenue = "sted"
	both    = "begge"
)

// form is everything as it is typed. It keeps what cannot be read.
type form struct {
	Programme programme.Form
	Prices    priceForm
	Meetings  []meetingRow
	FreeDays  string // days before a meeting until which one may cancel without paying

	Venue, Street, Postcode, City string // of all meetings that are at a place
}

// priceForm is a price list as it is typed.
type priceForm struct {
	Tiers     []tierRow
	VAT       string
	Reason    string
	ValidFrom string
}

// tierRow is one step: up to so many people it costs so much. The step begins
// where the one before ends.
type tierRow struct{ To, Price string }

func (t tierRow) blank() bool { return strings.TrimSpace(t.To+t.Price) == "" }

// meetingRow is one meeting.
type meetingRow struct{ Day, Title, Starts, Ends, Where string }

// blank rows are left out. A place may have been put there for the writer.
func (m meetingRow) blank() bool { return strings.TrimSpace(m.Day+m.Title+m.Starts+m.Ends) == "" }

func readForm(v url.Values) form {
	f := form{
		Programme: programme.ReadForm(v), Prices: readPrices(v), FreeDays: v.Get("free_days"),
		Venue: oneLine(v.Get("venue")), Street: oneLine(v.Get("street")), Postcode: oneLine(v.Get("postcode")), City: oneLine(v.Get("city")),
	}
	for i := range count(v.Get("meetings"), mostMeetings) {
		at := func(name string) string { return v.Get(meetingField(i, name)) }
		f.Meetings = append(f.Meetings, meetingRow{Day: at("day"), Title: at("title"), Starts: at("starts"), Ends: at("ends"), Where: at("where")})
	}
	return f
}

func readPrices(v url.Values) priceForm {
	f := priceForm{VAT: v.Get("vat"), Reason: v.Get("reason"), ValidFrom: v.Get("valid_from")}
	for i := range count(v.Get("tiers"), mostTiers) {
		f.Tiers = append(f.Tiers, tierRow{To: v.Get(tierField(i, "to")), Price: v.Get(tierField(i, "price"))})
	}
	return f
}

func tierField(i int, name string) string { return fmt.Sprintf("tier%d_%s", i+1, name) }

// count is a number of rows that a form says it has, within reason.
func count(text string, most int) int {
	n, _ := strconv.Atoi(text)
	return min(max(n, 0), most)
}

// blankLast moves the rows with nothing in them to the end, so that they can be
// left out and the others keep their numbers.
func blankLast[T any](rows []T, blank func(T) bool) []T {
	full := slices.DeleteFunc(slices.Clone(rows), blank)
	return append(full, slices.DeleteFunc(slices.Clone(rows), func(r T) bool { return !blank(r) })...)
}

func (f form) tidy() form {
	f.Prices = f.Prices.tidy()
	f.Meetings = blankLast(f.Meetings, meetingRow.blank)
	return f
}

func (f priceForm) tidy() priceForm {
	f.Tiers = blankLast(f.Tiers, tierRow.blank)
	return f
}

// request reads a tidied form, less its blank rows; untitled is what a meeting
// without a title is called. What cannot be read is a fault under its field.
func (f form) request(kind programme.Kind, untitled string) (Request, problem.Fields) {
	f.Meetings = slices.DeleteFunc(slices.Clone(f.Meetings), meetingRow.blank)
	p, bad := f.Programme.Programme(kind)
	req := Request{Programme: p}
	req.Prices = f.Prices.list(&bad)
	days, err := strconv.Atoi(strings.TrimSpace(f.FreeDays))
	if err != nil || days < 0 || days > mostFreeDays {
		bad.Add("free_days", "edition.free_days_wrong", "")
		days = 0
	}
	if len(f.Meetings) == 0 {
		bad.Add("m1_day", "edition.meeting_missing", "")
	}
	needsVenue := false
	for i, row := range f.Meetings {
		row.Title = cmp.Or(oneLine(row.Title), untitled)
		req.Meetings = append(req.Meetings, f.meeting(&bad, i, row, days))
		needsVenue = needsVenue || row.Where != online
	}
	if needsVenue && f.Venue == "" && f.Street == "" && f.City == "" {
		bad.Add("venue", "edition.venue_missing", "")
	}
	return req, bad
}

func (f form) meeting(bad *problem.Fields, i int, row meetingRow, freeDays int) meeting.Meeting {
	m := meeting.Meeting{Title: row.Title, Day: programme.ParseDay(bad, meetingField(i, "day"), row.Day)}
	m.Starts, m.Ends = meeting.ParseHours(bad, m.Day,
		meeting.TypedClock{Field: meetingField(i, "starts"), Text: row.Starts}, meeting.TypedClock{Field: meetingField(i, "ends"), Text: row.Ends})
	if m.Day != "" {
		m.FreeUntil = m.Day.Add(-freeDays)
	}
	m.IsOnline = row.Where == online || row.Where == both
	if row.Where != online {
		m.Venue, m.Street, m.Postcode, m.City = f.Venue, f.Street, f.Postcode, f.City
	}
	return m
}

// list reads the price list, less its blank rows.
func (f priceForm) list(bad *problem.Fields) billing.PriceList {
	l := billing.PriceList{VAT: billing.VATCategory(f.VAT), Reason: oneLine(f.Reason), ValidFrom: programme.ParseDay(bad, "valid_from", f.ValidFrom)}
	if l.VAT == billing.Standard {
		l.RateBP, l.Reason = standardRate, ""
	}
	next := int64(1)
	for i, row := range slices.DeleteFunc(slices.Clone(f.Tiers), tierRow.blank) {
		t := billing.Tier{From: next}
		var err error
		if t.To, err = strconv.ParseInt(strings.TrimSpace(row.To), 10, 64); err != nil {
			bad.Add(tierField(i, "to"), "edition.tier_to_wrong", "")
		}
		var ok bool
		if t.PerMeeting, ok = parseKroner(row.Price); !ok {
			bad.Add(tierField(i, "price"), "edition.tier_price_wrong", "")
		}
		next = max(t.To, t.From) + 1
		l.Tiers = append(l.Tiers, t)
	}
	return l
}

// standardRate is Danish VAT in basis points (momsloven § 33).
const standardRate = 2500

// pricesOf is a price list as its form shows it.
func pricesOf(l billing.PriceList) priceForm {
	f := priceForm{VAT: cmp.Or(string(l.VAT), string(billing.Standard)), Reason: l.Reason}
	for _, t := range l.Tiers {
		f.Tiers = append(f.Tiers, tierRow{strconv.FormatInt(t.To, 10), kroner(t.PerMeeting)})
	}
	return f
}

// merge is what could not be read, and what was found wrong in the rest: a field
// that could not be read has that fault only.
func merge(unread problem.Fields, err error) error {
	found, ok := problem.FieldsOf(err)
	if err != nil && !ok {
		return err
	}
	all := slices.Clone(unread)
	for _, f := range found {
		if f.Name == "" || len(unread.For(f.Name)) == 0 {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b problem.Field) int { return rank(a.Name) - rank(b.Name) })
	return programme.InOrder(all).Err()
}

// rank is where a field stands after those of the programme: prices, meetings by
// number, place.
func rank(name string) int {
	part, _, _ := strings.Cut(name, "_")
	if n, err := strconv.Atoi(strings.TrimPrefix(part, "m")); err == nil && n <= mostMeetings {
		return 200 + n
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(part, "tier")); err == nil && n <= mostTiers {
		return n
	}
	switch name {
	case "vat", "rate", "reason":
		return 100
	}
	return 300
}

// edit does what a button between the fields says: add or take away a row. It
// tells whether there was such a button.
func (f form) edit(do string) (form, bool) {
	name, number, _ := strings.Cut(do, "-")
	i, err := strconv.Atoi(number)
	switch {
	case name == "trin":
		f.Prices.Tiers = append(f.Prices.Tiers, tierRow{})
	case name == "moede":
		next := meetingRow{Where: atVenue}
		if n := len(f.Meetings); n > 0 {
			next.Title, next.Where = f.Meetings[n-1].Title, f.Meetings[n-1].Where
		}
		f.Meetings = append(f.Meetings, next)
	case name == "fjerntrin" && err == nil && i >= 0 && i < len(f.Prices.Tiers):
		f.Prices.Tiers = slices.Delete(slices.Clone(f.Prices.Tiers), i, i+1)
	case name == "fjernmoede" && err == nil && i >= 0 && i < len(f.Meetings):
		f.Meetings = slices.Delete(slices.Clone(f.Meetings), i, i+1)
	default:
		return f, false
	}
	return f, true
}

func whereOptions(ctx context.Context) []web.Option {
	return []web.Option{
		{Value: atVenue, Text: i18n.T(ctx, "edition.where_venue")},
		{Value: online, Text: i18n.T(ctx, "edition.where_online")},
		{Value: both, Text: i18n.T(ctx, "edition.where_both")},
	}
}

func vatOptions(ctx context.Context) []web.Option {
	return []web.Option{
		{Value: string(billing.Standard), Text: i18n.T(ctx, "edition.vat_standard")},
		{Value: string(billing.Exempt), Text: i18n.T(ctx, "edition.vat_exempt")},
		{Value: string(billing.Outside), Text: i18n.T(ctx, "edition.vat_outside")},
	}
}

// tierText is a step in words: "1–2 deltagere".
func tierText(ctx context.Context, t billing.Tier) string {
	if t.From == t.To {
		return i18n.N(ctx, "edition.participants", int(t.From))
	}
	return i18n.F(ctx, "edition.participants_to", i18n.Args{"From": t.From, "To": t.To})
}
