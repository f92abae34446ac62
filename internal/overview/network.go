package overview

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/interest"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// networkView is all that a network's page may show.
type networkView struct {
	P        programme.Programme
	Head     web.Head
	Next     *nextView
	Price    priceView
	Rows     []row // meetings to come
	Past     int   // meetings that are over
	Members  membersView
	Join     joinView
	News     []headline
	Meta     web.Meta
	Contacts []person
	Bodies   []fact // who owns, runs and invites
	Staff    bool
	Edit     string // where the secretariat changes it
	Ideas    bool   // members are asked for ideas
}

// nextView is the next meeting, with its programme when there is one.
type nextView struct {
	Heading, Lead, Line string
	Href, PDF           string // PDF is empty without a programme
	Items               []item
}

// fact is a term and what it is, with where to read more; Href may be empty.
type fact struct{ Term, Value, Href string }

// membersView is who takes part.
type membersView struct {
	Heading string
	Names   []string     // as Danes order them
	Regions []regionView // the largest first; none when nobody's is known
}

type regionView struct {
	Name string
	N    int // organisations
}

// shownOrgs is how many names stand there before "see the rest".
const shownOrgs = 12

// joinView is the card that says how to take part.
type joinView struct {
	Title, Text, Note string
	Button, Href      string // no Button: nothing to do just now
	SignIn            string // where members sign in, for visitors
	Tell              string // where one asks to be told when there is something; empty while there is
}

// networkShared is what the database holds for all readers of the page alike,
// read in seven queries.
type networkShared struct {
	P        programme.Programme
	Moved    bool
	Meetings []meeting.Meeting
	Next     id.Meeting // whose agenda it is; empty when nothing is planned
	Agenda   []meeting.Item
	Agendas  map[id.Meeting]bool // which of the meetings have one
	Prices   billing.PriceList
	Names    people.Names
	News     []headline
	registration.Attendance
}

// networkFound is the same, and what one reader has of it.
type networkFound struct {
	networkShared
	base         chance // at any of the meetings
	wishes       int64  // who want to be told when there is something new: for the secretariat
	own          map[id.Meeting]registration.Own
	past, future []meeting.Meeting
	next         *meeting.Meeting
}

