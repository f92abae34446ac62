package overview

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/idea"
	"faelled/internal/interest"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/waiting"
	"faelled/internal/web"
	"faelled/internal/when"
)

// meetingView is all that a meeting's page may show. What the viewer may not see
// is not in it.
type meetingView struct {
	P         programme.Programme
	M         meeting.Meeting // its OnlineURL is for Link to show
	Head      web.Head
	Off       bool // cancelled: nothing of what was planned is shown
	Items     []item
	Place     string // the address; empty when online only
	Link      string // to take part online: for those seated, and the secretariat
	Hidden    bool   // there is, or will be, a link that this viewer does not see
	Seated    bool
	Excuse    string   // where to say that one does not come; empty without a seat, and from when it begins
	Ours      []person // for a contact person: who of theirs is coming
	Register  string   // where to register; empty when it cannot be done
	Button    string
	Tell      string // where one asks to be told of other meetings: of one that is full or cancelled
	Queue     string // the waiting list: the secretariat's, or that of the viewer's own
	PDF, Cal  string
	FreeUntil when.Date // last day to cancel freely; empty when that is no matter
	Contacts  []person
	Attendees []attending // for the secretariat
	Stats     []web.Stat
	Material  material.Group
	Ideas     []idea.Card // on the programme
	Edit      string
	Day       dayView
	Meta      web.Meta
}

// attending is one organisation in the secretariat's list.
type attending struct {
	Org, At string // At: the days on which they were registered
	People  []person
}

// meetingFound is what the database holds for the page.
type meetingFound struct {
	P      programme.Programme
	M      meeting.Meeting
	To     string // the page has another address now
	Agenda []meeting.Item
	Prices billing.PriceList
	Count  registration.Count
	Member bool
	Waits  int64 // how many people are on the waiting list
	Own    registration.Own
	Seats  []registration.Seat // all for the secretariat, their own for contact persons
	Orgs   map[id.Org]people.Org
	Guests map[id.Person]people.Person
	Names  people.Names
	Former []when.Date // it was moved from
	chance chance
	Roll   attendance.Roll  // for contact persons, of their own
	Asked  attendance.Asked // what the reader is asked for, about food and access
	Rated  bool             // the reader may see what others thought of it
	Told   bool             // and what the secretariat tells of it
	shelf  material.Group
	ideas  []idea.Card
}

func oneMeeting(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f meetingFound
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = findMeeting(ctx, tx, r.PathValue("slug"), r.PathValue("dato"))
		return err
	})
	if err != nil {
		return err
	}
	if f.To != "" {
		return web.Redirect(w, r, f.To)
	}
	return web.Render(w, r, http.StatusOK, meetingPage(f.view(r.Context(), web.ViewerOf(r.Context()))))
}

func findMeeting(ctx context.Context, tx *db.Tx, slug, day string) (f meetingFound, err error) {
	p, elsewhere, err := programme.BySlug(ctx, tx, web.KindNetwork, slug)
	if err != nil {
		return f, err
	}
	m, moved, err := meeting.BySlug(ctx, tx, p.ID, day)
	if err != nil {
		return f, err
	}
	f.P, f.M = p, m
	if elsewhere || moved {
		f.To = meeting.Path(p, m)
		return f, nil
	}
	if f.Agenda, err = meeting.Agenda(ctx, tx, m.ID); err != nil {
		return f, err
	}
	if f.Prices, err = priceListOf(ctx, tx, p); err != nil {
		return f, err
	}
	counts, err := registration.CountBy(ctx, tx, []id.Meeting{m.ID})
	if err != nil {
		return f, err
	}
	f.Count = counts[m.ID]
	own, err := registration.OwnAt(ctx, tx, []id.Meeting{m.ID})
	if err != nil {
		return f, err
	}
	if f.Names, err = people.NamesFor(ctx, tx, []id.Org{p.Operator}, p.Contacts); err != nil {
		return f, err
	}
	if f.Former, err = meeting.FormerDays(ctx, tx, m); err != nil {
		return f, err
	}
	mine, err := ownProgrammes(ctx, tx)
	if err != nil {
		return f, err
	}
	f.Waits = f.Count.Waiting
	f.Member = slices.Contains(mine, p.ID)
	f.chance = chance{Now: tx.Now, Open: p.Open(when.On(tx.Now)), Member: f.Member, Own: own[m.ID], Taken: f.Count.Ahead()}
	if f.shelf, err = material.OfMeeting(ctx, tx, p, m); err != nil {
		return f, err
	}
	if err := f.findGuests(ctx, tx); err != nil {
		return f, err
	}
	if f.ideas, err = idea.UsedAt(ctx, tx, p, m.ID); err != nil {
		return f, err
	}
	if err := f.findRated(ctx, tx); err != nil {
		return f, err
	}
	if err := f.findAsked(ctx, tx); err != nil {
		return f, err
	}
	return f, f.findCame(ctx, tx)
}

