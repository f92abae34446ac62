package approval

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
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// world is a network with two meetings, and a municipality whose contact person
// decides up to 5,000 kr. alone; above that the head of the office does. All of it
// is invented.
type world struct {
	d                         *db.DB
	network                   id.Programme
	meetings                  []id.Meeting
	egelund, mosby            id.Org
	bodil, mette, jens, dorte access.Actor // Egelund's contact person and two signers, Mosby's contact person
	staff                     access.Actor
}

var (
	system = access.System("")
	now    = time.Date(2026, 4, 22, 9, 0, 0, 0, time.UTC)
)

const field = "Børn og unge"

func newWorld(t testing.TB, d *db.DB, capacity int64) *world {
	t.Helper()
	w := &world{d: d}
	w.clock(now)
	league := w.org(t, people.NewOrg{Kind: people.Association, Name: "Kommuneforeningen", OfficialName: "Kommuneforeningen", CVR: "12345674"})
	w.egelund = w.org(t, people.NewOrg{Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Domains: []string{"egelund.example"}})
	w.mosby = w.org(t, people.NewOrg{Kind: people.Municipality, Name: "Mosby", OfficialName: "Mosby Kommune", Domains: []string{"mosby.example"}})
	w.bodil = w.person(t, "Bodil Ask", "bodil.ask@egelund.example", w.egelund, access.Contact, access.At(w.egelund))
	w.mette = w.person(t, "Mette Holmgaard", "mette.holmgaard@egelund.example", w.egelund, "", "")
	w.jens = w.person(t, "Jens Bruun", "jens.bruun@egelund.example", w.egelund, "", "")
	w.dorte = w.person(t, "Dorte Mose", "dorte.mose@mosby.example", w.mosby, access.Contact, access.At(w.mosby))
	w.staff = w.person(t, "Signe Land", "signe.land@forening.example", league, access.Staff, access.Everywhere)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: league, Name: "Kommuneforeningen", CVR: "12345674", Street: "Fællesvej 1", Postcode: "2300", City: "København S",
			Bank: "0001", Account: "1234567890", Prefix: "K", First: 1001,
		})
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if w.network, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Field: field, Lead: "Mød kolleger.",
			Purpose: "At styrke hinanden.", Audience: "Konsulenter.", Benefits: "Ny viden.", Owner: league, Operator: league, Seller: league,
			Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2026-04-22", SeasonTo: "2026-12-31", MaxPerOrg: 5, Covers: 1,
			Invoicing: programme.Advance, Email: "netvaerk@centret.example",
		}); err != nil {
			return err
		}
		w.meetings = nil
		if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
			Programme: w.network, VAT: billing.Standard, RateBP: 2500, ValidFrom: "2026-01-01",
			Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}},
		}); err != nil {
			return err
		}
		for _, day := range []when.Date{"2026-06-03", "2026-09-16"} {
			one, err := meeting.Add(ctx, tx, meeting.Meeting{
				Programme: w.network, Title: "Faglig ledelse af kerneopgaven", Day: day, Venue: "Kongressen", Street: "Vej 1", Postcode: "5000",
				City: "Odense", Capacity: capacity, FreeUntil: day.Add(-14),
			})
			if err != nil {
				return err
			}
			w.meetings = append(w.meetings, one)
		}
		return programme.Publish(ctx, tx, w.network)
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		for _, p := range []access.Actor{w.mette, w.jens} {
			if err := people.AddSigner(ctx, tx, w.egelund, "", p.Person); err != nil {
				return err
			}
		}
		return people.SetLimit(ctx, tx, w.egelund, people.Limit{Amount: money.DKK(5000)})
	})
	w.mette, w.jens = w.as(t, w.mette.Person), w.as(t, w.jens.Person)
	return w
}

func (w *world) clock(at time.Time) { w.d.Now = func() time.Time { return at } }

func (w *world) write(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err, keysOf(err))
	}
}

func (w *world) read(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
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
	var one id.Person
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if one, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: mail, Title: "konsulent", Org: org}); err != nil || role == "" {
			return err
		}
		return people.GiveRole(ctx, tx, one, role, in)
	})
	return w.as(t, one)
}

// as is a person with the roles that the database knows.
func (w *world) as(t testing.TB, one id.Person) (who access.Actor) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		i, _, err := people.Identify(ctx, tx, one)
		who = access.Actor{Person: i.ID, Org: i.Org, Grants: i.Grants}
		return err
	})
	return who
}

// request is from Egelund for both meetings.
func (w *world) request(kroner int64, names ...string) registration.Request {
	r := registration.Request{
		Programme: w.network, Meeting: w.meetings[0], Org: w.egelund, GLN: "5790000000005", OrderRef: "RK-2026-0417",
		BuyerRef: "Bodil Ask", Email: "bodil.ask@egelund.example", Accepted: money.DKK(kroner),
	}
	for i, n := range names {
		r.Guests = append(r.Guests, people.Guest{Name: n, Email: fmt.Sprintf("gaest%d@egelund.example", i), Title: "Konsulent"})
	}
	return r
}

var two = []string{"Ida Lund", "Ole Vang"}

// asks sends a request for two people, 6.000 kr., and tells its id.
func (w *world) asks(t testing.TB) (one id.Approval) {
	t.Helper()
	w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Ask(ctx, tx, w.request(6000, two...))
		return err
	})
	return one
}

func (w *world) try(ctx context.Context, who access.Actor, fn func(context.Context, *db.Tx) error) error {
	return w.d.Write(ctx, who, fn)
}

func (w *world) approves(ctx context.Context, who access.Actor, one id.Approval, kroner int64) error {
	return w.try(ctx, who, func(ctx context.Context, tx *db.Tx) error { return Approve(ctx, tx, one, money.DKK(kroner)) })
}

// is fails unless a request is in a state, and all that Check promises holds.
func (w *world) is(t testing.TB, one id.Approval, want State, counts map[string]int64) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		a, err := byID(ctx, tx, one)
		if err != nil || a.State != want {
			t.Errorf("state %q, want %q %v", a.State, want, err)
		}
		for query, n := range counts {
			var got int64
			if err := tx.Get(ctx, &got, `SELECT count(*) FROM `+query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
			if got != n {
				t.Errorf("%s: %d, want %d", query, got, n)
			}
		}
		if err := Check(ctx, tx); err != nil {
			t.Error(err)
		}
		return registration.Check(ctx, tx)
	})
}

// keysOf are the complaints in an error, as "field key".
func keysOf(err error) (list []string) {
	bad, _ := problem.FieldsOf(err)
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return list
}