func network(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f networkFound
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		if f, err = findNetwork(ctx, tx, r.PathValue("slug")); err == nil && tx.Actor.IsStaff() {
			f.wishes, err = interest.CountIn(ctx, tx, f.P.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	if f.Moved {
		return web.Redirect(w, r, f.P.Path())
	}
	return web.Render(w, r, http.StatusOK, networkPage(f.view(r.Context(), web.ViewerOf(r.Context()))))
}

// findNetwork finds all that the page shows. It is the most visited page of the
// house: readers share what does not depend on who they are, and a test counts
// the queries. Drafts are not shared: who may see them is asked each time.
func findNetwork(ctx context.Context, tx *db.Tx, slug string) (f networkFound, err error) {
	fresh := false
	load := func() (networkShared, error) {
		fresh = true
		s, err := loadNetwork(ctx, tx, slug)
		f.own = s.Own // found along the way, but this reader's alone
		s.Own = nil
		return s, err
	}
	f.networkShared, err = db.Shared(tx, "overview.network "+slug+" "+string(when.On(tx.Now)), load)
	if err == nil && f.P.State == programme.Draft && !tx.Actor.IsStaff() {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	if err != nil || f.Moved {
		return f, err
	}
	if !fresh {
		if f.own, err = registration.OwnAt(ctx, tx, ids(f.Meetings)); err != nil {
			return f, err
		}
	}
	f.base = chance{Now: tx.Now, Open: f.P.Open(when.On(tx.Now)), Member: member(f.Attendance, tx.Actor)}
	f.past, f.future = coming(f.Meetings, func(m meeting.Meeting) bool { return m.Over(tx.Now) })
	if i := slices.IndexFunc(f.future, func(m meeting.Meeting) bool { return m.ID == f.Next }); i >= 0 {
		f.next = &f.future[i]
	}
	return f, nil
}

func loadNetwork(ctx context.Context, tx *db.Tx, slug string) (s networkShared, err error) {
	if s.P, s.Moved, err = programme.BySlug(ctx, tx, web.KindNetwork, slug); err != nil || s.Moved {
		return s, err
	}
	if s.Meetings, err = meeting.InProgramme(ctx, tx, s.P.ID); err != nil {
		return s, err
	}
	_, future := coming(s.Meetings, func(m meeting.Meeting) bool { return m.Over(tx.Now) })
	if s.Attendance, err = registration.AttendanceOf(ctx, tx, s.P.ID, limited(future)); err != nil {
		return s, err
	}
	if i := slices.IndexFunc(future, func(m meeting.Meeting) bool { return m.State == meeting.Planned }); i >= 0 {
		s.Next = future[i].ID
		if s.Agenda, err = meeting.Agenda(ctx, tx, s.Next); err != nil {
			return s, err
		}
	}
	if s.Agendas, err = meeting.WithAgenda(ctx, tx, ids(future)); err != nil {
		return s, err
	}
	if s.Prices, err = priceListOf(ctx, tx, s.P); err != nil {
		return s, err
	}
	if s.News, err = latestNews(ctx, tx, s.P.ID, newsBeside); err != nil {
		return s, err
	}
	s.Names, err = people.NamesFor(ctx, tx, append([]id.Org{s.P.Owner, s.P.Operator}, s.P.Inviters...), s.P.Contacts)
	return s, err
}

func ids(list []meeting.Meeting) []id.Meeting {
	all := make([]id.Meeting, len(list))
	for i, m := range list {
		all[i] = m.ID
	}
	return all
}

// limited are the meetings that can be full.
func limited(list []meeting.Meeting) (ids []id.Meeting) {
	for _, m := range list {
		if m.Capacity > 0 {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// at is the chance at one of the meetings.
func (f networkFound) at(m meeting.Meeting) chance {
	c := f.base
	c.Own, c.Taken = f.own[m.ID], f.Ahead[m.ID]
	return c
}

func (f networkFound) view(ctx context.Context, who web.Viewer) networkView {
	v := networkView{
		P: f.P, Past: len(f.past), Members: members(ctx, f.Members),
		Contacts: personsIn(f.P.Contacts, f.Names.Persons), Bodies: f.bodies(ctx), Staff: who.IsStaff(),
	}
	if v.Staff {
		v.Edit = "/sekretariat/forloeb/" + string(f.P.ID)
	}
	v.Ideas = f.wantsIdeas(who)
	v.Rows = f.rows(ctx, f.future)
	if f.next != nil {
		v.Next = &nextView{
			Heading: i18n.F(ctx, "overview.next_heading", i18n.Args{"Title": title(ctx, *f.next)}), Lead: f.next.Lead,
			Line: capital(f.next.When(ctx)) + " · " + f.next.Where(ctx), Href: meeting.Path(f.P, *f.next), Items: items(ctx, f.Agenda),
		}
		if len(v.Next.Items) > 0 {
			v.Next.PDF = v.Next.Href + "/program.pdf"
		}
	}
	join, rest := joinable(f.future, f.P.Covers, func(m meeting.Meeting) bool { return f.at(m).may(m) })
	if first := cmp.Or(join, f.next); first != nil {
		if join == nil {
			_, rest = joinable(f.future, f.P.Covers, func(m meeting.Meeting) bool { return m.ID == first.ID })
		}
		v.Price = prices(ctx, f.P, f.Prices, first, rest)
	}
	v.Join, v.News = f.join(ctx, who, join), f.News
	switch {
	case f.P.State != programme.Public:
	case who.IsStaff() && f.wishes > 0:
		v.Join.Note = i18n.N(ctx, "overview.tell_count", int(f.wishes))
	case !who.IsStaff() && join == nil:
		v.Join.Tell = interest.Path(f.P)
	}
	v.Meta = web.Meta{
		Canonical: f.P.Path(), Hidden: f.P.State == programme.Draft,
		Data: seriesData(ctx, f.P, f.future, f.Names.Orgs[f.P.Operator].Name), Image: sharePath(sharedProgramme, string(f.P.ID), programmeCard(ctx, f.P)),
	}
	v.Head = f.head(ctx, v.Price.From)
	if join == nil && f.P.State != programme.Draft && f.base.Open && f.crowded() != nil {
		v.Head.Tags[0] = fullTag(ctx)
	}
	return v
}

// rows are some of the meetings, for a list of them.
func (f networkFound) rows(ctx context.Context, list []meeting.Meeting) (rows []row) {
	for _, m := range list {
		rows = append(rows, rowOf(ctx, f.P, m, f.at(m)))
	}
	return quiet(ctx, rows)
}

func (f networkFound) head(ctx context.Context, from string) web.Head {
	h := web.Head{
		Kind: f.P.Kind, Title: f.P.Name, Lead: f.P.Lead, Danish: true, Tags: []web.TagData{openTag(ctx, f.base.Open)},
		Crumbs: []web.Crumb{
			{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: i18n.T(ctx, "web.kind_network"), Href: "/netvaerk"}, {Text: f.P.Name},
		},
	}
	switch {
	case f.P.State == programme.Draft:
		h.Tags = []web.TagData{{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.draft")}}
	case f.base.Member:
		h.Tags = append(h.Tags, web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "overview.you_take_part")})
	}
	if f.next != nil {
		small := place(ctx, *f.next)
		if hours := f.next.HoursText(ctx); hours != "" {
			small = hours + ", " + small
		}
		h.Facts = append(h.Facts, web.Fact{Term: i18n.T(ctx, "overview.next_meeting"), Value: when.Day(ctx, f.next.Day), Small: small})
	}
	if len(f.Members) > 0 {
		h.Facts = append(h.Facts, web.Fact{
			Term: i18n.T(ctx, "overview.takes_part_now"), Value: i18n.N(ctx, "overview.orgs", len(f.Members)),
			Small: i18n.N(ctx, "overview.participants", int(f.People)),
		})
	}
	if from != "" {
		h.Facts = append(h.Facts, web.Fact{Term: i18n.T(ctx, "overview.price_term"), Value: from, Small: i18n.T(ctx, "overview.price_terms")})
	}
	if f.P.Deadline != "" {
		small := i18n.T(ctx, "overview.deadline_new")
		if !f.base.Open {
			small = i18n.T(ctx, "overview.deadline_past")
		}
		h.Facts = append(h.Facts, web.Fact{Term: i18n.T(ctx, "overview.deadline"), Value: when.Day(ctx, f.P.Deadline), Small: small})
	}
	return h
}

// join says what this viewer can do. m is the first meeting that has room for
// them; nil when none has.
func (f networkFound) join(ctx context.Context, who web.Viewer, m *meeting.Meeting) (v joinView) {
	switch {
	case m == nil && len(f.future) > 0 && !f.base.Open && !f.base.Member:
		v.Title, v.Text = i18n.T(ctx, "overview.join_closed"), i18n.T(ctx, "overview.join_closed_text")
		if who.IsStaff() {
			v.Button, v.Href = i18n.T(ctx, "overview.register_for"), joinPath(f.P, nil)
		} else if !who.SignedIn() {
			v.SignIn = web.SignInPath(f.P.Path())
		}
	case m == nil && f.crowded() != nil && sends(who, f.own[f.crowded().ID]):
		full := f.crowded()
		v.Title, v.Text = i18n.T(ctx, "overview.join_full"), i18n.F(ctx, "overview.join_full_text", i18n.Args{"Day": when.Day(ctx, full.Day)})
		v.Button, v.Href = i18n.T(ctx, "overview.join_queue"), joinPath(f.P, full)
	case m == nil:
		v.Title, v.Text = i18n.T(ctx, "overview.join_none"), i18n.T(ctx, "overview.join_none_text")
	case f.base.Member:
		v.Title = i18n.T(ctx, "overview.you_take_part")
		v.Text = i18n.N(ctx, "overview.ours_at", int(f.own[m.ID].Ours)) + " " + when.Day(ctx, m.Day) + "."
		v.Button, v.Href = i18n.T(ctx, "overview.register_colleagues"), joinPath(f.P, nil)
		v.Note = i18n.T(ctx, "overview.pay_difference")
	default:
		v.Title = i18n.T(ctx, "overview.join_title")
		v.Text = i18n.F(ctx, "overview.join_text", i18n.Args{"Most": f.P.MaxPerOrg, "Day": when.DayMonth(ctx, m.Day)})
		v.Button, v.Href = i18n.T(ctx, "overview.register_org"), joinPath(f.P, nil)
		v.Note = i18n.T(ctx, "overview.join_note")
		if who.IsStaff() {
			v.Button = i18n.T(ctx, "overview.register_for")
		}
	}
	if m != nil && !sends(who, f.own[m.ID]) {
		v.Button, v.Note = "", ""
	}
	return v
}

// crowded is the first meeting that lacks nothing but room, which one can wait for;
// nil when there is none.
func (f networkFound) crowded() *meeting.Meeting {
	for i, m := range f.future {
		c := f.at(m)
		if c.full(m) {
			c.Taken = 0
			if c.may(m) {
				return &f.future[i]
			}
		}
	}
	return nil
}

// sends tells whether registering concerns somebody. A participant with a seat
// has what they came for; others may register, or are told whom to ask.
func sends(who web.Viewer, own registration.Own) bool {
	return !own.Me || who.IsStaff() || isContact(who)
}

// bodies says who stands behind the network.
func (f networkFound) bodies(ctx context.Context) (list []fact) {
	owner, operator := f.Names.Orgs[f.P.Owner].Name, f.Names.Orgs[f.P.Operator].Name
	if owner != "" {
		list = append(list, fact{i18n.T(ctx, "overview.owner"), owner, aboutOrg(f.P.Owner)})
	}
	if operator != "" && operator != owner {
		list = append(list, fact{i18n.T(ctx, "overview.operator"), operator, aboutOrg(f.P.Operator)})
	}
	var inviters []string
	for _, one := range f.P.Inviters {
		if name := f.Names.Orgs[one].Name; name != "" && name != owner && name != operator {
			inviters = append(inviters, name)
		}
	}
	if len(inviters) > 0 {
		list = append(list, fact{Term: i18n.T(ctx, "overview.inviters"), Value: strings.Join(inviters, ", ")})
	}
	return list
}

// members counts by the parts of the country that the members say they lie in,
// whichever those are.
func members(ctx context.Context, list []registration.Member) membersView {
	v := membersView{Heading: i18n.N(ctx, "overview.take_part", len(list))}
	for _, m := range list {
		v.Names = append(v.Names, m.Name)
		name := strings.TrimPrefix(m.Region, "Region ")
		if name == "" {
			continue
		}
		i := slices.IndexFunc(v.Regions, func(r regionView) bool { return r.Name == name })
		if i < 0 {
			i, v.Regions = len(v.Regions), append(v.Regions, regionView{Name: name})
		}
		v.Regions[i].N++
	}
	slices.SortFunc(v.Regions, func(a, b regionView) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name)))
	})
	return v
}

// isContact tells whether somebody looks after their own organisation.
func isContact(who web.Viewer) bool { return who.Is(access.Contact, access.At(who.Org)) }
