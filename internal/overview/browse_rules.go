package overview

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"faelled/internal/danish"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// wish is what somebody looks for in the catalogue, as the address holds it. All
// of it may be empty.
type wish struct {
	Text, Kind, Field string
	Period            string // shortly, or a month: "2026-06"
	Place             string // online, a region's slug, or a town
	Open              bool   // new organisations may join
	Sort              string // byName; by date otherwise
	After             string // the last programme of the page before
}

// shortly is the days from today that a hurried reader means, byName the other order.
const (
	shortly   = "snart"
	shortDays = 30
	online    = "online"
	byName    = "navn"
)

// longestSearch is how many bytes of a search are read.
const longestSearch = 200

func wishOf(q url.Values) wish {
	text := strings.TrimSpace(q.Get("q"))
	return wish{
		Text: strings.ToValidUTF8(text[:min(len(text), longestSearch)], ""), Kind: q.Get("slags"), Field: q.Get("omraade"),
		Period: q.Get("periode"), Place: q.Get("sted"), Open: q.Get("aaben") != "", Sort: q.Get("sorter"), After: q.Get("efter"),
	}
}

// address is where the wish is fulfilled: the same wish has the same address.
func (w wish) address() string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": w.Text, "slags": w.Kind, "omraade": w.Field, "periode": w.Period, "sted": w.Place, "sorter": w.Sort, "efter": w.After,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if w.Open {
		q.Set("aaben", "1")
	}
	if len(q) == 0 {
		return cataloguePath
	}
	return cataloguePath + "?" + q.Encode()
}

// narrows tells whether the wish leaves anything out.
func (w wish) narrows() bool {
	w.Sort, w.After = "", ""
	return w != wish{}
}

// offering is a programme with its meetings to come, the cancelled left out.
type offering struct {
	P      programme.Programme
	Coming []meeting.Meeting // of today and later, by day
	key    string            // what a search looks through
}

// searched is everything that a word typed may be found in.
func (o offering) searched() string {
	parts := []string{o.P.Name, o.P.ShortName, o.P.Field, o.P.Lead}
	for _, m := range o.Coming {
		parts = append(parts, m.Title, m.Venue, m.City)
	}
	return i18n.SearchKey(strings.Join(parts, " "))
}

// sleeping is a programme whose season is over and that has no meeting to come:
// the archive has it, and after a year nobody else.
func (o offering) sleeping(today when.Date) bool {
	return o.P.SeasonTo != "" && today.After(o.P.SeasonTo) && len(o.Coming) == 0
}

const remembered = 365 // days after its season that a programme may yet return

// current tells whether the catalogue has it.
func (o offering) current(today when.Date) bool {
	return !o.sleeping(today) || !today.After(o.P.SeasonTo.Add(remembered))
}

// within tells whether a meeting is at the time and place wished for.
func (w wish) within(m meeting.Meeting, now time.Time) bool {
	today := when.On(now)
	switch {
	case m.Over(now):
		return false
	case w.Period == shortly:
		if m.Day.After(today.Add(shortDays)) {
			return false
		}
	case w.Period != "" && monthOf(m) != w.Period:
		return false
	}
	switch w.Place {
	case "":
		return true
	case online:
		return m.Online()
	}
	return m.City == w.Place || m.InPerson() && regionSlug(m) == w.Place
}

// fits tells whether a programme is what is wished for, its words aside.
func (w wish) fits(o offering, now time.Time) bool {
	today := when.On(now)
	if !o.current(today) || w.Kind != "" && string(o.P.Kind) != w.Kind || w.Field != "" && o.P.Field != w.Field || w.Open && (!o.P.Open(today) || len(o.Coming) == 0) {
		return false
	}
	return w.Period == "" && w.Place == "" || slices.ContainsFunc(o.Coming, func(m meeting.Meeting) bool { return w.within(m, now) })
}

// shown is the meeting that a programme is shown with: the first that is wished
// for; nil without one.
func (w wish) shown(o offering, now time.Time) *meeting.Meeting {
	for i := range o.Coming {
		if w.within(o.Coming[i], now) {
			return &o.Coming[i]
		}
	}
	return nil
}

// choose is what fits, in the order wished for. Names come as they are given.
func (w wish) choose(all []offering, now time.Time) []offering {
	type dated struct {
		at  int
		day when.Date
	}
	var fit []dated
	words := strings.Fields(i18n.SearchKey(w.Text))
	for i, o := range all {
		if !w.fits(o, now) || slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(o.key, word) }) {
			continue
		}
		d := dated{i, "9999-12-31"} // without a meeting to come
		if m := w.shown(o, now); m != nil {
			d.day = m.Day
		}
		fit = append(fit, d)
	}
	if w.Sort != byName {
		slices.SortStableFunc(fit, func(a, b dated) int { return cmp.Compare(a.day, b.day) })
	}
	list := make([]offering, len(fit))
	for i, d := range fit {
		list[i] = all[d.at]
	}
	return list
}

// page is what comes after the last one shown, and whether there is more. One
// that is no longer found begins anew.
func (w wish) page(list []offering, size int) (page []offering, more bool) {
	i := slices.IndexFunc(list, func(o offering) bool { return string(o.P.ID) == w.After })
	rest := list[i+1:]
	return rest[:min(len(rest), size)], len(rest) > size
}

func monthOf(m meeting.Meeting) string { return string(m.Day[:len("2026-06")]) }

// regionSlug is a meeting's region as an address has it; empty when unknown.
func regionSlug(m meeting.Meeting) string { return regionSlugs()[danish.Region(m.Postcode)] }

var regionSlugs = sync.OnceValue(func() map[string]string {
	slugs := map[string]string{}
	for _, name := range danish.Regions {
		slugs[name] = i18n.Slug(name)
	}
	return slugs
})

// offerings joins programmes with their meetings.
func offerings(o offer) []offering {
	at := make(map[string]int, len(o.Programmes))
	all := make([]offering, len(o.Programmes))
	for i, p := range o.Programmes {
		all[i].P, at[string(p.ID)] = p, i
	}
	for _, m := range o.Coming {
		if i, ok := at[string(m.Programme)]; ok {
			all[i].Coming = append(all[i].Coming, m)
		}
	}
	for i := range all {
		all[i].key = all[i].searched()
	}
	return all
}
