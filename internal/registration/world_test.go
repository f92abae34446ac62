package registration

import (
	"context"
	"fmt"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// world is what every test of a command begins with: the network of seed 003,
// two municipalities, and an association with its secretariat. All invented.
type world struct {
	d                   *db.DB
	network             id.Programme
	meetings            []id.Meeting // the five of the seed, by day
	egelund, mosby      id.Org
	bodil, carlo, dorte access.Actor // Egelund's contact person and colleague, Mosby's contact person
	staff               access.Actor
	arm                 func() // negative controls: takes the locks away
}

func (w *world) armed() {
	if w.arm != nil {
		w.arm()
	}
}

func newMunicipality(i int) people.NewOrg {
	name := fmt.Sprint("By ", i)
	return people.NewOrg{Kind: people.Municipality, Name: name, OfficialName: name + " Kommune", Domains: []string{fmt.Sprintf("by%d.example", i)}}
}

var (
	system  = access.System("")
	visitor access.Actor
)

// bent is how a test's network differs from the seed's.
type bent struct {
	capacity  int64 // of every meeting
	max       int64 // people from one organisation
	invoicing programme.Invoicing
	last      billing.Tier // one more tier
}

func newWorld(t testing.TB, d *db.DB, b bent) *world {
	t.Helper()
	w := &world{d: d}
	clock(d, april)
	league := w.org(t, people.NewOrg{Kind: people.Association, Name: "Kommuneforeningen", OfficialName: "Kommuneforeningen", CVR: "12345674"})
	w.egelund = w.org(t, people.NewOrg{
		Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Domains: []string{"egelund.example"},
		GLNs: []people.GLN{{Number: "5790000000005", Label: "Skole og Dagtilbud"}, {Number: "5790000000012", Label: "Børn og Familie"}},
	})
	w.mosby = w.org(t, people.NewOrg{Kind: people.Municipality, Name: "Mosby", OfficialName: "Mosby Kommune", Domains: []string{"mosby.example"}})
	w.bodil = w.person(t, "Bodil Ask", "bodil.ask@egelund.example", w.egelund, access.Contact, access.At(w.egelund))
	w.carlo = w.person(t, "Carlo Eng", "carlo.eng@egelund.example", w.egelund, "", "")
	w.dorte = w.person(t, "Dorte Mose", "dorte.mose@mosby.example", w.mosby, access.Contact, access.At(w.mosby))
	w.staff = w.person(t, "Signe Land", "signe.land@forening.example", league, access.Staff, access.Everywhere)
	w.network = w.addNetwork(t, league, b)
	return w
}

func clock(d *db.DB, now time.Time) { d.Now = func() time.Time { return now } }

func (w *world) write(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) read(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Read(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) org(t testing.TB, n people.NewOrg) (org id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		org, err = people.AddOrg(ctx, tx, n)
		return err
	})
	return org
}

func (w *world) person(t testing.TB, name, mail string, org id.Org, role access.Role, in access.Scope) access.Actor {
	t.Helper()
	who := access.Actor{Org: org}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: mail, Title: "konsulent", Org: org})
		return err
	})
	if role != "" {
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return people.GiveRole(ctx, tx, who.Person, role, in) })
		who.Grants = []access.Grant{{Role: role, Scope: in}}
	}
	return who
}

func (w *world) addNetwork(t testing.TB, league id.Org, b bent) (network id.Programme) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: league, Name: "Kommuneforeningen", CVR: "12345674", Street: "Fællesvej 1", Postcode: "2300", City: "København S",
			Bank: "0001", Account: "1234567890", Prefix: "K", First: 1001,
		})
	})
	if b.invoicing == "" {
		b.invoicing = programme.Advance
	}
	if b.max == 0 {
		b.max = 5
	}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		network, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Lead: "Mød kolleger.",
			Purpose: "At styrke hinanden.", Audience: "Konsulenter.", Benefits: "Ny viden.", Owner: league, Operator: league, Seller: league,
			Contacts: []id.Person{w.staff.Person}, Inviters: []id.Org{league}, SeasonFrom: "2021-04-22", SeasonTo: "2022-10-05",
			Deadline: "2021-05-10", MaxPerOrg: b.max, Covers: 4, Invoicing: b.invoicing, Email: "netvaerk@centret.example",
		})
		if err == nil {
			err = programme.Publish(ctx, tx, network)
		}
		return err
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		list := prices
		list.Programme, list.ValidFrom = network, "2021-01-01"
		if b.last.To > 0 {
			list.Tiers = append(list.Tiers[:2:2], b.last)
		}
		_, err := billing.AddPriceList(ctx, tx, list)
		return err
	})
	starts, ends := at("2021-06-02 09:30:00"), at("2021-06-02 14:30:00")
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		w.meetings = nil
		for i, day := range days {
			m := meeting.Meeting{Programme: network, Title: "Faglig ledelse af kerneopgaven", Day: day, Venue: "Odense Congress Center",
				Street: "Ørbækvej 350", Postcode: "5220", City: "Odense", Capacity: b.capacity, FreeUntil: day.Add(-14)}
			if i == 0 {
				m.Title, m.Starts, m.Ends, m.IsOnline, m.OnlineURL = "Konsulentrollen ved et kommunalvalg", &starts, &ends, true, "https://moede.example/juni"
				m.Venue, m.Street, m.Postcode, m.City = "", "", "", ""
			}
			one, err := meeting.Add(ctx, tx, m)
			if err != nil {
				return err
			}
			w.meetings = append(w.meetings, one)
		}
		return nil
	})
	return network
}

func guest(name string) people.Guest {
	return people.Guest{Name: name, Email: mailOf(name), Title: "Udviklingskonsulent"}
}

func mailOf(name string) string {
	local := []byte(name)
	for i, c := range local {
		if c == ' ' {
			local[i] = '.'
		}
	}
	return string(local) + "@egelund.example"
}

// ask is a request from Egelund for the meeting of June.
func (w *world) ask(kroner int64, names ...string) Request {
	r := Request{
		Programme: w.network, Meeting: w.meetings[0], Org: w.egelund, GLN: "5790000000005", OrderRef: "RK-2021-0417",
		BuyerRef: "Bodil Ask", Email: "bodil.ask@egelund.example", Accepted: money.DKK(kroner),
	}
	for _, n := range names {
		r.Guests = append(r.Guests, guest(n))
	}
	return r
}

func (w *world) send(ctx context.Context, who access.Actor, req Request) (done Receipt, err error) {
	err = w.d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
		done, err = Register(ctx, tx, req)
		return err
	})
	return done, err
}

func (w *world) must(t testing.TB, who access.Actor, req Request) Receipt {
	t.Helper()
	done, err := w.send(t.Context(), who, req)
	if err != nil {
		t.Fatal(err, keysOf(err))
	}
	return done
}

// counts runs queries that each count or add up something.
func (w *world) counts(t testing.TB, want map[string]int64) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		for query, n := range want {
			var got int64
			if err := tx.Get(ctx, &got, `SELECT coalesce(count(*), 0) FROM `+query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
			if got != n {
				t.Errorf("%s: %d, want %d", query, got, n)
			}
		}
		return Check(ctx, tx)
	})
}

// invoiced is all that an organisation was asked to pay, in øre.
func (w *world) invoiced(t testing.TB, org id.Org) (sum int64) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		all, err := billing.Invoiced(ctx, tx, w.network, org)
		for _, m := range all {
			sum += m.Minor
		}
		return err
	})
	return sum
}

// keysOf are the complaints in an error, as "field key".
func keysOf(err error) (list []string) {
	bad, _ := problem.FieldsOf(err)
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return list
}
