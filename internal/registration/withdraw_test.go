package registration

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"

	"pgregory.net/rapid"
)

// find is the person behind a name of Egelund's; empty when nobody is.
func (w *world) find(t testing.TB, name string) (one id.Person) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		p, _, err := people.PersonByMail(ctx, tx, mailOf(name))
		one = p.ID
		return err
	})
	return one
}

func (w *world) leaver(t testing.TB, name string, at ...id.Meeting) Leaver {
	t.Helper()
	return Leaver{Programme: w.network, Org: w.egelund, Person: w.find(t, name), Meetings: at}
}

// withdraw accepts what it comes to, in øre.
func (w *world) withdraw(t testing.TB, who access.Actor, l Leaver, net int64) (q Quote, err error) {
	t.Helper()
	err = w.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		q, err = Withdraw(ctx, tx, Withdrawal{l, money.Money{Minor: net, Currency: "DKK"}})
		return err
	})
	return q, err
}

// Three are registered, and one withdraws in time: 1.375 kr. for the meeting of
// June, 5.500 kr. for the four after it (BILLING goldens).
func TestWithdrawingInTimeGivesMoneyBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[0]), 0); !slices.Equal(keysOf(err), []string{"ok registration.price_changed"}) {
			t.Errorf("accepted another amount: %v", keysOf(err))
		}
		q, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[0]), -137500)
		if err != nil || q.Net != money.DKK(-1375) || q.Gross.Minor != -171875 {
			t.Errorf("%v %v %v", q, err, keysOf(err))
		}
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[1:]...), -550000); err != nil {
			t.Error(err, keysOf(err))
		}
		w.counts(t, map[string]int64{`seats`: 10, `former_seats`: 5, `rooms WHERE taken = 2`: 5, `invoices WHERE corrects <> ''`: 2})
		if got := w.invoiced(t, w.egelund); got != 1500000 {
			t.Errorf("invoiced %d for two people", got)
		}
		w.must(t, w.bodil, w.ask(6875, "Hanne Vest")) // and comes again
		w.counts(t, map[string]int64{`seats`: 15})
	})
}

func TestWithdrawingTooLateGivesNothingBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		clock(d, at("2021-05-20 00:00:00"))
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[0]), 0); err != nil {
			t.Error(err, keysOf(err))
		}
		w.counts(t, map[string]int64{`former_seats`: 1, `invoices WHERE corrects <> ''`: 0})
		only := w.ask(0, "Per Kvist") // in the place that is paid for
		only.Only = true
		w.must(t, w.bodil, only)
		w.counts(t, map[string]int64{`seats`: 15})
		clock(d, at("2021-06-02 09:30:00"))
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Jens Bruun", w.meetings[0]), 0); !slices.Equal(keysOf(err), []string{"moede registration.begun"}) {
			t.Errorf("the meeting has begun: %v", keysOf(err))
		}
	})
}

// What becomes of a cancelled meeting's money is not for each to decide.
func TestNobodyLeavesACancelledMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		req := w.ask(15000, "Carlo Eng")
		req.Guests[0].Email = "carlo.eng@egelund.example"
		w.must(t, w.bodil, req)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.Cancel(ctx, tx, w.meetings[0], "Oplægsholderen er syg")
		})
		l := Leaver{Programme: w.network, Org: w.egelund, Person: w.carlo.Person, Meetings: w.meetings[:1]}
		if _, err := w.withdraw(t, w.bodil, l, -300000); !slices.Equal(keysOf(err), []string{"moede registration.cancelled"}) {
			t.Errorf("the contact: %v", keysOf(err))
		}
		err := d.Write(t.Context(), w.carlo, func(ctx context.Context, tx *db.Tx) error { return Excuse(ctx, tx, w.meetings[0]) })
		if !slices.Equal(keysOf(err), []string{"moede registration.cancelled"}) {
			t.Errorf("the guest: %v", keysOf(err))
		}
	})
}

func TestMeetingsThatAreNotInvoicedYetJustCostLess(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{invoicing: programme.PerMeeting})
	w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
	q, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[1]), -137500)
	if err != nil || q.Now().Minor != 0 || q.Lines[0].Later == "" {
		t.Errorf("%v %v", q, err)
	}
	clock(d, at("2021-09-20 08:00:00"))
	w.drain(t)
	if got := w.invoiced(t, w.egelund); got != 437500+300000 {
		t.Errorf("invoiced %d", got)
	}
	w.counts(t, map[string]int64{`invoices WHERE corrects <> ''`: 0})
}

