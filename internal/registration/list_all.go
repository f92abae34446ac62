package registration

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// Page sizes and bounds of the list.
const (
	pageSize  = 50
	mostMeant = 5 // organisations, or senders, that one search may mean
)

// listPath is the secretariat's list of all registrations.
const listPath = "/sekretariat/tilmeldinger"

// asked is what stands in the address of the list, as typed.
type asked struct {
	Search, Org        string
	Programme, Meeting string
	From, To           string
	Order              string // "med", "uden" or nothing
	Joined             bool
	Message, Changed   bool
	Older, Newer       string // the registration before or after the page
}

// askedFor forgives an address that somebody has changed.
func askedFor(q url.Values) asked {
	return asked{
		Search: strings.TrimSpace(q.Get("soeg")), Org: strings.TrimSpace(q.Get("kommune")),
		Programme: q.Get("forloeb"), Meeting: q.Get("moede"), From: strings.TrimSpace(q.Get("fra")), To: strings.TrimSpace(q.Get("til")),
		Order: q.Get("rekv"), Joined: q.Get("nye") != "", Message: q.Get("besked") != "", Changed: q.Get("aendret") != "",
		Older: q.Get("foer"), Newer: q.Get("efter"),
	}
}

// query is the address of what is asked, without the page.
func (a asked) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"soeg": a.Search, "kommune": a.Org, "forloeb": a.Programme, "moede": a.Meeting, "fra": a.From, "til": a.To, "rekv": a.Order,
		"nye": yes(a.Joined), "besked": yes(a.Message), "aendret": yes(a.Changed),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func yes(is bool) string {
	if is {
		return "1"
	}
	return ""
}

// listed is one registration with what its row says.
type listed struct {
	record
	OrgName   string
	Sender    string
	Programme programme.Programme
	Meeting   meeting.Meeting
	Invoices  []billing.Ordered
}

// listView is all that the list may see.
type listView struct {
	asked
	Sift       sift
	Rows       []listed
	Count      int // mostCounted+1 means more
	Programmes []programme.Programme
	Meetings   []meeting.Meeting // of the chosen programme
	Trouble    trouble
	Meant      int  // organisations or senders that are called so, when too many
	older      bool // there are pages
	newer      bool
}

// trouble is why a search finds nothing.
type trouble int

const (
	noTrouble trouble = iota
	noSuchOrg
	manyOrgs
	noSuchSender
	manySenders
	noSuchDay
)

// load fills in what the database knows: for the secretariat.
func (v *listView) load(ctx context.Context, tx *db.Tx) (err error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return err
	}
	if v.Programmes, err = programme.All(ctx, tx); err != nil {
		return err
	}
	slices.SortFunc(v.Programmes, func(a, b programme.Programme) int {
		return cmp.Or(cmp.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name)), cmp.Compare(b.SeasonFrom, a.SeasonFrom), cmp.Compare(a.ID, b.ID))
	})
	if v.Programme != "" {
		if v.Meetings, err = meeting.InProgramme(ctx, tx, id.Programme(v.Programme)); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(v.Meetings, is(id.Meeting(v.Meeting))) {
		v.Meeting = "" // of another programme, chosen before
	}
	if v.Sift, v.Trouble, err = v.understand(ctx, tx); err != nil || v.Trouble != noTrouble {
		return err
	}
	if v.Count, err = sizeOf(ctx, tx, v.Sift); err != nil {
		return err
	}
	return v.turn(ctx, tx)
}

