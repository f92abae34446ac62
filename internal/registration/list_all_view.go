package registration

import (
	"context"
	"slices"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// narrowed tells whether the list is not all there is.
func (v listView) narrowed() bool { return len(v.query()) > 0 }

// toOlder and toNewer are the addresses of the pages beside this one; empty when
// there is none.
func (v listView) toOlder() string {
	if !v.older || len(v.Rows) == 0 {
		return ""
	}
	return v.at("foer", v.Rows[len(v.Rows)-1])
}

func (v listView) toNewer() string {
	if !v.newer || len(v.Rows) == 0 {
		return ""
	}
	return v.at("efter", v.Rows[0])
}

func (v listView) at(name string, r listed) string {
	q := v.query()
	q.Set(name, string(r.ID))
	return listPath + "?" + q.Encode()
}

// size says how many fit, as far as they were counted.
func (v listView) size(ctx context.Context) string {
	if v.Count > mostCounted {
		return i18n.F(ctx, "registration.list_more_than", i18n.Args{"N": i18n.Count(ctx, mostCounted)})
	}
	if v.Count == 1 {
		return i18n.T(ctx, "registration.list_one")
	}
	return i18n.F(ctx, "registration.list_count", i18n.Args{"N": i18n.Count(ctx, v.Count)})
}

// why says what a search that finds nothing could not be understood by.
func (v listView) why(ctx context.Context) (title, text string) {
	switch v.Trouble {
	case noSuchOrg:
		return i18n.F(ctx, "registration.list_no_org", i18n.Args{"Text": v.Org}), i18n.T(ctx, "registration.list_no_org_text")
	case manyOrgs:
		return i18n.F(ctx, "registration.list_many_orgs", i18n.Args{"N": v.Meant}), i18n.T(ctx, "registration.list_write_more")
	case noSuchSender:
		return i18n.F(ctx, "registration.list_no_sender", i18n.Args{"Text": v.Search}), i18n.T(ctx, "registration.list_no_sender_text")
	case manySenders:
		return i18n.F(ctx, "registration.list_many_senders", i18n.Args{"N": v.Meant}), i18n.T(ctx, "registration.list_write_more")
	case noSuchDay:
		return i18n.T(ctx, "registration.list_no_day"), i18n.T(ctx, "registration.list_no_day_text")
	}
	return i18n.T(ctx, "registration.list_no_hits"), i18n.T(ctx, "registration.list_no_hits_text")
}

// day is a typed day as a field of days takes it, or as typed.
func day(typed string) string {
	if d, err := when.ParseDate(typed); err == nil {
		return string(d)
	}
	return typed
}

// season tells programmes of the same name apart.
func season(p programme.Programme) string {
	if len(p.SeasonFrom) < 4 {
		return p.Name
	}
	text := p.Name + " (" + string(p.SeasonFrom[:4])
	if len(p.SeasonTo) >= 4 && p.SeasonTo[:4] != p.SeasonFrom[:4] {
		text += "–" + string(p.SeasonTo[:4])
	}
	return text + ")"
}

// roster is where the organisation's people in the programme are changed.
func (l listed) roster() string { return RosterPath(l.Programme) + "?kommune=" + string(l.Org) }

// issued are its invoices that have a number.
func (l listed) issued() []billing.Ordered {
	return slices.DeleteFunc(slices.Clone(l.Invoices), func(o billing.Ordered) bool { return o.Number == "" })
}

// has tells whether a row bears a mark.
func (l listed) has(m mark) bool { return l.Marks&m != 0 }

// order is the requisition number, or who approves the invoice.
func (l listed) order(ctx context.Context) string {
	switch {
	case l.OrderRef != "":
		return i18n.F(ctx, "registration.list_order_ref", i18n.Args{"Ref": l.OrderRef})
	case strings.TrimSpace(l.BuyerRef) != "":
		return i18n.F(ctx, "registration.list_buyer_ref", i18n.Args{"Ref": l.BuyerRef})
	}
	return i18n.T(ctx, "registration.list_no_order_ref")
}
