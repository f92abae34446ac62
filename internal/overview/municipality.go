package overview

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"

	"faelled/internal/approval"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/waiting"
	"faelled/internal/web"
	"faelled/internal/when"
)

// municipalityView is all that a contact person's own page may show.
type municipalityView struct {
	Head     web.Head
	Register string // where to register; empty when there is nothing to register for
	Waiting  []task
	Taking   []takingView
	Size     string // how many of them in how many programmes
	Coming   []row
	Invoices []billing.Summary
	Contacts []person
	People   int // active people
}

// task is something that waits for them.
type task struct {
	Icon, Title  string
	Of           string // the programme, in Danish; may be empty
	Text         string
	Href, Button string
	Tag          web.TagData
}

// takingView is a programme they take part in.
type takingView struct {
	Kind       web.Kind
	Href, Name string
	Next       string
	Roster     string // where the people can be changed; empty when the reader may not
	People     []person
	More       int // people beyond those shown
	Done, Of   int // meetings of theirs that are over, of all of them
	DoneText   string
}

// municipalityFound is what the database holds for the page.
type municipalityFound struct {
	Org         people.Org
	Memberships []registration.Membership
	Programmes  map[id.Programme]programme.Programme
	Meetings    []meeting.Meeting
	Seats       map[id.Meeting][]id.Person
	Guests      map[id.Person]people.Person
	Own         map[id.Meeting]registration.Own
	Taken       map[id.Meeting]registration.Count
	People      []people.Person
	Contacts    []people.Person
	Invoices    []billing.Summary
	Unfinished  []unfinished
	Asked       []approval.Approval                  // that wait for a signer
	Queued      []waiting.Wait                       // people who wait for room
	Queuing     map[id.Programme]programme.Programme // theirs
	Renewals    []renewal.Pending                    // questions about the next season
	now         chance
	Open        []programme.Programme // published, and not theirs yet
}

// unfinished is a registration that waits to be sent.
type unfinished struct {
	registration.Unfinished
	P programme.Programme
	M meeting.Meeting
}

// shownInvoices and shownPeople are how many a page shows before "see all".
const (
	shownInvoices = 5
	shownPeople   = 6
	soon          = 28 // days: a meeting without anybody from here is a task
)

func municipality(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	who := web.ViewerOf(r.Context())
	if who.IsStaff() {
		return web.Redirect(w, r, "/kommuner")
	}
	if !isContact(who) {
		return colleague(s, w, r)
	}
	var f municipalityFound
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = findMunicipality(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, municipalityPage(f.view(r.Context())))
}

