package renewal

import (
	"context"
	"fmt"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"

	"faelled/internal/i18n"
)

// world is two seasons of a network. Egelund and Mosby took part in the first,
// Egelund with three people. All invented.
type world struct {
	d                    *db.DB
	box                  *mail.Box
	runner               *jobs.Runner
	old, next            id.Programme
	league               id.Org
	egelund, mosby, skov id.Org
	bodil, dorte, sofus  access.Actor // contact persons
	staff                access.Actor
	names                map[id.Org]string
}

var (
	system  = access.System("")
	visitor access.Actor
	january = time.Date(2022, 1, 10, 8, 0, 0, 0, time.UTC)
)

func clock(d *db.DB, now time.Time) { d.Now = func() time.Time { return now } }

func words(t testing.TB) *i18n.Words {
	t.Helper()
	w, err := i18n.Load(web.Locale, tabular.Locale, mail.Locale, people.Locale, programme.Locale, meeting.Locale, billing.Locale, registration.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{d: d, box: mail.NewBox(), names: map[id.Org]string{}}
	clock(d, time.Date(2021, 4, 22, 8, 0, 0, 0, time.UTC))
	post := mail.Post{Send: w.box.Send, BaseURL: "https://faelled.example", Words: words(t)}
	handlers := Jobs(post)
	nothing := func(context.Context, *db.DB, jobs.Job) error { return nil }
	for _, kind := range []string{"registration.confirm", "registration.receipt", "registration.notify_staff", "registration.settle", "billing.issue"} {
		handlers[kind] = nothing
	}
	w.runner = &jobs.Runner{DB: d, Handlers: handlers}
	w.league = w.org(t, people.Association, "Kommuneforeningen")
	w.egelund, w.mosby, w.skov = w.org(t, people.Municipality, "Egelund"), w.org(t, people.Municipality, "Mosby"), w.org(t, people.Municipality, "Skovby")
	w.bodil = w.person(t, "Bodil Ask", w.egelund, access.Contact, access.At(w.egelund))
	w.dorte = w.person(t, "Dorte Mose", w.mosby, access.Contact, access.At(w.mosby))
	w.sofus = w.person(t, "Sofus Birk", w.skov, access.Contact, access.At(w.skov))
	w.staff = w.person(t, "Signe Land", w.league, access.Staff, access.Everywhere)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		return billing.SetSeller(ctx, tx, billing.Seller{
			Org: w.league, Name: "Kommuneforeningen", CVR: "12345674", Street: "Fællesvej 1", Postcode: "2300", City: "København S",
			Bank: "0001", Account: "1234567890", Prefix: "K", First: 1001,
		})
	})
	w.old = w.season(t, "Konsulenter 2021", "", "2021-06-02", "2021-09-15", "2022-01-12")
	w.register(t, w.bodil, 4375, "Bodil Ask", "Carlo Eng", "Edith Ørum")
	w.register(t, w.dorte, 3000, "Dorte Mose")
	clock(d, january)
	w.next = w.season(t, "Konsulenter 2022", w.old, "2022-06-01", "2022-09-14", "2023-01-11")
	return w
}

func (w *world) season(t testing.TB, name string, before id.Programme, days ...when.Date) (one id.Programme) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: name, ShortName: "konsulentnetværk", Lead: "Mød kolleger.", Purpose: "At styrke hinanden.", Audience: "Konsulenter.",
			Benefits: "Ny viden.", Owner: w.league, Operator: w.league, Seller: w.league, Contacts: []id.Person{w.staff.Person}, Inviters: []id.Org{w.league},
			SeasonFrom: days[0].Add(-60), SeasonTo: days[len(days)-1], Deadline: days[0].Add(-30), MaxPerOrg: 5, Covers: int64(len(days) - 1), Invoicing: programme.Advance,
			Email: "netvaerk@foreningen.example", Previous: before,
		})
		if err != nil {
			return err
		}
		_, err = billing.AddPriceList(ctx, tx, billing.PriceList{
			Programme: one, VAT: billing.Standard, RateBP: 2500, ValidFrom: days[0].Add(-300),
			Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}},
		})
		if err != nil {
			return err
		}
		for i, day := range days {
			if _, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: one, Title: fmt.Sprint("Tema ", i+1), Day: day, City: "Odense", FreeUntil: day.Add(-14)}); err != nil {
				return err
			}
		}
		return programme.Publish(ctx, tx, one)
	})
	return one
}

