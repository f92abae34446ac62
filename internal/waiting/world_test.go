package waiting

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
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
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// world is a network with one meeting that has room for few, and the contact
// persons of some towns. All invented.
type world struct {
	d       *db.DB
	network id.Programme
	full    id.Meeting // on 2 June at 9.30; room for two
	towns   []access.Actor
	staff   access.Actor
	words   *i18n.Words
	arm     func() // negative controls: takes the locks away
	handed  []registration.Handover
}

var system = access.System("")

const capacity = 2

func at(text string) time.Time {
	moment, err := time.ParseInLocation(time.DateTime, text, when.Zone)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

func (w *world) clock(text string) { w.d.Now = func() time.Time { return at(text) } }

func newWorld(t testing.TB, d *db.DB, towns int) *world {
	t.Helper()
	w := &world{d: d}
	w.clock("2021-04-26 10:12:00")
	var err error
	if w.words, err = i18n.Load(web.Locale, tabular.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, mail.Locale, registration.Locale, Locale); err != nil {
		t.Fatal(err)
	}
	league := w.org(t, people.NewOrg{Kind: people.Association, Name: "Foreningen", OfficialName: "Foreningen", CVR: "12345674"})
	w.staff = w.person(t, people.Guest{Name: "Signe Land", Email: "signe.land@forening.example"}, league, access.Staff, access.Everywhere)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: league, Name: "Foreningen", CVR: "12345674", Street: "Fællesvej 1", Postcode: "2300", City: "København S", Bank: "0001", Account: "1234567890", Prefix: "K", First: 1001,
		})
	})
	w.addNetwork(t, league)
	for i := range towns {
		w.towns = append(w.towns, w.town(t, i))
	}
	return w
}

func (w *world) addNetwork(t testing.TB, league id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		w.network, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Ledernetværket", ShortName: "ledernetværk", Lead: "Mød kolleger.", Purpose: "At styrke hinanden.", Audience: "Ledere.", Benefits: "Ny viden.",
			Owner: league, Operator: league, Seller: league, Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2021-04-22", SeasonTo: "2021-12-31", Deadline: "2021-05-10",
			MaxPerOrg: 5, Covers: 0, Invoicing: programme.Advance, Email: "netvaerk@centret.example",
		})
		return firstOf(err, programme.Publish(ctx, tx, w.network))
	})
	w.prices(t, "2021-01-01", billing.Tier{From: 1, To: 2, PerMeeting: money.DKK(3000)}, billing.Tier{From: 3, To: 5, PerMeeting: money.DKK(4375)})
	starts, ends := at("2021-06-02 09:30:00"), at("2021-06-02 14:30:00")
	for _, m := range []meeting.Meeting{
		{Title: "Ny viden", Day: "2021-09-15", City: "Odense"},
		{Title: "Rollen ved et valg", Day: "2021-06-02", Starts: &starts, Ends: &ends, City: "Odense", Capacity: capacity, FreeUntil: "2021-05-30"},
	} {
		m.Programme = w.network
		w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
			w.full, err = meeting.Add(ctx, tx, m)
			return err
		})
	}
}

func (w *world) prices(t testing.TB, from when.Date, tiers ...billing.Tier) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := billing.AddPriceList(ctx, tx, billing.PriceList{Programme: w.network, ValidFrom: from, VAT: billing.Standard, RateBP: 2500, Tiers: tiers})
		return err
	})
}

func (w *world) org(t testing.TB, n people.NewOrg) (one id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = people.AddOrg(ctx, tx, n)
		return err
	})
	return one
}

func (w *world) person(t testing.TB, g people.Guest, org id.Org, role access.Role, in access.Scope) (who access.Actor) {
	t.Helper()
	who.Org = org
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: g.Name, Email: g.Email, Title: g.Title, Org: org})
		return err
	})
	if role != "" {
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return people.GiveRole(ctx, tx, who.Person, role, in) })
		who.Grants = []access.Grant{{Role: role, Scope: in}}
	}
	return who
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func domain(town int) string { return fmt.Sprintf("by%d.example", town) }

func (w *world) town(t testing.TB, i int) access.Actor {
	t.Helper()
	name := fmt.Sprint("By ", i)
	org := w.org(t, people.NewOrg{Kind: people.Municipality, Name: name, OfficialName: name + " Kommune", Domains: []string{domain(i)}})
	for n := range 3 { // known, so that nothing is written before seats are counted
		w.person(t, guest(i, n), org, "", "")
	}
	return w.person(t, people.Guest{Name: fmt.Sprint("Kontakt ", i), Email: "kontakt@" + domain(i)}, org, access.Contact, access.At(org))
}

// limit has a town's contact person decide only so much alone.
func (w *world) limit(t testing.TB, town int, kroner int64) {
	t.Helper()
	org := w.towns[town].Org
	signer := w.person(t, people.Guest{Name: "Chef", Email: "chef@" + domain(town)}, org, "", "")
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return firstOf(people.AddSigner(ctx, tx, org, "", signer.Person), people.SetLimit(ctx, tx, org, people.Limit{Amount: money.DKK(kroner)}))
	})
}

