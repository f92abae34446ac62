package message

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/tabular"
	"faelled/internal/web"

	"log/slog"
)

// world is what every test begins with: a network with two meetings, Egelund with
// two people in it and Mosby with one, Ravnsby that is no member, and the
// secretariat. All invented.
type world struct {
	d                    *db.DB
	network, next        id.Programme // next: see nextSeason
	meetings             []id.Meeting
	egelund, mosby, ravn id.Org
	bodil, carlo, dorte  access.Actor
	esther               access.Actor // contact person of Ravnsby
	staff                access.Actor
	box                  *mail.Box
	words                *i18n.Words
	mu                   sync.Mutex
	now                  time.Time
	send                 mail.Send
}

var (
	system  = access.System("")
	visitor access.Actor
)

var april = time.Date(2026, 4, 27, 8, 12, 0, 0, time.UTC)

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{d: d, box: mail.NewBox(), now: april}
	d.Now = func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }
	w.send = w.box.Send
	var err error
	if w.words, err = i18n.Load(web.Locale, tabular.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, registration.Locale, mail.Locale, jobs.Locale, Locale); err != nil {
		t.Fatal(err)
	}
	league := w.org(t, people.Association, "Kommuneforeningen", "")
	w.egelund, w.mosby, w.ravn = w.org(t, people.Municipality, "Egelund", "Region Midt"), w.org(t, people.Municipality, "Mosby", "Region Syd"), w.org(t, people.Municipality, "Ravnsby", "Region Midt")
	w.bodil = w.person(t, "Bodil Ask", "bodil@egelund.example", w.egelund, access.Contact)
	w.carlo = w.person(t, "Carlo Eng", "carlo@egelund.example", w.egelund, "")
	w.dorte = w.person(t, "Dorte Mose", "dorte@mosby.example", w.mosby, access.Contact)
	w.esther = w.person(t, "Esther Ravn", "esther@ravnsby.example", w.ravn, access.Contact)
	w.staff = w.person(t, "Signe Land", "signe@forening.example", league, "")
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return people.GiveRole(ctx, tx, w.staff.Person, access.Staff, access.Everywhere)
	})
	w.staff.Grants = []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}
	w.addNetwork(t, league)
	w.register(t, w.bodil, w.egelund, 4375*2, "RK-17", "Bodil Ask", "bodil@egelund.example", "Carlo Eng", "carlo@egelund.example")
	w.register(t, w.dorte, w.mosby, 3000*2, "", "Dorte Mose", "dorte@mosby.example")
	return w
}

func (w *world) write(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err, keysOf(err))
	}
}

func (w *world) read(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Read(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) org(t testing.TB, kind people.OrgKind, name, region string) (org id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		org, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: kind, Name: name, OfficialName: name + " Kommune", Region: region, CVR: "12345674"})
		return err
	})
	return org
}

func (w *world) person(t testing.TB, name, email string, org id.Org, role access.Role) access.Actor {
	t.Helper()
	who := access.Actor{Org: org}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: email, Title: "konsulent", Org: org}); err != nil || role == "" {
			return err
		}
		who.Grants = []access.Grant{{Role: role, Scope: access.At(org)}}
		return people.GiveRole(ctx, tx, who.Person, role, access.At(org))
	})
	return who
}

func (w *world) addNetwork(t testing.TB, league id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: league, Name: "Kommuneforeningen", CVR: "12345674", Street: "Fællesvej 1", Postcode: "2300", City: "København S",
			Bank: "0001", Account: "1234567890", Prefix: "K", First: 1001,
		})
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.network, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Lead: "Mød kolleger.",
			Purpose: "At styrke hinanden.", Audience: "Konsulenter.", Benefits: "Ny viden.", Owner: league, Operator: league, Seller: league,
			Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2026-04-01", SeasonTo: "2027-03-31", MaxPerOrg: 5, Covers: 1,
			Invoicing: programme.Advance, Email: "netvaerk@centret.example",
		})
		if err != nil {
			return err
		}
		if err := programme.Publish(ctx, tx, w.network); err != nil {
			return err
		}
		if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
			Programme: w.network, VAT: billing.Standard, RateBP: 2500,
			Tiers: []billing.Tier{{From: 1, To: 1, PerMeeting: money.DKK(3000)}, {From: 2, To: 5, PerMeeting: money.DKK(4375)}},
		}); err != nil {
			return err
		}
		w.meetings = nil
		for i, title := range []string{"Konsulentrollen ved et kommunalvalg", "Faglig ledelse af kerneopgaven"} {
			m := meeting.Meeting{Programme: w.network, Title: title, Day: "2026-06-02", Venue: "Odense Congress Center", City: "Odense"}
			if i == 1 {
				m.Day, m.Venue, m.City = "2026-09-15", "", ""
			}
			one, err := meeting.Add(ctx, tx, m)
			if err != nil {
				return err
			}
			w.meetings = append(w.meetings, one)
		}
		return nil
	})
}

