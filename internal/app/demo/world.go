package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/when"
)

// How many take part: the news says about 100 consultants from 35 municipalities.
// The last few register on the day that the visitor comes.
const (
	members = 35
	late    = 3
)

// sizes are how many consultants each of five member municipalities sends, over
// and over: 15 for five, 105 in all, in both price tiers.
var sizes = [...]int{3, 2, 4, 1, 5}

// land is who there is before anything has happened.
type land struct {
	association, centre id.Org
	towns               []id.Org        // as in municipalities
	staff               access.Actor    // runs the networks
	contacts            []people.Person // one a town
	next                int             // the next name that nobody has yet
}

var system = access.System("")

// live lets the story happen up to the visitor's present, and gives the parts.
func (w *World) live(ctx context.Context) error {
	w.House.Runner.Log = slog.New(slog.DiscardHandler) // one mail bounces, on purpose
	defer func() { w.House.Runner.Log = w.House.Log }()
	var l land
	for _, step := range []func(context.Context, *land) error{
		w.settle,
		w.network,
		w.tell,
		w.join,
		w.papers,
		w.directory,
		w.needs,
		w.ideas,
		w.loose,
		w.lively,
		w.mandate,
		w.messages,
		w.day,
	} {
		if err := step(ctx, &l); err != nil {
			return err
		}
	}
	return w.drain(ctx)
}

// at moves the clock to a moment of the news' time.
func (w *World) at(day when.Date, clock string) error {
	at, err := when.Local(w.story.day(day), clock)
	if err == nil {
		w.clock.set(at)
	}
	return err
}

// drain does the jobs that are due. One mail bounces on purpose; any other fault
// ends the demo.
func (w *World) drain(ctx context.Context) error {
	err := w.House.Runner.Drain(ctx)
	for _, one := range parts(err) {
		if !errors.Is(one, errNoMailbox) {
			return err
		}
	}
	return nil
}

// parts are the errors that were joined; none for none.
func parts(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, one := range joined.Unwrap() {
			all = append(all, parts(one)...)
		}
		return all
	}
	return []error{err}
}

// settle makes the organisations and their contact persons.
func (w *World) settle(ctx context.Context, l *land) error {
	if err := w.at("2021-03-01", "9.00"); err != nil {
		return err
	}
	return w.House.DB.Write(ctx, system, func(ctx context.Context, tx *db.Tx) (err error) {
		*l = land{}
		if l.association, err = people.AddOrg(ctx, tx, people.NewOrg{
			Kind: people.Association, Name: "Fællesforeningen", OfficialName: "Fællesforeningen af Eksempelkommuner", CVR: cvr(1),
			Street: "Eksempelvej 1", Postcode: "0001", City: "Eksempelby", Email: "post@faellesforeningen.example", Domains: []string{"faellesforeningen.example"},
		}); err != nil {
			return err
		}
		if l.centre, err = people.AddOrg(ctx, tx, people.NewOrg{
			Kind: people.Centre, Name: "Udviklingscentret", OfficialName: "Udviklingscentret for Eksempelkommuner", CVR: cvr(2),
			Street: "Eksempelvej 3", Postcode: "0001", City: "Eksempelby", Email: "post@udviklingscentret.example", Domains: []string{"udviklingscentret.example"},
		}); err != nil {
			return err
		}
		if err := billing.SetSeller(ctx, tx, billing.Seller{
			Org: l.association, Name: "Fællesforeningen af Eksempelkommuner", CVR: cvr(1), Street: "Eksempelvej 1", Postcode: "0001", City: "Eksempelby",
			Contact: "Regnskab", Email: "regnskab@faellesforeningen.example", Phone: "00 00 00 00", Bank: "0000", Account: "0000000001", Prefix: "F", First: 1001,
		}); err != nil {
			return err
		}
		for i, m := range municipalities {
			org, err := people.AddOrg(ctx, tx, people.NewOrg{
				Kind: people.Municipality, Name: m.name, OfficialName: m.name + " Kommune", CVR: cvr(100 + i),
				Street: "Rådhuspladsen 1", Postcode: fmt.Sprintf("%04d", 10+i), City: m.name, Region: m.region, Population: int64(20 + i*37%60),
				Email: "post@" + domain(m.name), Domains: []string{domain(m.name)},
				GLNs: []people.GLN{{Number: gln(2*i + 1), Label: "Børn og unge", Field: "Børn og unge"}, {Number: gln(2*i + 2), Label: "Økonomi"}},
			})
			if err != nil {
				return err
			}
			l.towns = append(l.towns, org)
			c, err := w.contact(ctx, tx, l, i)
			if err != nil {
				return err
			}
			l.contacts = append(l.contacts, c)
		}
		return w.secretariat(ctx, tx, l)
	})
}