// understand turns what was typed into what is looked for.
func (v *listView) understand(ctx context.Context, tx *db.Tx) (s sift, why trouble, err error) {
	s = sift{Programme: id.Programme(v.Programme), Meeting: id.Meeting(v.Meeting)}
	if s.Meeting != "" {
		s.Programme = "" // it is of that programme, see load: one index then counts them
	}
	for _, day := range []struct {
		typed string
		to    *when.Date
	}{{v.From, &s.From}, {v.To, &s.To}} {
		if *day.to, err = when.ParseDate(day.typed); err != nil && day.typed != "" {
			return s, noSuchDay, nil
		}
	}
	for m, wanted := range map[mark]bool{markJoined: v.Joined, markMessage: v.Message, markChanged: v.Changed, markNoOrder: v.Order == "uden"} {
		if wanted {
			s.Must |= m
		}
	}
	if v.Order == "med" {
		s.Not = markNoOrder
	}
	if v.Org != "" {
		orgs, err := people.OrgList(ctx, tx)
		if err != nil {
			return s, noTrouble, err
		}
		s.Orgs = people.Called(orgs, v.Org)
		if why := few(len(s.Orgs), noSuchOrg, manyOrgs); why != noTrouble {
			v.Meant = len(s.Orgs)
			return s, why, nil
		}
	}
	why, err = v.search(ctx, tx, &s)
	return s, why, err
}

// plainNumber is a number without what it is written with.
var plainNumber = strings.NewReplacer(" ", "", "\u00a0", "", "-", "")

func few(n int, none, many trouble) trouble {
	switch {
	case n == 0:
		return none
	case n > mostMeant:
		return many
	}
	return noTrouble
}

// search understands the free text: a number, or a part of a sender's name.
func (v *listView) search(ctx context.Context, tx *db.Tx, s *sift) (trouble, error) {
	if v.Search == "" {
		return noTrouble, nil
	}
	if n, err := strconv.ParseInt(plainNumber.Replace(v.Search), 10, 64); err == nil && n > 0 {
		s.Number = n
		return noTrouble, nil
	}
	all, err := senders(ctx, tx)
	if err != nil {
		return noTrouble, err
	}
	key := i18n.SearchKey(v.Search)
	for one, n := range all {
		if strings.Contains(i18n.SearchKey(n.Name), key) {
			s.Senders = append(s.Senders, one)
		}
	}
	slices.Sort(s.Senders)
	why := few(len(s.Senders), noSuchSender, manySenders)
	if why != noTrouble {
		v.Meant = len(s.Senders)
	}
	return why, nil
}

// turn finds the page, and whether there are others.
func (v *listView) turn(ctx context.Context, tx *db.Tx) (err error) {
	var from place
	switch {
	case v.Older != "":
		from, err = placeOf(ctx, tx, id.Registration(v.Older), false)
	case v.Newer != "":
		from, err = placeOf(ctx, tx, id.Registration(v.Newer), true)
	}
	if err != nil {
		return err
	}
	rows, err := sifted(ctx, tx, v.Sift, from, pageSize+1)
	if err != nil {
		return err
	}
	more := len(rows) > pageSize
	rows = rows[:min(len(rows), pageSize)]
	v.older, v.newer = more, from.ID != ""
	if from.Newer {
		slices.Reverse(rows)
		v.older, v.newer = true, more
	}
	v.Rows, err = described(ctx, tx, rows)
	return err
}

// described finds what the rows say: five queries, however many rows.
func described(ctx context.Context, tx *db.Tx, rows []record) ([]listed, error) {
	var orgs []id.Org
	var persons []id.Person
	var programmes []id.Programme
	var meetings []id.Meeting
	var ids []id.Registration
	for _, r := range rows {
		orgs, persons, ids = append(orgs, r.Org), append(persons, r.Person), append(ids, r.ID)
		programmes, meetings = append(programmes, r.Programme), append(meetings, r.Meeting)
	}
	names, err := people.NamesFor(ctx, tx, eachOnce(orgs), eachOnce(persons))
	if err != nil {
		return nil, err
	}
	in, err := programme.ByIDs(ctx, tx, eachOnce(programmes))
	if err != nil {
		return nil, err
	}
	at, err := meeting.ByIDs(ctx, tx, eachOnce(meetings))
	if err != nil {
		return nil, err
	}
	invoices, err := billing.OrderedByAny(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]listed, len(rows))
	for i, r := range rows {
		list[i] = listed{r, names.Orgs[r.Org].Name, names.Persons[r.Person].Name, in[r.Programme], at[r.Meeting], invoices[r.ID]}
	}
	return list, nil
}

func eachOnce[T ~string](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}
