package registration

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// AttendingPath is the secretariat's list of everybody who comes to a programme's
// meetings. A meeting narrows it, when there is one.
func AttendingPath(p programme.Programme, m id.Meeting) string {
	path := p.Path() + "/tilmeldte"
	if m != "" {
		path += "?" + url.Values{"moede": {string(m)}}.Encode()
	}
	return path
}

// attendingPage is how many seats a page shows.
const attendingPage = 100

// attendee is one seat, and what the secretariat wants to know of it.
type attendee struct {
	Seat
	Person  people.Person
	Org     people.Org
	Meeting meeting.Meeting
	Sent    record // the registration that gave the seat
	Sender  string
}

// attending is all that the list may see. What is empty does not narrow it.
type attending struct {
	Programme programme.Programme
	Meeting   id.Meeting
	Org       id.Org
	Region    string
	After     id.Seat // the page begins below it
	Meetings  []meeting.Meeting
	Orgs      []people.Org // all with a seat, by name
	All       []attendee   // that the filters find: meeting by meeting, municipality by municipality, by name
}

// orgTotal is how many one organisation sends.
type orgTotal struct {
	Org           people.Org
	People, Seats int
}

// load fills in what the database knows: for the secretariat.
func (v *attending) load(ctx context.Context, tx *db.Tx) (err error) {
	if err := maySeeAll(tx.Actor); err != nil {
		return err
	}
	if v.Meetings, err = meeting.InProgramme(ctx, tx, v.Programme.ID); err != nil {
		return err
	}
	if !slices.ContainsFunc(v.Meetings, is(v.Meeting)) {
		v.Meeting = "" // of another programme, or of none
	}
	if !slices.Contains(danish.Regions, v.Region) {
		v.Region = ""
	}
	seats, err := seatsInProgramme(ctx, tx, v.Programme.ID)
	if err != nil {
		return err
	}
	return v.fill(ctx, tx, seats)
}

// fill finds who sits on the seats, and keeps those that the filters find.
func (v *attending) fill(ctx context.Context, tx *db.Tx, seats []Seat) error {
	var orgIDs []id.Org
	var who []id.Person
	for _, s := range seats {
		orgIDs, who = append(orgIDs, s.Org), append(who, s.Person)
	}
	orgs, err := people.Orgs(ctx, tx, eachOnce(orgIDs))
	if err != nil {
		return err
	}
	for _, o := range orgs {
		v.Orgs = append(v.Orgs, o)
	}
	slices.SortFunc(v.Orgs, func(a, b people.Org) int { return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID)) })
	persons, err := people.Persons(ctx, tx, eachOnce(who))
	if err != nil {
		return err
	}
	at := map[id.Meeting]meeting.Meeting{}
	for _, m := range v.Meetings {
		at[m.ID] = m
	}
	for _, s := range seats {
		if v.wants(s, orgs[s.Org]) {
			v.All = append(v.All, attendee{Seat: s, Person: persons[s.Person], Org: orgs[s.Org], Meeting: at[s.Meeting]})
		}
	}
	slices.SortFunc(v.All, func(a, b attendee) int {
		return cmp.Or(cmp.Compare(a.Meeting.Day, b.Meeting.Day), cmp.Compare(a.Meeting.ID, b.Meeting.ID), cmp.Compare(a.Org.SortKey, b.Org.SortKey),
			cmp.Compare(a.Org.ID, b.Org.ID), cmp.Compare(a.Person.SortKey, b.Person.SortKey), cmp.Compare(a.ID, b.ID))
	})
	return nil
}

func (v *attending) wants(s Seat, o people.Org) bool {
	return (v.Meeting == "" || s.Meeting == v.Meeting) && (v.Org == "" || s.Org == v.Org) && (v.Region == "" || o.Region == v.Region)
}

// page is the seats of one page, and the last of them when there are more. One whose
// seat is gone begins from the top.
func (v *attending) page(after id.Seat, n int) (rows []attendee, next id.Seat) {
	begin := slices.IndexFunc(v.All, func(a attendee) bool { return a.ID == after }) + 1
	rows = v.All[begin:min(begin+n, len(v.All))]
	if begin+n < len(v.All) {
		next = rows[n-1].ID
	}
	return rows, next
}

// addSent tells how each of some seats came to be: who registered it, and when.
func addSent(ctx context.Context, tx *db.Tx, rows []attendee) ([]attendee, error) {
	rows = slices.Clone(rows)
	var ids []string
	for _, a := range rows {
		ids = append(ids, string(a.Registration))
	}
	records, err := recordsByID(ctx, tx, eachOnce(ids))
	if err != nil {
		return nil, err
	}
	sent := map[id.Registration]record{}
	var senders []id.Person
	for _, r := range records {
		sent[r.ID] = r
		senders = append(senders, r.Person)
	}
	names, err := people.NamesFor(ctx, tx, nil, eachOnce(senders))
	for i, a := range rows {
		rows[i].Sent = sent[a.Registration]
		rows[i].Sender = names.Persons[rows[i].Sent.Person].Name
	}
	return rows, err
}

// totals is what each organisation sends, by name.
func (v *attending) totals() (list []orgTotal) {
	seats, heads := map[id.Org]int{}, map[id.Org]map[id.Person]bool{}
	for _, a := range v.All {
		if heads[a.Org.ID] == nil {
			heads[a.Org.ID] = map[id.Person]bool{}
		}
		seats[a.Org.ID]++
		heads[a.Org.ID][a.Person.ID] = true
	}
	for _, o := range v.Orgs {
		if seats[o.ID] > 0 {
			list = append(list, orgTotal{o, len(heads[o.ID]), seats[o.ID]})
		}
	}
	return list
}

// narrowed tells whether the list is not all there is.
func (v *attending) narrowed() bool { return v.Meeting != "" || v.Org != "" || v.Region != "" }

// below is the address of the list after one seat; of its beginning when there is
// none.
func (v *attending) below(one id.Seat) string {
	q := url.Values{}
	for name, value := range map[string]string{"moede": string(v.Meeting), "kommune": string(v.Org), "region": v.Region, "efter": string(one)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return AttendingPath(v.Programme, "")
	}
	return AttendingPath(v.Programme, "") + "?" + q.Encode()
}

// covered is what a seat was given by: the registration that was sent for this
// meeting, or the membership for the others.
func (a attendee) covered(ctx context.Context) string {
	switch {
	case a.Sent.Meeting != a.Seat.Meeting:
		return i18n.T(ctx, "registration.attending_member")
	case a.Sent.Joined:
		return i18n.T(ctx, "registration.attending_joined")
	}
	return i18n.T(ctx, "registration.attending_sent")
}