// colleague shows somebody who is no contact person whom to ask.
func colleague(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var list []person
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error {
		contacts, err := people.Contacts(ctx, tx, tx.Actor.Org)
		for _, c := range contacts {
			list = append(list, person{c.Name, c.Title})
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusForbidden, colleaguePage(list))
}

func findMunicipality(ctx context.Context, tx *db.Tx) (f municipalityFound, err error) {
	org := tx.Actor.Org
	if f.Org, err = people.OrgByID(ctx, tx, org); err != nil {
		return f, err
	}
	if f.Memberships, err = registration.MembershipsOf(ctx, tx, org); err != nil {
		return f, err
	}
	found, err := catalogue(ctx, tx)
	if err != nil {
		return f, err
	}
	f.Programmes, f.now = map[id.Programme]programme.Programme{}, chance{Now: tx.Now}
	for _, p := range found.Programmes {
		if f.member(p.ID) {
			f.Programmes[p.ID] = p
		} else if p.Open(when.On(tx.Now)) {
			f.Open = append(f.Open, p)
		}
	}
	if f.Meetings, err = meeting.InProgrammes(ctx, tx, slices.Collect(maps.Keys(f.Programmes))); err != nil {
		return f, err
	}
	if f.Renewals, err = renewal.PendingOf(ctx, tx, org); err != nil {
		return f, err
	}
	if err = f.findUnfinished(ctx, tx, found.Programmes); err != nil {
		return f, err
	}
	if f.Own, err = registration.OwnAt(ctx, tx, ids(f.Meetings)); err != nil {
		return f, err
	}
	if f.Taken, err = registration.CountBy(ctx, tx, limited(f.Meetings)); err != nil {
		return f, err
	}
	if err = f.findPeople(ctx, tx, org); err != nil {
		return f, err
	}
	if f.Asked, err = approval.WaitingOf(ctx, tx, org); err != nil {
		return f, err
	}
	if f.Queued, err = waiting.Of(ctx, tx, org); err != nil {
		return f, err
	}
	in := make([]id.Programme, len(f.Queued))
	for i, q := range f.Queued {
		in[i] = q.Programme
	}
	if f.Queuing, err = programme.ByIDs(ctx, tx, in); err != nil {
		return f, err
	}
	f.Invoices, err = billing.Latest(ctx, tx, org, shownInvoices)
	return f, err
}

// findUnfinished finds the registrations that the reader has begun and can still
// send.
func (f *municipalityFound) findUnfinished(ctx context.Context, tx *db.Tx, all []programme.Programme) error {
	begun, err := registration.UnfinishedOf(ctx, tx)
	if err != nil || len(begun) == 0 {
		return err
	}
	chosen := make([]id.Meeting, len(begun))
	for i, u := range begun {
		chosen[i] = u.Meeting
	}
	meetings, err := meeting.ByIDs(ctx, tx, chosen)
	if err != nil {
		return err
	}
	for _, u := range begun {
		m, known := meetings[u.Meeting]
		i := slices.IndexFunc(all, func(p programme.Programme) bool { return p.ID == u.Programme })
		if u.Org != f.Org.ID || i < 0 || !known || m.State != meeting.Planned || registration.Begun(m, tx.Now) {
			continue
		}
		f.Unfinished = append(f.Unfinished, unfinished{u, all[i], m})
	}
	return nil
}

func (f *municipalityFound) findPeople(ctx context.Context, tx *db.Tx, org id.Org) (err error) {
	f.Seats = map[id.Meeting][]id.Person{}
	guests := map[id.Person]bool{}
	for p := range f.Programmes { // a handful: an organisation's own programmes
		seats, err := registration.SeatsOf(ctx, tx, p, org)
		if err != nil {
			return err
		}
		for _, s := range seats {
			f.Seats[s.Meeting] = append(f.Seats[s.Meeting], s.Person)
			guests[s.Person] = true
		}
	}
	var ids []id.Person
	for p := range guests {
		ids = append(ids, p)
	}
	if f.Guests, err = people.Persons(ctx, tx, ids); err != nil {
		return err
	}
	if f.People, err = people.PersonsOf(ctx, tx, org); err != nil {
		return err
	}
	f.Contacts, err = people.Contacts(ctx, tx, org)
	return err
}

func (f municipalityFound) member(p id.Programme) bool {
	return slices.ContainsFunc(f.Memberships, func(m registration.Membership) bool { return m.Programme == p })
}

// at is the chance at one of their own programmes' meetings.
func (f municipalityFound) at(m meeting.Meeting) chance {
	c := f.now
	c.Member, c.Own, c.Taken = true, f.Own[m.ID], f.Taken[m.ID].Ahead()
	c.Own.Me = false // the page is about all of them
	for _, q := range f.Queued {
		if q.Meeting == m.ID {
			c.Queued += int64(len(q.Guests))
		}
	}
	return c
}

func (f municipalityFound) view(ctx context.Context) municipalityView {
	v := municipalityView{Invoices: f.Invoices, Waiting: f.waiting(ctx)}
	for _, m := range f.Memberships {
		if p, ok := f.Programmes[m.Programme]; ok {
			v.Taking = append(v.Taking, f.taking(ctx, p))
		}
	}
	if len(v.Taking) > 0 {
		v.Size = i18n.N(ctx, "overview.colleagues", len(f.Guests)) + " " + i18n.N(ctx, "overview.in_programmes", len(v.Taking))
	}
	for _, m := range f.Meetings {
		if m.Over(f.now.Now) {
			continue
		}
		r := rowOf(ctx, f.Programmes[m.Programme], m, f.at(m))
		if f.at(m).may(m) && f.Own[m.ID].Ours == 0 {
			r.Tag = web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.not_registered")}
		}
		if len(v.Taking) > 1 {
			r.Of = f.Programmes[m.Programme].Name
		}
		v.Coming = append(v.Coming, r)
	}
	v.Coming = quiet(ctx, v.Coming)
	for _, c := range f.Contacts {
		v.Contacts = append(v.Contacts, person{c.Name, c.Title})
	}
	for _, p := range f.People {
		if p.State == people.Active {
			v.People++
		}
	}
	v.Register = f.register()
	v.Head = web.Head{Plain: true, KindText: i18n.T(ctx, "overview.ours"), Title: cmp.Or(f.Org.OfficialName, f.Org.Name)}
	v.Head.Lead = capital(when.Weekday(ctx, when.On(f.now.Now))) + ". " + i18n.T(ctx, "overview.nothing_waits")
	if len(v.Waiting) > 0 {
		v.Head.Lead = capital(when.Weekday(ctx, when.On(f.now.Now))) + ". " + i18n.N(ctx, "overview.waits", len(v.Waiting))
	}
	return v
}

// register is where registering begins: straight in the form when there is only
// one programme to register in.
func (f municipalityFound) register() string {
	var choices []programme.Programme
	for _, m := range f.Meetings {
		p := f.Programmes[m.Programme]
		if f.at(m).may(m) && !slices.ContainsFunc(choices, func(c programme.Programme) bool { return c.ID == p.ID }) {
			choices = append(choices, p)
		}
	}
	choices = append(choices, f.Open...)
	switch len(choices) {
	case 0:
		return ""
	case 1:
		return joinPath(choices[0], nil)
	}
	return "/netvaerk"
}

// taking is one programme as it stands for them.
func (f municipalityFound) taking(ctx context.Context, p programme.Programme) takingView {
	v := takingView{Kind: p.Kind, Href: p.Path(), Name: p.Name, Roster: registration.RosterPath(p), Next: i18n.T(ctx, "overview.no_next")}
	var next *meeting.Meeting
	seen, cancelled := map[id.Person]bool{}, 0
	for _, m := range f.Meetings {
		if m.Programme != p.ID {
			continue
		}
		if m.State == meeting.Cancelled {
			if f.Own[m.ID].Ours > 0 {
				cancelled++
			}
			continue
		}
		switch over := m.Over(f.now.Now); {
		case f.Own[m.ID].Ours > 0 && over:
			v.Done, v.Of = v.Done+1, v.Of+1
		case f.Own[m.ID].Ours > 0:
			v.Of++
		}
		if next == nil && !m.Over(f.now.Now) {
			next = &m
		}
		for _, one := range f.Seats[m.ID] {
			if g, ok := f.Guests[one]; ok && !seen[one] {
				seen[one] = true
				v.People = append(v.People, person{Name: g.Name})
			}
		}
	}
	slices.SortFunc(v.People, func(a, b person) int { return cmp.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name)) })
	if len(v.People) > shownPeople {
		v.More = len(v.People) - shownPeople
		v.People = v.People[:shownPeople]
	}
	if next != nil {
		v.Next = i18n.F(ctx, "overview.next_at", i18n.Args{"Day": when.Day(ctx, next.Day), "Where": place(ctx, *next)}) +
			" · " + i18n.F(ctx, "overview.seats_of", i18n.Args{"N": f.Own[next.ID].Ours, "Of": p.MaxPerOrg})
	}
	v.DoneText = i18n.F(ctx, "overview.done_of", i18n.Args{"N": v.Done, "Of": v.Of})
	if cancelled > 0 {
		v.DoneText += " · " + i18n.N(ctx, "overview.cancelled_count", cancelled)
	}
	return v
}
