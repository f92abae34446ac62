package evaluation

import (
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// morning is a quarter of an hour before the meeting, which ends five hours later.
var morning = time.Date(2026, 6, 3, 7, 15, 0, 0, time.UTC)

var (
	system = access.System("")
)

// world is a network with one meeting and guests from two municipalities. All
// invented.
type world struct {
	d                        *db.DB
	network                  id.Programme
	june                     id.Meeting
	egelund, mosby           id.Org
	bodil, carlo, asa, dorte access.Actor   // Egelund's contact person and two colleagues, Mosby's contact person
	staff, stranger          access.Actor   // answers for the network; is from Egelund and takes no part
	guests                   []access.Actor // seven, all who have a seat
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
	w.addNetwork(t, league)
	w.stranger = w.person(t, "Ib Holt", "ib.holt@egelund.example", w.egelund, "", "")
	w.guests = []access.Actor{w.bodil, w.carlo, w.asa, w.dorte}
	for _, name := range []string{"Else", "Finn", "Grete"} {
		w.guests = append(w.guests, w.person(t, name+" Bro", strings.ToLower(name)+"@egelund.example", w.egelund, "", ""))
	}
	w.register(t, w.egelund, w.bodil, slices.Concat(w.guests[:3], w.guests[4:])...)
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

// house is the world's queue, and the mails that it sent.
type house struct {
	*world
	queue *jobs.Runner
	box   *mail.Box
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{world: newWorld(t, d), box: mail.NewBox()}
	post := mail.Post{BaseURL: "https://faelled.example", Words: allWords(t), Send: h.box.Send}
	h.queue = &jobs.Runner{DB: d, Handlers: Jobs(post), Log: slog.New(slog.DiscardHandler)}
	return h
}

// pass lets the clock strike some time after the meeting has ended.
func (h *house) pass(t testing.TB, after time.Duration) {
	t.Helper()
	h.clock(morning.Add(5*time.Hour + after))
	h.write(t, system, func(ctx context.Context, tx *db.Tx) error { return tx.Enqueue(ctx, "evaluation.look", nil) })
	if err := h.queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

var link = regexp.MustCompile(`/evaluering/(\w+)`)

// secrets are those in the mails so far.
func (h *house) secrets() (list []string) {
	for _, m := range h.box.Messages() {
		list = append(list, link.FindStringSubmatch(m.Text)[1])
	}
	return list
}

func (h *house) give(t testing.TB, secret string, a Answer) error {
	t.Helper()
	return h.d.Write(t.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Give(ctx, tx, secret, a) })
}

func (h *house) result(t testing.TB) (r Result) {
	t.Helper()
	h.read(t, h.staff, func(ctx context.Context, tx *db.Tx) error {
		found, err := Of(ctx, tx, h.june)
		r = found[h.june]
		return err
	})
	return r
}

func (h *house) count(t testing.TB, query string) (n int) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error { return tx.Get(ctx, &n, query) })
	return n
}
