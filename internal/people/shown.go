package people

import (
	"context"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/web"
	"faelled/internal/when"
)

// name is a kind in words.
func (k OrgKind) name(ctx context.Context) string {
	switch k {
	case Municipality:
		return i18n.T(ctx, "people.kind_municipality")
	case Association:
		return i18n.T(ctx, "people.kind_association")
	case Centre:
		return i18n.T(ctx, "people.kind_centre")
	case Ministry:
		return i18n.T(ctx, "people.kind_ministry")
	case Union:
		return i18n.T(ctx, "people.kind_union")
	}
	return i18n.T(ctx, "people.kind_other")
}

func kindOptions(ctx context.Context) (options []web.Option) {
	for _, k := range orgKinds {
		options = append(options, web.Option{Value: string(k), Text: k.name(ctx)})
	}
	return options
}

// span is when a name was used.
func (n OrgName) span(ctx context.Context) string {
	switch {
	case n.From != "" && n.To != "":
		return when.Days(ctx, n.From, n.To)
	case n.From != "":
		return i18n.F(ctx, "people.name_from", i18n.Args{"Day": when.Day(ctx, n.From)})
	case n.To != "":
		return i18n.F(ctx, "people.name_until", i18n.Args{"Day": when.Day(ctx, n.To)})
	}
	return ""
}

// facts are what stands under an organisation's heading.
func (v orgView) facts(ctx context.Context) (facts []web.Fact) {
	o := v.Org
	address := strings.TrimSpace(o.Postcode + " " + o.City)
	if o.Street != "" && address != "" {
		address = o.Street + ", " + address
	} else {
		address = o.Street + address
	}
	facts = append(facts, web.Fact{Term: i18n.T(ctx, "people.cvr"), Value: dash(o.CVR)})
	facts = append(facts, web.Fact{Term: i18n.T(ctx, "people.address"), Value: dash(address), Small: o.Region})
	facts = append(facts, web.Fact{Term: i18n.T(ctx, "people.reach"), Value: dash(o.Email), Small: o.Phone})
	if o.Population > 0 {
		facts = append(facts, web.Fact{Term: i18n.T(ctx, "people.inhabitants"), Value: i18n.F(ctx, "people.thousands", i18n.Args{"N": o.Population})})
	}
	return facts
}

func sureLeave(ctx context.Context, p Person, org string) sureView {
	return sureView{
		Title: i18n.T(ctx, "people.leave_title"), Heading: i18n.F(ctx, "people.leave_heading", i18n.Args{"Name": p.Name}),
		Lead: i18n.F(ctx, "people.leave_lead", i18n.Args{"Org": org}), Text: i18n.T(ctx, "people.leave_keeps"),
		Button: i18n.T(ctx, "people.leave_button"),
	}
}

func sureUnmake(ctx context.Context, p Person, org string) sureView {
	v := sureView{Title: i18n.T(ctx, "people.unmake_title"), Button: i18n.T(ctx, "people.unmake_contact")}
	args := i18n.Args{"Name": p.Name, "Org": org}
	if p.ID == web.ViewerOf(ctx).Person {
		v.Heading, v.Lead = i18n.T(ctx, "people.unmake_self"), i18n.F(ctx, "people.unmake_self_lead", args)
		v.Text = i18n.T(ctx, "people.unmake_self_keeps")
	} else {
		v.Heading, v.Lead = i18n.F(ctx, "people.unmake_heading", args), i18n.F(ctx, "people.unmake_lead", args)
		v.Text = i18n.T(ctx, "people.unmake_keeps")
	}
	return v
}

// titleAndMail is one line about somebody who asks to join.
func titleAndMail(p Person) string {
	if p.Title == "" {
		return p.Email
	}
	return p.Title + " · " + p.Email
}

// dash stands where nothing is known: an empty cell would look forgotten.
func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
