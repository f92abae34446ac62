package billing

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
)

// mostBuyers is how many organisations one search may mean.
const mostBuyers = 5

// listView is all that the list may see.
type listView struct {
	Staff   bool
	Search  string // the secretariat's: a number, or a name
	Meant   int    // organisations that the search could mean
	Filter  filter
	Rows    []Summary
	Tallies []tally
	Choices []tally // one of each programme that can be chosen
	Years   []string
	More    bool // there are older ones than these
	Nothing bool // the search means nobody, or too many
}

// load fills in what the database knows, of the invoices that the reader may see.
func (v *listView) load(ctx context.Context, tx *db.Tx) error {
	buyer, err := seesInvoicesOf(tx.Actor)
	if err != nil {
		return err
	}
	if v.Staff = buyer == ""; !v.Staff {
		v.Search, v.Filter.Buyers = "", []id.Org{buyer}
	}
	if v.Tallies, err = tallied(ctx, tx, v.Filter.Buyers); err != nil {
		return err
	}
	v.Choices, v.Years = choices(v.Tallies), years(v.Tallies)
	if v.Search != "" {
		found, err := v.seek(ctx, tx)
		if v.Nothing = !found; err != nil || !found {
			return err
		}
	}
	if v.Rows, err = summaries(ctx, tx, v.Filter, pageSize+1); err != nil {
		return err
	}
	if v.More = len(v.Rows) > pageSize; v.More {
		v.Rows = v.Rows[:pageSize]
	}
	return nil
}

// seek narrows the list to what was searched for: an invoice's number, with or
// without its letters, or an organisation by a part of its name. It finds nothing
// when no organisation is called so, or too many are.
func (v *listView) seek(ctx context.Context, tx *db.Tx) (found bool, err error) {
	prefix, n, ok := parseNumber(strings.ToUpper(strings.ReplaceAll(v.Search, " ", "")))
	if ok {
		v.Filter.Number, v.Filter.Prefix = n, prefix
		return true, nil
	}
	orgs, err := people.OrgList(ctx, tx)
	if err != nil {
		return false, err
	}
	meant := people.Called(orgs, v.Search)
	if v.Meant = len(meant); v.Meant == 0 || v.Meant > mostBuyers {
		return false, nil
	}
	v.Filter.Buyers = meant
	v.Tallies, err = tallied(ctx, tx, meant)
	return err == nil, err
}

// choices are the programmes there are invoices for, as called on the latest, in
// the order of their names.
func choices(tallies []tally) (list []tally) {
	latest := map[id.Programme]tally{}
	for _, t := range tallies {
		if before, ok := latest[t.Programme]; !ok || t.State == Drafted || before.State == Issued && t.Year > before.Year {
			latest[t.Programme] = t
		}
	}
	for _, t := range latest {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b tally) int {
		return cmp.Or(cmp.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name)), cmp.Compare(a.Programme, b.Programme))
	})
	return list
}

// years are those in which invoices were issued, latest first.
func years(tallies []tally) (list []string) {
	for _, t := range tallies {
		if t.Year != "" {
			list = append(list, t.Year)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	slices.Reverse(list)
	return list
}

// of is the sum of one state within the filter: of all of it, not only its page.
func (v listView) of(state State) (count int64, net money.Money) {
	f := v.Filter
	for _, t := range v.Tallies {
		if t.State == state && (f.State == "" || f.State == state) && (f.Programme == "" || f.Programme == t.Programme) && (f.Year == "" || f.Year == t.Year) {
			count, net = count+t.Count, net.Add(t.Net)
		}
	}
	return count, net
}

// counted tells whether the sums above the list are those of its filter: one
// number is not counted.
func (v listView) counted() bool {
	return v.Filter.Number == 0 && (v.Search == "" || v.Meant > 0 && v.Meant <= mostBuyers)
}

// narrowed tells whether the list is not all there is.
func (v listView) narrowed() bool {
	f := v.Filter
	return f.Programme != "" || f.State != "" || f.Year != "" || f.Before != "" || v.Search != ""
}

// older is the address of the next page.
func (v listView) older() string { return v.below(v.Rows[len(v.Rows)-1].ID) }

// first is the address of the list with its filters, from the beginning.
func (v listView) first() string { return v.below("") }

func (v listView) below(one id.Invoice) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"forloeb": string(v.Filter.Programme), "status": string(v.Filter.State), "aar": v.Filter.Year, "soeg": v.Search, "foer": string(one),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// toBuyer is the address of one organisation's invoices, for the secretariat.
func (s Summary) toBuyer() string { return path + "?" + url.Values{"soeg": {s.BuyerName}}.Encode() }