func TestWhoMayWithdraw(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		l := w.leaver(t, "Mette Holm", w.meetings[0])
		for name, who := range map[string]access.Actor{"a visitor": visitor, "a colleague": w.carlo, "another's contact": w.dorte, "a job": system} {
			if _, err := w.withdraw(t, who, l, 0); err == nil {
				t.Errorf("%s withdrew", name)
			}
		}
		stranger := l
		stranger.Org, stranger.Person = w.mosby, w.dorte.Person
		if _, err := w.withdraw(t, w.dorte, stranger, 0); !slices.Equal(keysOf(err), []string{"moede registration.no_seat"}) {
			t.Errorf("without a seat: %v", keysOf(err))
		}
		if _, err := w.withdraw(t, w.staff, l, -300000); err != nil {
			t.Errorf("the secretariat: %v %v", err, keysOf(err))
		}
	})
}

// Somebody says that they do not come: the seat is free, the money comes back,
// they and the contact person are told.
func TestSomebodyDoesNotCome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		req := w.ask(21875, "Mette Holm", "Jens Bruun", "Carlo Eng")
		req.Guests[2].Email = "carlo.eng@egelund.example"
		w.must(t, w.bodil, req)
		w.drain(t)
		excuse := func(who access.Actor) error {
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Excuse(ctx, tx, w.meetings[0]) })
		}
		if err := excuse(visitor); err == nil {
			t.Error("a visitor has no seat")
		}
		if err := excuse(w.dorte); !slices.Equal(keysOf(err), []string{"moede registration.you_have_no_seat"}) {
			t.Errorf("somebody without a seat: %v", keysOf(err))
		}
		for range 2 {
			if err := excuse(w.carlo); err != nil {
				t.Fatal(err)
			}
		}
		compare(t, "mails-excused.txt", letters(w.drain(t)))
		w.counts(t, map[string]int64{`seats`: 14, `former_seats`: 1, `invoices WHERE corrects <> ''`: 1, `rooms WHERE taken = 2`: 1})
		clock(d, at("2021-06-02 09:30:00"))
		if err := excuse(w.bodil); err == nil {
			t.Error("the contact has no seat")
		}
	})
}

// Whoever withdraws somebody gets a receipt; what the secretariat does is told to
// the contact person; and nobody gets a receipt of their own leaving.
func TestAWithdrawalHasAReceipt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Bodil Ask"))
		w.drain(t)
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Mette Holm", w.meetings[1:3]...), -275000); err != nil {
			t.Fatal(err, keysOf(err))
		}
		if _, err := w.withdraw(t, w.staff, w.leaver(t, "Jens Bruun", w.meetings[4]), -137500); err != nil {
			t.Fatal(err, keysOf(err))
		}
		if _, err := w.withdraw(t, w.staff, w.leaver(t, "Bodil Ask", w.meetings[0]), -137500); err != nil {
			t.Fatal(err, keysOf(err))
		}
		compare(t, "mails-withdrew.txt", letters(w.drain(t)))
	})
}

// What is invoiced meeting by meeting is not paid back: there will be less to pay.
func TestAReceiptPromisesNoCreditNoteThatWillNotCome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40, invoicing: programme.PerMeeting})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Bodil Ask"))
		w.drain(t)
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Mette Holm", w.meetings[2]), -137500); err != nil {
			t.Fatal(err, keysOf(err))
		}
		if said := letters(w.drain(t)); !strings.Contains(said, "mindre ekskl. moms") || strings.Contains(said, "Kreditnotaen") {
			t.Error(said)
		}
	})
}

func TestAColleagueComesInstead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		w.drain(t)
		replace := func(l Leaver, g people.Guest) error {
			return d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
				_, err := Replace(ctx, tx, Replacement{l, g})
				return err
			})
		}
		l := w.leaver(t, "Mette Holm", w.meetings...)
		l.Key = "key"
		for name, want := range map[string]string{"Mette Holm": "mail1 registration.same_person", "Jens Bruun": "mail1 registration.already"} {
			other := l
			other.Key = ""
			if err := replace(other, guest(name)); !slices.Equal(keysOf(err), []string{want}) {
				t.Errorf("%s: %v %v", name, err, keysOf(err))
			}
		}
		for range 2 { // sent twice is done once
			if err := replace(l, guest("Hanne Vest")); err != nil {
				t.Fatal(err, keysOf(err))
			}
		}
		w.counts(t, map[string]int64{`seats`: 10, `former_seats WHERE successor <> ''`: 5, `rooms WHERE taken = 2`: 5, `invoices`: 2})
		compare(t, "mails-replaced.txt", letters(w.drain(t)))
	})
}