// findGuests names those who come, as far as the viewer may know.
func (f *meetingFound) findGuests(ctx context.Context, tx *db.Tx) (err error) {
	switch {
	case tx.Actor.IsStaff():
		f.Seats, err = registration.Attendees(ctx, tx, f.M.ID)
	case f.chance.Own.Ours > 0 && tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)):
		f.Seats, err = registration.SeatsOf(ctx, tx, f.P.ID, tx.Actor.Org)
		f.Seats = slices.DeleteFunc(f.Seats, func(s registration.Seat) bool { return s.Meeting != f.M.ID })
	}
	if err != nil || len(f.Seats) == 0 {
		return err
	}
	orgs, guests := map[id.Org]bool{}, []id.Person{}
	for _, s := range f.Seats {
		orgs[s.Org] = true
		guests = append(guests, s.Person)
	}
	if f.Orgs, err = people.Orgs(ctx, tx, slices.Collect(maps.Keys(orgs))); err != nil {
		return err
	}
	f.Guests, err = people.Persons(ctx, tx, guests)
	slices.SortFunc(f.Seats, func(a, b registration.Seat) int {
		return cmp.Or(
			cmp.Compare(f.Orgs[a.Org].SortKey, f.Orgs[b.Org].SortKey),
			cmp.Compare(f.Guests[a.Person].SortKey, f.Guests[b.Person].SortKey), cmp.Compare(a.ID, b.ID),
		)
	})
	return err
}

func (f meetingFound) view(ctx context.Context, who web.Viewer) meetingView {
	v := meetingView{
		P: f.P, M: f.M, Contacts: personsIn(f.P.Contacts, f.Names.Persons), Head: f.head(ctx), Meta: f.meta(ctx), Material: f.shelf, Ideas: f.ideas,
	}
	if v.Off = f.M.State == meeting.Cancelled; !v.Off {
		f.alive(ctx, who, &v)
	}
	if f.P.State == programme.Public && !who.IsStaff() && !registration.Begun(f.M, f.chance.Now) && (v.Off || f.chance.full(f.M)) {
		v.Tell = interest.Path(f.P)
	}
	if who.IsStaff() {
		f.staff(ctx, &v)
	}
	return v
}

// meta is what programs are told of the meeting.
func (f meetingFound) meta(ctx context.Context) web.Meta {
	e, operator := eventData(ctx, f.P, f.M, f.Former), f.Names.Orgs[f.P.Operator].Name
	e.Context, e.Organizer, e.Offers = schema, orgData(ctx, f.P, operator), offerData(ctx, f.P, f.M, f.Prices, f.chance)
	e.Series = &ldSeries{Type: "EventSeries", Name: f.P.Name, URL: web.Absolute(ctx, f.P.Path())}
	return web.Meta{
		Canonical: meeting.Path(f.P, f.M), Hidden: f.P.State == programme.Draft, Data: e,
		Image: sharePath(sharedMeeting, string(f.M.ID), meetingCard(ctx, f.P, f.M)),
	}
}

// alive adds what holds only while the meeting is not cancelled.
func (f meetingFound) alive(ctx context.Context, who web.Viewer, v *meetingView) {
	path, past := meeting.Path(f.P, f.M), f.M.Over(f.chance.Now)
	v.Items, v.Place, v.Seated = items(ctx, f.Agenda), f.M.Address(), f.chance.Own.Me
	if v.Seated && !registration.Begun(f.M, f.chance.Now) {
		v.Excuse = registration.ExcusePath(f.P, f.M)
	}
	if len(v.Items) > 0 {
		v.PDF = path + "/program.pdf"
	}
	if !past {
		v.FreeUntil, v.Cal = f.M.FreeUntil, path+"/moede.ics"
	}
	if f.M.Online() && !past {
		if v.Hidden = !v.Seated && !who.IsStaff(); !v.Hidden {
			v.Link = f.M.OnlineURL
		}
	}
	v.Day = f.day(ctx, who)
	if f.chance.may(f.M) && sends(who, f.chance.Own) {
		v.Register, v.Button = joinPath(f.P, &f.M), i18n.T(ctx, "overview.register_colleagues")
		switch {
		case who.IsStaff():
			v.Button = i18n.T(ctx, "overview.register_for")
		case !f.Member:
			v.Button = i18n.T(ctx, "overview.register_org")
		}
	}
	f.queue(ctx, who, v)
	if who.IsStaff() {
		return
	}
	for _, s := range f.Seats {
		g := f.Guests[s.Person]
		v.Ours = append(v.Ours, person{g.Name, g.Title})
	}
}