// person makes one with the next name.
func (l *land) person(municipality int) people.Guest {
	name, mailbox := personName(l.next)
	g := people.Guest{Name: name, Email: mailbox + "@" + domain(municipalities[municipality].name), Title: titles[l.next%len(titles)]}
	l.next++
	return g
}

func (w *World) contact(ctx context.Context, tx *db.Tx, l *land, town int) (people.Person, error) {
	g := l.person(town)
	one, err := people.AddPerson(ctx, tx, people.NewPerson{Name: g.Name, Email: g.Email, Title: g.Title, Org: l.towns[town]})
	if err != nil {
		return people.Person{}, err
	}
	if err := people.GiveRole(ctx, tx, one, access.Contact, access.At(l.towns[town])); err != nil {
		return people.Person{}, err
	}
	return people.PersonByID(ctx, tx, one)
}

// secretariat makes those who run it all.
func (w *World) secretariat(ctx context.Context, tx *db.Tx, l *land) error {
	for _, one := range []struct {
		slug, name, mailbox, title, line string
		role                             access.Role
	}{
		{"sekretariat", "Karla Nørbæk", "karla.noerbaek", "Konsulent", "sekretariatet: opret et netværk, se tilmeldinger og det, der kræver handling", access.Staff},
		{"administrator", "Otto Bækhøj", "otto.baekhoej", "Administrator", "administrator: kommuner, personer og roller", access.Admin},
	} {
		person, err := people.AddPerson(ctx, tx, people.NewPerson{Name: one.name, Email: one.mailbox + "@udviklingscentret.example", Title: one.title, Org: l.centre})
		if err != nil {
			return err
		}
		if err := people.GiveRole(ctx, tx, person, one.role, access.Everywhere); err != nil {
			return err
		}
		if one.role == access.Staff {
			l.staff = access.Actor{Person: person, Org: l.centre, Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
		}
		w.cast(one.slug, one.name+", "+one.line, person, "/sekretariat")
	}
	return nil
}

// cast gives a part, once: a transaction may be run again.
func (w *World) cast(slug, line string, person id.Person, home string) {
	for i := range w.Cast {
		if w.Cast[i].Slug == slug {
			w.Cast[i] = Role{slug, line, person, home}
			return
		}
	}
	w.Cast = append(w.Cast, Role{slug, line, person, home})
}

// acts is a contact person at work.
func acts(p people.Person) access.Actor {
	return access.Actor{Person: p.ID, Org: p.Org, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(p.Org)}}}
}

var tiers = []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}}

// arrival moves the clock to when the n'th registration comes in: in working
// hours, from the network's first days to the day before the visitor comes.
func (w *World) arrival(n int) error {
	from, err := when.Local(w.story.day("2021-03-09"), "9.12")
	if err != nil {
		return err
	}
	at := from.Add(time.Duration(n) * (45*24*time.Hour + 7*time.Hour) / members)
	if h := at.In(when.Zone).Hour(); h < 8 || h > 16 {
		at = at.Add(10 * time.Hour)
	}
	w.clock.set(at)
	return nil
}