func guest(town, n int) people.Guest {
	return people.Guest{Name: fmt.Sprintf("Gæst %d af By %d", n, town), Email: fmt.Sprintf("gaest%d@%s", n, domain(town)), Title: "Leder"}
}

// ask is some guests of a town for the full meeting.
func (w *world) ask(town int, guests ...int) registration.Request {
	req := registration.Request{
		Programme: w.network, Meeting: w.full, Org: w.towns[town].Org, GLN: "5790000000005", BuyerRef: "Kontakten", Email: "kontakt@" + domain(town), Accepted: money.DKK(3000),
	}
	for _, n := range guests {
		req.Guests = append(req.Guests, guest(town, n))
	}
	if len(guests) > 2 {
		req.Accepted = money.DKK(4375)
	}
	return req
}

func (w *world) write(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err, keysOf(err))
	}
}

func (w *world) register(t testing.TB, town int, guests ...int) error {
	t.Helper()
	return w.d.Write(t.Context(), w.towns[town], func(ctx context.Context, tx *db.Tx) error {
		_, err := registration.Register(ctx, tx, w.ask(town, guests...))
		return err
	})
}

func (w *world) fill(t testing.TB, town int) {
	t.Helper()
	if err := w.register(t, town, 0, 1); err != nil {
		t.Fatal(err, keysOf(err))
	}
	w.drain(t)
}

func (w *world) join(t testing.TB, town int, together bool, guests ...int) (done Joined, err error) {
	t.Helper()
	err = w.d.Write(t.Context(), w.towns[town], func(ctx context.Context, tx *db.Tx) (err error) {
		done, err = Join(ctx, tx, Joining{Request: w.ask(town, guests...), Together: together})
		return err
	})
	return done, err
}

func (w *world) mustJoin(t testing.TB, town int, together bool, guests ...int) id.Wait {
	t.Helper()
	done, err := w.join(t, town, together, guests...)
	if err != nil {
		t.Fatal(err, keysOf(err))
	}
	w.drain(t)
	return done.ID
}

// leave gives up some guests' seats.
func (w *world) leave(t testing.TB, town int, guests ...int) {
	t.Helper()
	for _, n := range guests {
		leave := func(ctx context.Context, tx *db.Tx) error {
			p, _, err := people.PersonByMail(ctx, tx, guest(town, n).Email)
			if err != nil {
				return err
			}
			l := registration.Leaver{Programme: w.network, Org: w.towns[town].Org, Person: p.ID, Meetings: []id.Meeting{w.full}}
			q, err := registration.Leaving(ctx, tx, l)
			if err != nil {
				return err
			}
			_, err = registration.Withdraw(ctx, tx, registration.Withdrawal{Leaver: l, Accepted: q.Net})
			return err
		}
		err := w.d.Write(t.Context(), w.towns[town], leave)
		if slices.Equal(keysOf(err), []string{"ok registration.price_changed"}) { // a colleague left meanwhile
			err = w.d.Write(t.Context(), w.towns[town], leave)
		}
		if err != nil {
			t.Error(err, keysOf(err))
		}
	}
}

// drain does every job that is due, and tells what was mailed.
func (w *world) drain(t testing.TB) *mail.Box {
	t.Helper()
	box := mail.NewBox()
	if err := w.runner(box).Drain(context.Background()); err != nil {
		t.Error(err)
	}
	return box
}

func (w *world) runner(box *mail.Box) *jobs.Runner {
	post := mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: w.words, Sample: true}
	handlers := registration.Jobs(post)
	for kind, do := range Jobs(post) {
		handlers[kind] = do
	}
	handlers["waiting.approval"] = func(_ context.Context, _ *db.DB, j jobs.Job) error {
		var over registration.Handover
		err := j.Into(&over)
		w.handed = append(w.handed, over)
		return err
	}
	for _, kind := range []string{"billing.issue", "billing.render"} {
		handlers[kind] = func(context.Context, *db.DB, jobs.Job) error { return nil }
	}
	return &jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
}

// seated is who has a seat at the full meeting, as "town guest", sorted.
func (w *world) seated(t testing.TB) (list []string) {
	t.Helper()
	if err := w.d.Read(t.Context(), system, func(ctx context.Context, tx *db.Tx) error {
		seats, err := registration.Attendees(ctx, tx, w.full)
		if err != nil {
			return err
		}
		for _, s := range seats {
			p, err := people.PersonByID(ctx, tx, s.Person)
			if err != nil {
				return err
			}
			local, host, _ := strings.Cut(p.Email, "@")
			list = append(list, strings.TrimSuffix(strings.TrimPrefix(host, "by"), ".example")+" "+strings.TrimPrefix(local, "gaest"))
		}
		if err := Check(ctx, tx); err != nil {
			return err
		}
		return registration.Check(ctx, tx)
	}); err != nil {
		t.Error(err)
	}
	slices.Sort(list)
	return list
}

// comes fails when others than these have a seat.
func (w *world) comes(t testing.TB, want ...string) {
	t.Helper()
	if got := w.seated(t); !slices.Equal(got, want) {
		t.Errorf("%q have a seat, want %q", got, want)
	}
}

func keysOf(err error) (list []string) {
	bad, _ := problem.FieldsOf(err)
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return list
}