// queue leads to the waiting list of a meeting that is full, or where somebody
// waits: contact persons register for it as for a seat.
func (f meetingFound) queue(ctx context.Context, who web.Viewer, v *meetingView) {
	if registration.Begun(f.M, f.chance.Now) || f.M.Capacity == 0 {
		return
	}
	switch {
	case who.IsStaff():
		v.Queue = waiting.StaffPath(f.M.ID)
	case f.chance.full(f.M) && (f.Member || f.chance.Open) && sends(who, f.chance.Own):
		v.Register, v.Button = joinPath(f.P, &f.M), i18n.T(ctx, "overview.join_queue")
	}
	if f.Waits > 0 && isContact(who) && !who.IsStaff() {
		v.Queue = waiting.Path(f.P)
	}
}

// staff adds what only the secretariat sees.
func (f meetingFound) staff(ctx context.Context, v *meetingView) {
	v.Edit = meeting.StaffPath(f.M.ID)
	v.Attendees = f.attending(ctx)
	v.Stats = []web.Stat{
		{Value: strconv.FormatInt(f.Count.People, 10), Text: i18n.T(ctx, "overview.stat_seats")},
		{Value: strconv.FormatInt(f.Count.Orgs, 10), Text: i18n.T(ctx, "overview.stat_orgs")},
	}
	if f.M.Capacity > 0 && !v.Off {
		left := web.Stat{
			Value: strconv.FormatInt(max(0, f.M.Capacity-f.Count.Ahead()), 10), Text: i18n.T(ctx, "overview.stat_left"),
			Sub: i18n.F(ctx, "overview.stat_of", i18n.Args{"N": f.M.Capacity}),
		}
		switch {
		case f.chance.full(f.M):
			left.Tone = web.ToneErr
		case f.chance.few(f.M):
			left.Tone = web.ToneWarn
		}
		v.Stats = append(v.Stats, left)
	}
}

// attending lists who comes, as the seats are ordered: by organisation.
func (f meetingFound) attending(ctx context.Context) (list []attending) {
	for i, s := range f.Seats {
		if i == 0 || f.Seats[i-1].Org != s.Org {
			list = append(list, attending{Org: f.Orgs[s.Org].Name})
		}
		last, g := &list[len(list)-1], f.Guests[s.Person]
		last.People = append(last.People, person{g.Name, g.Title})
		if day := when.Short(ctx, when.On(s.At)); last.At == "" {
			last.At = day
		} else if !strings.Contains(last.At, day) {
			last.At += ", " + day
		}
	}
	return list
}

func (f meetingFound) head(ctx context.Context) web.Head {
	h := web.Head{
		Kind: f.P.Kind, Title: title(ctx, f.M), Lead: f.M.Lead, Danish: true,
		Crumbs: append(crumbs(ctx, f.P), web.Crumb{Text: i18n.F(ctx, "overview.meeting_on", i18n.Args{"Day": when.Day(ctx, f.M.Day)})}),
		Facts:  []web.Fact{{Term: i18n.T(ctx, "overview.when"), Value: capital(when.Weekday(ctx, f.M.Day)), Small: f.M.HoursText(ctx)}},
	}
	if t := tag(ctx, f.M, f.chance); t.Text != "" {
		h.Tags = append(h.Tags, t)
	}
	if f.M.State == meeting.Cancelled {
		h.Lead = ""
		return h
	}
	h.Facts = append(h.Facts, web.Fact{Term: i18n.T(ctx, "overview.where"), Value: f.M.ShortWhere(ctx), Small: f.M.Venue})
	if f.Count.People > 0 {
		h.Facts = append(h.Facts, web.Fact{
			Term: i18n.T(ctx, "overview.registered"), Value: i18n.N(ctx, "overview.participants", int(f.Count.People)),
			Small: i18n.N(ctx, "overview.from_orgs", int(f.Count.Orgs)),
		})
	}
	if len(f.Prices.Tiers) > 0 && f.chance.may(f.M) {
		h.Facts = append(h.Facts, web.Fact{
			Term:  i18n.T(ctx, "overview.price_term"),
			Value: i18n.F(ctx, "overview.price_from", i18n.Args{"Price": i18n.Amount(ctx, f.Prices.Tiers[0].PerMeeting)}),
			Small: i18n.T(ctx, "overview.price_terms"),
		})
	}
	return h
}