// Mails tell how things are when they are sent: not of a change to one who has
// left since, and not of leaving to one who has come again.
func TestMailsTellWhatHoldsWhenTheyAreSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		w.drain(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.meetings[0])
			m.Title = "Rollen ved et valg"
			return firstOf(err, func() error { return meeting.Edit(ctx, tx, m) })
		})
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Hanne Vest", w.meetings[0]), -137500); err != nil {
			t.Fatal(err, keysOf(err))
		}
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Jens Bruun", w.meetings[0]), 0); err != nil {
			t.Fatal(err, keysOf(err))
		}
		again := w.ask(0, "Jens Bruun")
		again.Only = true
		w.must(t, w.bodil, again)
		got := map[string]string{}
		for _, m := range w.drain(t).Messages() {
			if m.To != "bodil.ask@egelund.example" && m.To != "netvaerk@centret.example" {
				got[m.To] += m.CalendarMethod + " "
			}
		}
		want := map[string]string{"mette.holm@egelund.example": "REQUEST ", "jens.bruun@egelund.example": "REQUEST REQUEST ", "hanne.vest@egelund.example": "CANCEL "}
		if !maps.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// Whatever an organisation does, it pays for the people it has, and Check agrees.
func TestNoWayAroundThePrice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := dbtest.SQLite(t)
		w := newWorld(t, d, bent{capacity: 40, invoicing: rapid.SampledFrom([]programme.Invoicing{programme.Advance, programme.PerMeeting}).Draw(r, "invoicing")})
		now := april
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			now = now.AddDate(0, 0, rapid.IntRange(0, 5).Draw(r, "days")).Add(time.Second) // no two commands at one moment
			clock(d, now)
			name := fmt.Sprint("Gæst ", rapid.IntRange(0, 5).Draw(r, "who"))
			m := w.meetings[rapid.IntRange(0, 2).Draw(r, "meeting")]
			w.anyStep(t, r, name, m)
			w.drain(t)
			w.read(t, system, Check)
		}
	})
}

// anyStep adds, withdraws, replaces or moves somebody, or is refused: too many, too
// late, nobody there.
func (w *world) anyStep(t *testing.T, r *rapid.T, name string, m id.Meeting) {
	l := Leaver{Programme: w.network, Org: w.egelund, Person: w.find(t, name), Meetings: []id.Meeting{m}}
	switch rapid.SampledFrom([]string{"add", "withdraw", "replace", "move"}).Draw(r, "step") {
	case "add":
		req := w.ask(0, name)
		req.Meeting, req.Only = m, rapid.Bool().Draw(r, "only")
		req.Accepted = w.price(t, req)
		_, _ = w.send(t.Context(), w.bodil, req)
	case "withdraw":
		var q Quote
		_ = w.d.Read(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
			q, err = Leaving(ctx, tx, l)
			return err
		})
		_, _ = w.withdraw(t, w.bodil, l, q.Net.Minor)
	case "replace":
		other := guest(fmt.Sprint("Gæst ", rapid.IntRange(0, 5).Draw(r, "successor")))
		_ = w.d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := Replace(ctx, tx, Replacement{l, other})
			return err
		})
	case "move":
		_, _ = w.move(t, Move{From: m, To: w.meetings[rapid.IntRange(0, 4).Draw(r, "to")], Persons: []id.Person{l.Person}})
	}
}

// price is what a request would cost.
func (w *world) price(t testing.TB, req Request) (net money.Money) {
	t.Helper()
	w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
		f := form{draft: draft{typed: typed{Org: req.Org, Meeting: req.Meeting, Only: req.Only, Guests: req.Guests}}}
		f.Programme.ID = req.Programme
		err := f.look(ctx, tx, req.Meeting)
		net = f.Scene.Quote.Net
		return err
	})
	return net
}