// register gives people, named by name and address in turn, seats at both meetings.
func (w *world) register(t testing.TB, by access.Actor, org id.Org, kroner int64, order string, who ...string) {
	t.Helper()
	r := registration.Request{
		Programme: w.network, Meeting: w.meetings[0], Org: org, GLN: "5790000000005", OrderRef: order, BuyerRef: "Bodil Ask",
		Email: who[1], Accepted: money.DKK(kroner),
	}
	for i := 0; i < len(who); i += 2 {
		r.Guests = append(r.Guests, people.Guest{Name: who[i], Email: who[i+1]})
	}
	w.write(t, by, func(ctx context.Context, tx *db.Tx) error {
		_, err := registration.Register(ctx, tx, r)
		return err
	})
}

// nextSeason plans the next season, and asks all who goes on.
func (w *world) nextSeason(t testing.TB) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.ByID(ctx, tx, w.network)
		if err != nil {
			return err
		}
		p.ID, p.Slug, p.Name, p.Previous, p.SeasonFrom, p.SeasonTo = "", "", "Konsulenter, næste sæson", w.network, "2027-04-01", "2028-03-31"
		if w.next, err = programme.Add(ctx, tx, p); err != nil {
			return err
		}
		if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
			Programme: w.next, VAT: billing.Standard, RateBP: 2500, Tiers: []billing.Tier{{From: 1, To: 5, PerMeeting: money.DKK(3000)}},
		}); err != nil {
			return err
		}
		if _, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: w.next, Title: "Året efter", Day: "2027-06-02", City: "Odense"}); err != nil {
			return err
		}
		return programme.Publish(ctx, tx, w.next)
	})
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return renewal.Open(ctx, tx, renewal.Round{Programme: w.next, Fallback: renewal.Stop, Due: "2026-05-30"})
	})
}

// flood gives n more people from Egelund a seat at the first meeting, past all
// rules: only the number matters.
func (w *world) flood(t testing.TB, n int) {
	t.Helper()
	type personRow struct {
		ID, Name, Email, Org string
		SortKey              string `db:"sort_key"`
		Now                  time.Time
	}
	type seatRow struct {
		ID, Registration, Programme, Meeting, Org, Person string
		Now                                               time.Time
	}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		var registration string
		if err := tx.Get(ctx, &registration, `SELECT id FROM registrations ORDER BY id LIMIT 1`); err != nil {
			return err
		}
		for from := 0; from < n; from += 500 {
			var persons []personRow
			var seats []seatRow
			for i := from; i < min(n, from+500); i++ {
				name := fmt.Sprintf("Person %05d", i)
				p := personRow{tx.NewID(), name, fmt.Sprintf("p%05d@egelund.example", i), string(w.egelund), i18n.SortKey(name), tx.Now}
				persons = append(persons, p)
				seats = append(seats, seatRow{tx.NewID(), registration, string(w.network), string(w.meetings[0]), string(w.egelund), p.ID, tx.Now})
			}
			if _, err := tx.Named(ctx, `INSERT INTO persons (id, name, email, title, phone, lang, sort_key, org, state, since)
				VALUES (:id, :name, :email, '', '', 'da', :sort_key, :org, 'active', :now)`, persons); err != nil {
				return err
			}
			if _, err := tx.Named(ctx, `INSERT INTO seats (id, registration, programme, meeting, org, person, created_at)
				VALUES (:id, :registration, :programme, :meeting, :org, :person, :now)`, seats); err != nil {
				return err
			}
		}
		return nil
	})
}

// draft is a message, ready to be sent.
func (w *world) draft(t testing.TB, bend func(*Message)) (m Message) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err := Begin(ctx, tx, "", w.network)
		if err != nil {
			return err
		}
		m = Message{ID: one, Version: 1, Kind: Service, Audience: Audience{Group: Members}, Subject: "Kære {{fornavn}}", Body: "Vi ses i {{netværk}}.\n\n- kaffe\n- te\n\nSe https://faelled.example/moeder."}
		if bend != nil {
			bend(&m)
		}
		if err := Write(ctx, tx, m); err != nil {
			return err
		}
		m, err = byID(ctx, tx, one)
		return err
	})
	return m
}

func (w *world) sent(t testing.TB, bend func(*Message)) Message {
	t.Helper()
	m := w.draft(t, bend)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Send(ctx, tx, Order{m.ID, m.Version}) })
	return m
}

// post is how mail leaves the world.
func (w *world) post() mail.Post {
	return mail.Post{Send: w.send, BaseURL: "https://faelled.example", Words: w.words}
}

func (w *world) runner() *jobs.Runner {
	handlers := Jobs(w.post())
	return &jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
}

// work does all that is due.
func (w *world) work(t testing.TB) {
	t.Helper()
	if err := w.runner().Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

func (w *world) message(t testing.TB, one id.Message) (m Message, n Counts) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if m, err = byID(ctx, tx, one); err != nil {
			return err
		}
		all, err := countRecipients(ctx, tx, []id.Message{one})
		n = all[one]
		return err
	})
	return m, n
}

// expect is how many recipients are in each state, and what the message is.
func (w *world) expect(t testing.TB, one id.Message, state State, want Counts) {
	t.Helper()
	m, got := w.message(t, one)
	if m.State != state {
		t.Errorf("the message is %s, want %s", m.State, state)
	}
	for _, a := range arrivals {
		if got[a] != want[a] {
			t.Errorf("%d %s, want %d", got[a], a, want[a])
		}
	}
}

// keysOf are the complaints in an error, as "field key about".
func keysOf(err error) (list []string) {
	bad, _ := problem.FieldsOf(err)
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key+" "+f.About)
	}
	return list
}
