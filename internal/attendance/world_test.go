package attendance

import (
	"context"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// morning is when these tests take place: a quarter of an hour before the meeting.
var morning = time.Date(2026, 6, 3, 7, 15, 0, 0, time.UTC)

var (
	system  = access.System("")
	visitor access.Actor
)

// world is a network with one meeting and guests from two municipalities. All
// invented.
type world struct {
	d                                *db.DB
	network                          id.Programme
	june, autumn                     id.Meeting // autumn is there for members only, see member
	egelund, mosby                   id.Org
	bodil, carlo, asa, dorte         access.Actor // Egelund's contact person and two colleagues, Mosby's contact person
	staff, colleague, moderator, far access.Actor // answers for the network, does not, is a moderator of it, is one of another
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{d: d}
	w.clock(morning.AddDate(0, -2, 0))
	league := w.org(t, people.NewOrg{Kind: people.Association, Name: "Kommuneforeningen", OfficialName: "Kommuneforeningen", CVR: "12345674"})
	w.egelund = w.org(t, people.NewOrg{Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Domains: []string{"egelund.example"}})
	w.mosby = w.org(t, people.NewOrg{Kind: people.Municipality, Name: "Mosby", OfficialName: "Mosby Kommune", Domains: []string{"mosby.example"}})
	w.bodil = w.person(t, "Bodil Ask", "bodil.ask@egelund.example", w.egelund, access.Contact, access.At(w.egelund))
	w.carlo = w.person(t, "Carlo Eng", "carlo.eng@egelund.example", w.egelund, "", "")
	w.asa = w.person(t, "Åsa Ørnekær-Østergaard", "aasa@egelund.example", w.egelund, "", "")
	w.dorte = w.person(t, "Dorte Mose", "dorte.mose@mosby.example", w.mosby, access.Contact, access.At(w.mosby))
	w.staff = w.person(t, "Signe Land", "signe.land@forening.example", league, access.Staff, access.Everywhere)
	w.colleague = w.person(t, "Niels Havn", "niels.havn@forening.example", league, access.Staff, access.Everywhere)
	w.addNetwork(t, league)
	w.moderator = w.person(t, "Frode Bakke", "frode@centret.example", league, access.Moderator, access.In(w.network))
	w.far = w.person(t, "Gerda Skov", "gerda@centret.example", league, access.Moderator, access.In("another"))
	w.register(t, w.egelund, w.bodil, w.bodil, w.carlo, w.asa)
	w.register(t, w.mosby, w.dorte, w.dorte)
	w.clock(morning)
	return w
}

func (w *world) clock(now time.Time) { w.d.Now = func() time.Time { return now } }

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
		who.Grants = []access.Grant{{Role: role, Scope: in}}
	}
	return who
}

func (w *world) addNetwork(t testing.TB, league id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.network, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Lead: "Mød kolleger.",
			Purpose: "At styrke hinanden.", Audience: "Konsulenter.", Owner: league, Operator: league, Seller: league,
			Contacts: []id.Person{w.staff.Person}, MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@centret.example",
		})
		return err
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return programme.Publish(ctx, tx, w.network) })
	starts, ends := morning.Add(15*time.Minute), morning.Add(5*time.Hour)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.june, err = meeting.Add(ctx, tx, meeting.Meeting{
			Programme: w.network, Title: "Konsulentrollen ved et kommunalvalg", Day: "2026-06-03", Starts: &starts, Ends: &ends,
			Venue: "Fjordhuset", Street: "Havnegade 1", Postcode: "0005", City: "Egelund", OnlineURL: "https://moede.example/juni",
		})
		return err
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return meeting.SetAgenda(ctx, tx, w.june, []meeting.Item{
			{Kind: meeting.Practical, Starts: starts, Ends: starts.Add(20 * time.Minute), Title: "Velkomst", Voices: []meeting.Voice{{Name: "Frode Bakke", Title: "Centret", Role: access.Moderator}}},
			{Kind: meeting.Talk, Starts: starts.Add(20 * time.Minute), Ends: starts.Add(90 * time.Minute), Title: "Embedsmandens rolle", Voices: []meeting.Voice{{Name: "Hjalmar Odderbo", Title: "forsker", Role: access.Speaker}}},
		})
	})
}

// register gives people seats as registration keeps them: what they cost is no
// matter here.
func (w *world) register(t testing.TB, org id.Org, by access.Actor, who ...access.Actor) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		one := tx.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO registrations (id, number, programme, meeting, org, person, joined, gln, order_ref, buyer_ref, email, message, seated, net_minor, currency, quote, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, TRUE, '', '', '', '', '', $7, 0, 'DKK', '{}', $8)`,
			one, len(one)+len(who), w.network, w.june, org, by.Person, len(who), tx.Now); err != nil {
			return err
		}
		for _, g := range who {
			if _, err := tx.Exec(ctx, `INSERT INTO seats (id, registration, programme, meeting, org, person, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				tx.NewID(), one, w.network, w.june, org, g.Person, tx.Now); err != nil {
				return err
			}
		}
		return nil
	})
}

// member makes Egelund a member, of a network that costs nothing and meets in the
// autumn too: then its seats can be given up, given to others and moved.
func (w *world) member(t testing.TB) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.autumn, err = meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network, Title: "Budget", Day: "2026-09-16", Venue: "Fjordhuset"})
		return err
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		list := tx.NewID()
		for _, row := range []struct {
			SQL  string
			Args []any
		}{
			{`INSERT INTO memberships (id, programme, org, meeting, price_list, joined_at) VALUES ($1, $2, $3, $4, $5, $6)`, []any{tx.NewID(), w.network, w.egelund, w.june, list, tx.Now}},
			{`INSERT INTO price_lists (id, programme, vat, rate_bp, reason, valid_from, valid_to) VALUES ($1, $2, 'S', 2500, '', '', '')`, []any{list, w.network}},
			{`INSERT INTO price_tiers (price_list, from_n, to_n, minor, currency) VALUES ($1, 1, 5, 0, 'DKK')`, []any{list}},
		} {
			if _, err := tx.Exec(ctx, row.SQL, row.Args...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) take(t testing.TB, who access.Actor, marks ...Mark) (done Taken, err error) {
	t.Helper()
	err = w.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		done, err = Take(ctx, tx, w.june, marks)
		return err
	})
	return done, err
}

func (w *world) roll(t testing.TB) (r Roll) {
	t.Helper()
	w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		found, err := Of(ctx, tx, w.june)
		r = found[w.june]
		return err
	})
	return r
}
