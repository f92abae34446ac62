package message

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// crowd is everybody a message is for, by name, as things are now.
type crowd struct {
	List    []Recipient
	Doubles int // how often somebody would have got it twice
}

// counts is how it would begin.
func (c crowd) counts() Counts {
	n := Counts{}
	for _, r := range c.List {
		n[r.State]++
	}
	return n
}

// fields are those of all who get it.
func (c crowd) fields() (all []Fields) {
	for _, r := range c.List {
		if r.State == Queued {
			all = append(all, r.Fields)
		}
	}
	return all
}

// named is a person as the group found them.
type named struct {
	Person   id.Person
	Org      id.Org // for which; empty: their own
	OrderRef string
	Number   int64 // of the registration; 0: none
}

// gather finds who a message is for. Somebody who is found twice, with a seat for
// two municipalities or two registrations, is one recipient.
func gather(ctx context.Context, tx *db.Tx, m Message) (c crowd, err error) {
	found, err := inGroup(ctx, tx, m)
	if err != nil {
		return c, err
	}
	scene, err := loadScene(ctx, tx, m, found)
	if err != nil {
		return c, err
	}
	at := map[string]int{}
	for _, f := range found {
		p, ok := scene.persons[f.Person]
		if !ok || p.State != people.Active {
			continue
		}
		if i, there := at[p.Email]; there {
			c.Doubles++
			c.List[i].add(f)
			continue
		}
		at[p.Email] = len(c.List)
		c.List = append(c.List, scene.recipient(f, p, tx.Now))
	}
	slices.SortFunc(c.List, func(a, b Recipient) int {
		return cmp.Or(cmp.Compare(scene.persons[a.Person].SortKey, scene.persons[b.Person].SortKey), cmp.Compare(a.Person, b.Person))
	})
	for i := range c.List {
		c.List[i].N = int64(i + 1)
	}
	return c, nil
}

// add takes in one more registration of the same person.
func (r *Recipient) add(f named) {
	if f.Number == 0 {
		return
	}
	if n := registration.Number(f.Number); !strings.Contains(r.Fields["tilmelding"], n) {
		r.Fields["tilmelding"] += ", " + n
	}
}

// inGroup is who the group holds, in no order.
func inGroup(ctx context.Context, tx *db.Tx, m Message) ([]named, error) {
	switch m.Audience.Group {
	case Members, Registered, Towns:
		return seated(ctx, tx, m)
	case Contacts, Outside:
		return contacts(ctx, tx, m)
	case NoOrder:
		return withoutOrder(ctx, tx, m)
	case Queueing:
		return queueing(ctx, tx, m)
	case Silent:
		return silent(ctx, tx, m)
	}
	return nil, nil
}

