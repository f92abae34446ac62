package overview

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

const cataloguePath = "/forloeb"

// pageSize is how many programmes stand on a page of the catalogue.
const pageSize = 50

// browseView is all that the catalogue may show.
type browseView struct {
	Head                   web.Head
	Meta                   web.Meta
	Wish                   wish
	Kinds, Fields, Periods []web.Option
	Places, Orders         []web.Option
	Chips                  []link // what was wished for, each leading to the list without it
	Count                  string
	Cards                  []card
	Next, First            string // the addresses of other pages; empty when there are none
	Narrowed               bool
}

func browse(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := browseView{Wish: wishOf(r.URL.Query())}
	if err := read(s, r, v.fill); err != nil {
		return err
	}
	ctx := r.Context()
	v.Head = web.Head{Plain: true, Title: i18n.T(ctx, "overview.programmes"), Lead: i18n.T(ctx, "overview.browse_lead")}
	v.Meta = web.Meta{
		Canonical: cataloguePath, Data: listData(ctx, v.Cards),
		Feeds: []web.Feed{{Title: i18n.T(ctx, "overview.meetings_feed"), Href: cataloguePath + ".atom"}},
	}
	return web.Render(w, r, http.StatusOK, browsePage(v))
}

// fill finds what is wished for: one look at all that is offered, which readers
// share, and two queries about the page.
func (v *browseView) fill(ctx context.Context, tx *db.Tx) error {
	all, err := offered(ctx, tx)
	if err != nil {
		return err
	}
	found := v.Wish.choose(all, tx.Now)
	page, more := v.Wish.page(found, pageSize)
	if v.Cards, err = offerCards(ctx, tx, page, v.Wish); err != nil {
		return err
	}
	v.Count, v.Narrowed = i18n.N(ctx, "overview.browse_count", len(found)), v.Wish.narrows()
	if turned := v.Wish; more {
		turned.After = string(page[len(page)-1].P.ID)
		v.Next = turned.address()
	}
	if first := v.Wish; first.After != "" {
		first.After = ""
		v.First = first.address()
	}
	v.options(ctx, all)
	v.chips(ctx)
	return nil
}

// offered is all that the catalogue may have, by name.
func offered(ctx context.Context, tx *db.Tx) ([]offering, error) {
	o, err := catalogue(ctx, tx)
	return o.offerings, err
}

// offerCards are programmes as cards: two queries, however many.
func offerCards(ctx context.Context, tx *db.Tx, list []offering, w wish) ([]card, error) {
	today := when.On(tx.Now)
	facts, err := factsOf(ctx, tx, list, w)
	if err != nil {
		return nil, err
	}
	cards := make([]card, len(list))
	for i, o := range list {
		c, m := chance{Now: tx.Now, Open: o.P.Open(today)}, w.shown(o, tx.Now)
		if m != nil {
			c.Taken = facts.Taken[m.ID].Ahead()
		}
		cards[i] = offerCard(ctx, o, m, c, facts.Prices[o.P.ID])
	}
	return cards, nil
}

// cardFacts are what programmes cost and how full their meetings are.
type cardFacts struct {
	Prices map[id.Programme]money.Money
	Taken  map[id.Meeting]registration.Count
}

// factsOf finds them. Those of the pages that all see readers share.
func factsOf(ctx context.Context, tx *db.Tx, list []offering, w wish) (cardFacts, error) {
	today := when.On(tx.Now)
	load := func() (f cardFacts, err error) {
		var programmes []id.Programme
		var shown []meeting.Meeting
		for _, o := range list {
			programmes = append(programmes, o.P.ID)
			if m := w.shown(o, tx.Now); m != nil {
				shown = append(shown, *m)
			}
		}
		if f.Prices, err = billing.Lowest(ctx, tx, programmes, today); err != nil {
			return f, err
		}
		f.Taken, err = registration.CountBy(ctx, tx, limited(shown))
		return f, err
	}
	if w != (wish{}) && w != (wish{Kind: string(web.KindNetwork)}) {
		return load()
	}
	return db.Shared(tx, fmt.Sprint("overview.cards ", w.Kind, " ", len(list), " ", today), load)
}

// offerCard is one programme, with the meeting that it is shown with.
func offerCard(ctx context.Context, o offering, m *meeting.Meeting, c chance, from money.Money) card {
	one := card{
		Kind: o.P.Kind, Href: o.P.Path(), Name: o.P.Name, Lead: o.P.Lead, Field: o.P.Field,
		Next: i18n.T(ctx, "overview.no_next"), Tag: offerTag(ctx, m, c),
	}
	if from != (money.Money{}) && c.Open {
		one.Price = i18n.F(ctx, "overview.price_from", i18n.Args{"Price": i18n.Amount(ctx, from)})
	}
	if m == nil {
		return one
	}
	one.Next, one.Where = when.Day(ctx, m.Day), place(ctx, *m)
	if free := m.Capacity - c.Taken; m.Capacity > 0 && free > 0 && c.Open {
		one.Room = i18n.N(ctx, "overview.free_seats", int(free))
	}
	return one
}

