package programme

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Form is a programme as it is typed. It keeps what cannot be read.
type Form struct {
	Name, ShortName, Field, Lead, Purpose, Audience, Benefits string
	Owner, Operator, Seller, Email                            string
	Inviters, Contacts                                        []string
	SeasonFrom, SeasonTo, Deadline                            string
	MaxPerOrg, Covers, Invoicing, Version                     string
}

// ReadForm takes the fields out of a form that was sent.
func ReadForm(v url.Values) Form {
	return Form{
		Name: v.Get("name"), ShortName: v.Get("short_name"), Field: v.Get("field"), Lead: v.Get("lead"),
		Purpose: v.Get("purpose"), Audience: v.Get("audience"), Benefits: v.Get("benefits"),
		Owner: v.Get("owner"), Operator: v.Get("operator"), Seller: v.Get("seller"), Email: v.Get("email"),
		Inviters: v["inviters"], Contacts: v["contacts"],
		SeasonFrom: v.Get("season_from"), SeasonTo: v.Get("season_to"), Deadline: v.Get("deadline"),
		MaxPerOrg: v.Get("max_per_org"), Covers: v.Get("covers"), Invoicing: v.Get("invoicing"), Version: v.Get("version"),
	}
}

// FormOf is a programme as its form shows it, in the language of ctx.
func FormOf(ctx context.Context, p Programme) Form {
	return Form{
		Name: p.Name, ShortName: p.ShortName, Field: p.Field, Lead: p.Lead,
		Purpose: p.Purpose, Audience: p.Audience, Benefits: p.Benefits,
		Owner: string(p.Owner), Operator: string(p.Operator), Seller: string(p.Seller), Email: p.Email,
		Inviters: texts(p.Inviters), Contacts: texts(p.Contacts),
		SeasonFrom: when.Day(ctx, p.SeasonFrom), SeasonTo: when.Day(ctx, p.SeasonTo), Deadline: when.Day(ctx, p.Deadline),
		MaxPerOrg: strconv.FormatInt(p.MaxPerOrg, 10), Covers: strconv.FormatInt(p.Covers, 10),
		Invoicing: string(p.Invoicing), Version: strconv.FormatInt(p.Version, 10),
	}
}

// Programme reads the form. What cannot be read is a fault under its field, and
// is nothing in the programme; CheckFields says the rest.
func (f Form) Programme(kind Kind) (Programme, problem.Fields) {
	var bad problem.Fields
	p := Programme{
		Kind: kind, Name: f.Name, ShortName: f.ShortName, Field: f.Field, Lead: f.Lead,
		Purpose: f.Purpose, Audience: f.Audience, Benefits: f.Benefits,
		Owner: id.Org(f.Owner), Operator: id.Org(f.Operator), Seller: id.Org(f.Seller), Email: f.Email,
		Inviters: typed[id.Org](f.Inviters), Contacts: typed[id.Person](f.Contacts), Invoicing: Invoicing(f.Invoicing),
		SeasonFrom: ParseDay(&bad, "season_from", f.SeasonFrom), SeasonTo: ParseDay(&bad, "season_to", f.SeasonTo),
		Deadline: ParseDay(&bad, "deadline", f.Deadline),
	}
	p.MaxPerOrg, _ = strconv.ParseInt(strings.TrimSpace(f.MaxPerOrg), 10, 64)
	var err error
	if p.Covers, err = strconv.ParseInt(strings.TrimSpace(f.Covers), 10, 64); err != nil {
		p.Covers = -1 // no number is not 0
	}
	p.Version, _ = strconv.ParseInt(f.Version, 10, 64)
	return tidy(p), bad
}

// ParseDay reads a day as it is typed; nothing is no day.
func ParseDay(bad *problem.Fields, name, text string) when.Date {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	d, err := when.ParseDate(text)
	if err != nil {
		bad.Add(name, "programme.date_wrong", text)
	}
	return d
}

func texts[T ~string](list []T) (all []string) {
	for _, one := range list {
		all = append(all, string(one))
	}
	return all
}

func typed[T ~string](list []string) (all []T) {
	for _, one := range list {
		all = append(all, T(one))
	}
	return all
}

// Choices are who a programme's form lets the secretariat choose between.
type Choices struct {
	Orgs    []people.Org // that can own, run, sell and invite: no municipalities
	Sellers []people.Org
	Staff   []people.Person
}

// LoadChoices finds them. All organisations can sell, as far as this package
// knows; edition leaves those that can send invoices.
func LoadChoices(ctx context.Context, tx *db.Tx) (c Choices, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return c, err
	}
	if c.Orgs, err = people.OrgList(ctx, tx, people.Association, people.Centre, people.Ministry, people.Union, people.Other); err != nil {
		return c, err
	}
	c.Sellers = c.Orgs
	c.Staff, err = people.StaffList(ctx, tx)
	return c, err
}

// orgOptions are the organisations as choices of a select, after an empty one.
func orgOptions(ctx context.Context, list []people.Org) []web.Option {
	options := []web.Option{{Value: "", Text: i18n.T(ctx, "programme.choose")}}
	for _, o := range list {
		options = append(options, web.Option{Value: string(o.ID), Text: o.OfficialName})
	}
	return options
}

// tick is one box among several of the same name.
type tick struct {
	Value, Text, Small string
	Checked            bool
}

func orgTicks(list []people.Org, chosen []string) (ticks []tick) {
	for _, o := range list {
		ticks = append(ticks, tick{Value: string(o.ID), Text: o.OfficialName, Checked: slices.Contains(chosen, string(o.ID))})
	}
	return ticks
}

func staffTicks(list []people.Person, chosen []string) (ticks []tick) {
	for _, p := range list {
		ticks = append(ticks, tick{Value: string(p.ID), Text: p.Name, Small: p.Title, Checked: slices.Contains(chosen, string(p.ID))})
	}
	return ticks
}

func invoicingCards(ctx context.Context, chosen string) []web.ChoiceCard {
	return []web.ChoiceCard{
		{Value: string(Advance), Title: i18n.T(ctx, "programme.invoicing_advance"), Text: i18n.T(ctx, "programme.invoicing_advance_text"), Checked: chosen == string(Advance)},
		{Value: string(PerMeeting), Title: i18n.T(ctx, "programme.invoicing_per_meeting"), Text: i18n.T(ctx, "programme.invoicing_per_meeting_text"), Checked: chosen == string(PerMeeting)},
	}
}

// cardID is the id of the nth box of a name: the fault summary links to the first.
func cardID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}

// orDash fills a cell that would be empty.
func orDash(text string) string { return cmp.Or(text, "–") }