// register has a municipality join the old season, for all three meetings.
func (w *world) register(t testing.TB, who access.Actor, kroner int64, names ...string) {
	t.Helper()
	w.write(t, who, func(ctx context.Context, tx *db.Tx) error {
		meetings, err := meeting.InProgramme(ctx, tx, w.old)
		if err != nil {
			return err
		}
		req := registration.Request{
			Programme: w.old, Meeting: meetings[0].ID, Org: who.Org, GLN: "5790000000005", OrderRef: "RK-2021", BuyerRef: names[0], Email: w.mailOf(names[0], who.Org),
			Accepted: money.DKK(3 * kroner),
		}
		for _, n := range names {
			req.Guests = append(req.Guests, people.Guest{Name: n, Email: w.mailOf(n, who.Org)})
		}
		_, err = registration.Register(ctx, tx, req)
		return err
	})
}

// came has the secretariat mark who came to the first meeting, as it was: Bodil
// came, Carlo stayed away, and nobody wrote down whether Edith did. Of the second
// nothing is known.
func (w *world) came(t testing.TB) {
	t.Helper()
	now := w.d.Now()
	clock(w.d, time.Date(2021, 6, 2, 8, 0, 0, 0, time.UTC))
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		meetings, err := meeting.InProgramme(ctx, tx, w.old)
		if err != nil {
			return err
		}
		seats, err := registration.AtTheDoor(ctx, tx, meetings[0])
		if err != nil {
			return err
		}
		var marks []attendance.Mark
		for _, s := range seats {
			one, err := people.PersonByID(ctx, tx, s.Person)
			if err != nil {
				return err
			}
			if state := map[string]attendance.State{"Bodil Ask": attendance.Came, "Carlo Eng": attendance.Absent}[one.Name]; state != "" {
				marks = append(marks, attendance.Mark{ID: one.Name[:5], Person: s.Person, State: state, At: tx.Now, Device: "a"})
			}
		}
		done, err := attendance.Take(ctx, tx, meetings[0].ID, marks)
		if err == nil && len(done.Saved) != 2 {
			t.Errorf("%+v", done)
		}
		return err
	})
	clock(w.d, now)
}

func (w *world) mailOf(name string, org id.Org) string {
	return i18n.Slug(name) + "@" + i18n.Slug(w.names[org]) + ".example"
}

func (w *world) write(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) org(t testing.TB, kind people.OrgKind, name string) (org id.Org) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		org, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: kind, Name: name, OfficialName: name, Domains: []string{i18n.Slug(name) + ".example"}})
		return err
	})
	w.names[org] = name
	return org
}

func (w *world) person(t testing.TB, name string, org id.Org, role access.Role, in access.Scope) access.Actor {
	t.Helper()
	who := access.Actor{Org: org, Grants: []access.Grant{{Role: role, Scope: in}}}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		if who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: w.mailOf(name, org), Title: "konsulent", Org: org}); err != nil {
			return err
		}
		return people.GiveRole(ctx, tx, who.Person, role, in)
	})
	return who
}

// open asks everybody, to answer by the last of February.
func (w *world) open(t testing.TB, f Fallback) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return Open(ctx, tx, Round{Programme: w.next, Fallback: f, Due: "2022-02-28"})
	})
}

// day is a morning: the daily chore, and all that follows.
func (w *world) day(t testing.TB, on when.Date) {
	t.Helper()
	clock(w.d, on.Time(when.Zone).Add(7*time.Hour).UTC())
	w.write(t, system, Daily)
	w.drain(t)
}

func (w *world) drain(t testing.TB) {
	t.Helper()
	if err := w.runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) answers(t testing.TB) map[id.Org]Answer {
	t.Helper()
	all := map[id.Org]Answer{}
	if err := w.d.Read(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error {
		list, err := Answers(ctx, tx, w.next)
		for _, a := range list {
			all[a.Org] = a
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}
