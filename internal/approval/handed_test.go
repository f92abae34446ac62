package approval

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// handOver keeps the places for two people and hands them over, as the waiting
// list does, with one more who waits behind them; it tells the hold.
func (w *world) handOver(t *testing.T) (one id.Hold) {
	t.Helper()
	w.write(t, access.System(w.bodil.Person), func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = registration.Hold(ctx, tx, registration.Holding{
			Org: w.egelund, Places: []registration.Place{{Meeting: w.meetings[0], N: 2}, {Meeting: w.meetings[1], N: 2}},
			Until: now.Add(24 * time.Hour), Why: "waiting",
		})
		if err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, "waiting.approval", registration.Handover{Wait: "w1", Request: w.request(6000, two...), Hold: one}); err != nil {
			return err
		}
		_, err = registration.Queue(ctx, tx, w.meetings[0], 1, 1)
		return err
	})
	return one
}

// works does the jobs that are due, and tells what was mailed and handed back.
func (w *world) works(t *testing.T) (box *mail.Box, back []registration.HandedBack) {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, programme.Locale, meeting.Locale, mail.Locale, registration.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	box = mail.NewBox()
	nothing := func(context.Context, *db.DB, jobs.Job) error { return nil }
	handlers := Jobs(mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: words, Sample: true})
	for _, kind := range []string{
		"registration.freed", "registration.confirm", "registration.receipt", "registration.notify_staff", "registration.lapse", "billing.issue", "billing.render",
	} {
		handlers[kind] = nothing
	}
	handlers["approval.unasked"] = func(_ context.Context, _ *db.DB, j jobs.Job) error {
		var one registration.HandedBack
		err := j.Into(&one)
		back = append(back, one)
		return err
	}
	if err := (&jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}).Drain(t.Context()); err != nil {
		t.Error(err)
	}
	return box, back
}

// the is the only request there is.
func (w *world) the(t *testing.T) (a Approval) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		list, err := where(ctx, tx, `true`)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d requests, %v", len(list), err)
		}
		a = list[0]
		return nil
	})
	return a
}

// From the waiting list to a signer's yes, although the deadline for new members
// is over and others wait behind.
func TestWhoWaitedGetsTheSeatsThatAreApproved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE programmes SET deadline = '2026-04-20' WHERE id = $1`, w.network)
			return err
		})
		w.handOver(t)
		box, back := w.works(t)
		if len(back) > 0 {
			t.Fatalf("handed back: %+v", back)
		}
		a := w.the(t)
		w.is(t, a.ID, Waiting, map[string]int64{`holds`: 2, `holds WHERE why = 'approval'`: 2, `rooms WHERE taken = 2`: 2, `jobs WHERE kind = 'registration.freed'`: 0})
		if !a.Until.Equal(now.Add(life)) || a.Person != w.bodil.Person {
			t.Errorf("until %v, asked by %s", a.Until, a.Person)
		}
		if len(box.To("mette.holmgaard@egelund.example")) != 1 || len(box.To("jens.bruun@egelund.example")) != 1 {
			t.Error("the signers were not asked")
		}
		told := box.To("bodil.ask@egelund.example")
		if len(told) != 1 || told[0].Subject != "Der er plads: nu skal jeres tilmelding til Konsulenter på børne- og ungeområdet godkendes" {
			t.Errorf("whoever waited was told %+v", told)
		}
		w.read(t, w.mette, func(ctx context.Context, tx *db.Tx) error {
			v, err := load(ctx, tx, a.ID)
			if len(v.Now.Faults) > 0 {
				t.Errorf("the page says that it cannot be approved: %v", v.Now.Faults)
			}
			return err
		})
		if err := w.approves(t.Context(), w.mette, a.ID, 6000); err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.is(t, a.ID, Approved, map[string]int64{`holds`: 0, `seats`: 4, `rooms WHERE taken = 2`: 2})
	})
}

// Nobody can say yes any more: whoever waited is told, and the places are free.
func TestWhatCannotBeAskedForIsHandedBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.handOver(t)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM roles WHERE role = 'signer'`)
			return err
		})
		_, back := w.works(t)
		if want := []registration.HandedBack{{Wait: "w1", Why: "approval.no_signer"}}; !slices.Equal(back, want) {
			t.Errorf("handed back %+v", back)
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			var n int
			if err := tx.Get(ctx, &n, `SELECT (SELECT count(*) FROM holds) + (SELECT count(*) FROM approvals)`); n != 0 || err != nil {
				t.Errorf("%d holds and requests, %v", n, err)
			}
			return nil
		})
	})
}

// What has become theirs to decide is registered without asking.
func TestWhatNeedsNoYesAnyMoreIsRegistered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.handOver(t)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			return people.SetLimit(ctx, tx, w.egelund, people.Limit{Amount: money.DKK(10000)})
		})
		if _, back := w.works(t); len(back) > 0 {
			t.Errorf("handed back: %+v", back)
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			var n int
			if err := tx.Get(ctx, &n, `SELECT count(*) FROM seats WHERE org = $1`, w.egelund); n != 4 || err != nil {
				t.Errorf("%d seats, %v", n, err)
			}
			return registration.Check(ctx, tx)
		})
	})
}

// Signers and the secretariat that waited are not asked for leave to do what they
// might have done themselves.
func TestWhoDecidesAloneIsNotAskedByTheWaitingList(t *testing.T) {
	for name, who := range map[string]func(w *world) access.Actor{
		"a signer": func(w *world) access.Actor { return w.mette }, "staff": func(w *world) access.Actor { return w.staff },
	} {
		w := newWorld(t, dbtest.SQLite(t), 10)
		wants(t, w.registers(t.Context(), access.System(w.bodil.Person), w.request(6000, two...)), "ok registration.needs_approval")
		if err := w.registers(t.Context(), access.System(who(w).Person), w.request(6000, two...)); err != nil {
			t.Errorf("%s: %v %v", name, err, keysOf(err))
		}
		w.read(t, system, Check)
	}
}

// A reminder that is made twice is one letter to each signer.
func TestARemindersLetterIsWrittenOnce(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 10)
	one := w.asks(t)
	for range 2 {
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return remind(ctx, tx, one) })
	}
	w.is(t, one, Waiting, map[string]int64{`jobs WHERE kind = 'approval.tell'`: 4})
}
