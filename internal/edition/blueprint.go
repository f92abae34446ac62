package edition

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// blueprint is a form filled in beforehand, for one kind of programme.
type blueprint struct {
	Address string // its part of the form's address
	Kind    programme.Kind
	Form    func(context.Context) form
	Meeting i18n.Key // what its meetings are called until they have a title
}

// blueprints are those there are.
var blueprints = []blueprint{{Address: "netvaerk", Kind: web.KindNetwork, Form: network, Meeting: i18n.Key("edition.network_meeting")}}

// findBlueprint is the blueprint of an address.
func findBlueprint(address string) (blueprint, bool) {
	for _, b := range blueprints {
		if b.Address == address {
			return b, true
		}
	}
	return blueprint{}, false
}

// network is a consultant network as in the news of 22 April 2021: a meeting to
// join by and four that follow, 3.000 kr. a meeting for one or two people and
// 4.375 kr. for three to five.
func network(ctx context.Context) form {
	f := form{
		Programme: programme.Form{
			Lead: i18n.T(ctx, "edition.network_lead"), Purpose: i18n.T(ctx, "edition.network_purpose"),
			Audience: i18n.T(ctx, "edition.network_audience"), Benefits: i18n.T(ctx, "edition.network_benefits"),
			MaxPerOrg: "5", Covers: "4", Invoicing: string(programme.Advance),
		},
		Prices:   priceForm{Tiers: []tierRow{{"2", "3.000"}, {"5", "4.375"}}, VAT: "S"},
		FreeDays: "14",
	}
	for range 5 {
		f.Meetings = append(f.Meetings, meetingRow{Where: atVenue})
	}
	return f
}