func seated(ctx context.Context, tx *db.Tx, m Message) (list []named, err error) {
	meetings, err := meeting.InProgramme(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	counts := current(meetings, tx.Now)
	if m.Audience.Group == Registered {
		counts = map[id.Meeting]bool{m.Meeting: true}
	}
	seats, err := registration.SeatsIn(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	within := func(id.Org) bool { return true }
	if m.Audience.Group == Towns {
		if within, err = m.Audience.within(ctx, tx); err != nil {
			return nil, err
		}
	}
	type one struct {
		Person id.Person
		Org    id.Org
	}
	seen := map[one]bool{} // many meetings are no double
	orders, err := ordersByMember(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		if !counts[s.Meeting] || seen[one{s.Person, s.Org}] || !within(s.Org) {
			continue
		}
		seen[one{s.Person, s.Org}] = true
		list = append(list, named{s.Person, s.Org, orders[s.Org].OrderRef, orders[s.Org].Number})
	}
	return list, nil
}

// within tells whether an organisation is one of the chosen ones: named, or of the
// region when none is.
func (a Audience) within(ctx context.Context, tx *db.Tx) (func(id.Org) bool, error) {
	if len(a.Orgs) > 0 {
		return func(o id.Org) bool { return slices.Contains(a.Orgs, o) }, nil
	}
	if a.Region == "" {
		return func(id.Org) bool { return true }, nil
	}
	all, err := people.OrgList(ctx, tx)
	in := map[id.Org]bool{}
	for _, o := range all {
		in[o.ID] = o.Region == a.Region
	}
	return func(o id.Org) bool { return in[o] }, err
}

// ordersByMember is each organisation's latest registration.
func ordersByMember(ctx context.Context, tx *db.Tx, p id.Programme) (map[id.Org]registration.Order, error) {
	all, err := registration.OrdersIn(ctx, tx, p)
	latest := map[id.Org]registration.Order{}
	for _, o := range all {
		latest[o.Org] = o
	}
	return latest, err
}

func contacts(ctx context.Context, tx *db.Tx, m Message) (list []named, err error) {
	members, err := registration.Members(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	is := map[id.Org]bool{}
	for _, o := range members {
		is[o.Org] = true
	}
	within, err := Audience{Region: m.Audience.Region}.within(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := people.OrgList(ctx, tx)
	if err != nil {
		return nil, err
	}
	var orgs []id.Org
	for _, o := range all {
		outsider := o.Kind == people.Municipality && !is[o.ID]
		if within(o.ID) && (m.Audience.Group == Contacts && is[o.ID] || m.Audience.Group == Outside && outsider) {
			orgs = append(orgs, o.ID)
		}
	}
	orders, err := ordersByMember(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	persons, err := people.ContactsOf(ctx, tx, orgs)
	for _, p := range persons {
		list = append(list, named{p.ID, p.Org, orders[p.Org].OrderRef, orders[p.Org].Number})
	}
	return list, err
}

func withoutOrder(ctx context.Context, tx *db.Tx, m Message) (list []named, err error) {
	all, err := registration.OrdersIn(ctx, tx, m.Programme)
	for _, o := range all {
		if o.OrderRef == "" {
			list = append(list, named{o.Person, o.Org, "", o.Number})
		}
	}
	return list, err
}

// scene is all that is said about those found.
type scene struct {
	message     Message
	programme   programme.Programme
	meeting     meeting.Meeting // zero when it is about none
	persons     map[id.Person]people.Person
	orgs        map[id.Org]people.Org
	optedOut    map[id.Person]bool
	unreachable map[id.Person]people.Unreachable
}

func loadScene(ctx context.Context, tx *db.Tx, m Message, found []named) (s scene, err error) {
	s.message = m
	if s.programme, err = programme.ByID(ctx, tx, m.Programme); err != nil {
		return s, err
	}
	if m.Meeting != "" {
		if s.meeting, err = meeting.ByID(ctx, tx, m.Meeting); err != nil {
			return s, err
		}
	}
	ids := make([]id.Person, 0, len(found))
	for _, f := range found {
		ids = append(ids, f.Person)
	}
	slices.Sort(ids)
	if s.persons, err = people.Persons(ctx, tx, slices.Compact(ids)); err != nil {
		return s, err
	}
	all, err := people.OrgList(ctx, tx)
	if err != nil {
		return s, err
	}
	s.orgs = make(map[id.Org]people.Org, len(all))
	for _, o := range all {
		s.orgs[o.ID] = o
	}
	if s.optedOut, err = optedOut(ctx, tx, m.Programme); err != nil {
		return s, err
	}
	s.unreachable, err = people.AllUnreachable(ctx, tx)
	return s, err
}

// recipient is one person with all fields filled, as far as they can be.
func (s scene) recipient(f named, p people.Person, now time.Time) Recipient {
	org := cmp.Or(f.Org, p.Org)
	first, _, _ := strings.Cut(strings.TrimSpace(p.Name), " ")
	r := Recipient{
		Message: s.message.ID, Person: p.ID, Org: org, Name: p.Name, Email: p.Email, At: now,
		Search: i18n.SearchKey(p.Name + " " + p.Email + " " + s.orgs[org].Name),
		Fields: Fields{
			"fornavn": first, "navn": p.Name, "kommune": s.orgs[org].Name, "netværk": s.programme.Name, "rekvisition": f.OrderRef,
		},
	}
	if f.Number != 0 {
		r.Fields["tilmelding"] = registration.Number(f.Number)
	}
	if s.meeting.ID != "" {
		danish := context.Background() // as the text is, whoever sends it
		r.Fields["møde"], r.Fields["dato"], r.Fields["sted"] = s.meeting.Title, when.Day(danish, s.meeting.Day), s.meeting.Address()
		if r.Fields["sted"] == "" && s.meeting.Online() {
			r.Fields["sted"] = "online"
		}
	}
	var gone *people.Unreachable
	if u, ok := s.unreachable[p.ID]; ok {
		gone = &u
	}
	r.State, r.Why = outcome(s.message.Kind, s.optedOut[p.ID], gone, now)
	return r
}