// offerTag says whether new organisations may join with the next meeting.
func offerTag(ctx context.Context, m *meeting.Meeting, c chance) web.TagData {
	switch {
	case m == nil:
		return web.TagData{Text: i18n.T(ctx, "overview.tag_next_season")}
	case !c.Open:
		return openTag(ctx, false)
	case c.full(*m):
		return fullTag(ctx)
	case c.few(*m):
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.tag_few")}
	}
	return openTag(ctx, true)
}

// options are what can be wished for: only what there is, and what was.
func (v *browseView) options(ctx context.Context, all []offering) {
	v.Kinds = []web.Option{{Text: i18n.T(ctx, "overview.all_kinds")}}
	for _, k := range kinds {
		v.Kinds = append(v.Kinds, web.Option{Value: string(k.Kind), Text: i18n.T(ctx, string(k.Name))})
	}
	v.Fields = []web.Option{{Text: i18n.T(ctx, "overview.all_fields")}}
	v.Periods = []web.Option{{Text: i18n.T(ctx, "overview.all_dates")}, {Value: shortly, Text: i18n.N(ctx, "overview.next_days", shortDays)}}
	v.Places = []web.Option{{Text: i18n.T(ctx, "overview.all_places")}, {Value: online, Text: i18n.T(ctx, "overview.online")}}
	v.Orders = []web.Option{{Text: i18n.T(ctx, "overview.order_date")}, {Value: byName, Text: i18n.T(ctx, "overview.order_name")}}
	fields, months, regions, towns := occurring(all)
	for _, f := range fields {
		v.Fields = append(v.Fields, web.Option{Value: f, Text: f})
	}
	for _, m := range months {
		v.Periods = append(v.Periods, web.Option{Value: m, Text: capital(when.Month(ctx, when.Date(m+"-01")))})
	}
	for _, name := range danish.Regions {
		if regions[name] {
			v.Places = append(v.Places, web.Option{Value: regionSlugs()[name], Text: i18n.F(ctx, "overview.region", i18n.Args{"Name": name})})
		}
	}
	for _, t := range towns {
		v.Places = append(v.Places, web.Option{Value: t, Text: t})
	}
	for _, c := range []struct {
		chosen  string
		options *[]web.Option
	}{{v.Wish.Kind, &v.Kinds}, {v.Wish.Field, &v.Fields}, {v.Wish.Period, &v.Periods}, {v.Wish.Place, &v.Places}} {
		if textOf(*c.options, c.chosen) == "" { // there was such a one when the address was made
			*c.options = append(*c.options, web.Option{Value: c.chosen, Text: c.chosen})
		}
	}
}

// occurring is what the meetings to come can be told apart by, sorted.
func occurring(all []offering) (fields, months []string, regions map[string]bool, towns []string) {
	seenField, seenMonth, seenTown := map[string]bool{}, map[string]bool{}, map[string]bool{}
	regions = map[string]bool{}
	for _, o := range all {
		seenField[o.P.Field] = true
		for _, m := range o.Coming {
			seenMonth[monthOf(m)], seenTown[m.City], regions[danish.Region(m.Postcode)] = true, true, true
		}
	}
	byKey := func(a, b string) int { return strings.Compare(i18n.SortKey(a), i18n.SortKey(b)) }
	return sortedKeys(seenField, byKey), sortedKeys(seenMonth, strings.Compare), regions, sortedKeys(seenTown, byKey)
}

// sortedKeys are those of a set, but the empty one.
func sortedKeys(set map[string]bool, order func(a, b string) int) []string {
	delete(set, "")
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, order)
	return keys
}

// textOf is what an option says; empty when there is none of that value.
func textOf(options []web.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return ""
}

// chips are what was wished for, and where it is not.
func (v *browseView) chips(ctx context.Context) {
	for _, c := range []struct {
		text  string
		clear func(*wish)
		is    bool
	}{
		{"»" + v.Wish.Text + "«", func(w *wish) { w.Text = "" }, v.Wish.Text != ""},
		{textOf(v.Kinds, v.Wish.Kind), func(w *wish) { w.Kind = "" }, v.Wish.Kind != ""},
		{textOf(v.Fields, v.Wish.Field), func(w *wish) { w.Field = "" }, v.Wish.Field != ""},
		{textOf(v.Periods, v.Wish.Period), func(w *wish) { w.Period = "" }, v.Wish.Period != ""},
		{textOf(v.Places, v.Wish.Place), func(w *wish) { w.Place = "" }, v.Wish.Place != ""},
		{i18n.T(ctx, "overview.only_open"), func(w *wish) { w.Open = false }, v.Wish.Open},
	} {
		if !c.is {
			continue
		}
		less := v.Wish
		less.After = ""
		c.clear(&less)
		v.Chips = append(v.Chips, link{c.text, less.address()})
	}
}
