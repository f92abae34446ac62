package waiting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// told is the mails to one address, by their subjects.
func told(box *mail.Box, to string) (list []string) {
	for _, m := range box.To(to) {
		list = append(list, m.Subject)
	}
	return list
}

// Two wait; the first gets the seat, with all that a registration brings.

func TestAFreeSeatGoesToTheFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		w.fill(t, 0)
		first, err := w.join(t, 1, false, 0)
		if err != nil {
			t.Fatal(err, keysOf(err))
		}
		if box := w.drain(t); !slices.Equal(told(box, "kontakt@by1.example"), []string{"På venteliste: Rollen ved et valg, 2. juni 2021"}) {
			t.Errorf("told %q", told(box, "kontakt@by1.example"))
		}
		if done, err := w.join(t, 2, false, 0); err != nil || done.Ahead != 1 || first.Ahead != 0 {
			t.Errorf("%d and %d wait before them, %v", first.Ahead, done.Ahead, err)
		}
		w.drain(t)
		w.leave(t, 0, 0)
		if err := w.register(t, 3, 0); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("somebody who never waited: %v", keysOf(err))
		}
		box := w.drain(t)
		w.comes(t, "0 1", "1 0")
		got := box.To("gaest0@by1.example")
		if len(got) != 1 || got[0].CalendarMethod != "REQUEST" {
			t.Errorf("the guest got %d mails", len(got))
		}
		if !slices.Contains(told(box, "kontakt@by1.example"), "I har fået plads: Rollen ved et valg, 2. juni 2021") {
			t.Errorf("told %q", told(box, "kontakt@by1.example"))
		}
		w.leave(t, 0, 1)
		w.drain(t)
		w.comes(t, "1 0", "2 0")
	})
}

func TestAGroupStaysTogetherAndIsNotOvertakenInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.fill(t, 0)
		w.mustJoin(t, 1, true, 0, 1)
		w.mustJoin(t, 2, false, 0)
		w.leave(t, 0, 0)
		w.drain(t)
		w.comes(t, "0 1") // a seat is kept for the group
		w.clock("2021-05-26 09:00:00")
		w.drain(t)
		w.comes(t, "0 1", "2 0") // a week before those who fit go first
		w.leave(t, 0, 1)
		w.leave(t, 2, 0)
		w.drain(t)
		w.comes(t, "1 0", "1 1")
	})
}

func TestOthersTakeSeatsAsTheyCome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.fill(t, 0)
		one := w.mustJoin(t, 1, false, 0, 1, 2)
		w.leave(t, 0, 0)
		w.drain(t)
		w.comes(t, "0 1", "1 0")
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { // more room
			m, err := meeting.ByID(ctx, tx, w.full)
			if err != nil {
				return err
			}
			m.Capacity = 10
			return meeting.Edit(ctx, tx, m)
		})
		w.drain(t)
		w.comes(t, "0 1", "1 0", "1 1", "1 2")
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			done, err := byID(ctx, tx, one)
			invoiced, err2 := billing.Invoiced(ctx, tx, w.network, w.towns[1].Org)
			if done.State != Seated || done.Shown != 0 || invoiced[w.full] != money.DKK(4375) {
				t.Errorf("%s, %d left to pay, invoiced %v", done.State, done.Shown, invoiced)
			}
			return firstOf(err, err2)
		})
	})
}

func TestWhoCannotWait(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		if _, err := w.join(t, 1, false, 0); !slices.Equal(keysOf(err), []string{"ok waiting.there_is_room"}) {
			t.Errorf("there is room: %v", keysOf(err))
		}
		w.fill(t, 0)
		w.mustJoin(t, 1, false, 0)
		if _, err := w.join(t, 1, false, 1, 0); !slices.Equal(keysOf(err), []string{"mail2 waiting.already"}) {
			t.Errorf("waits already: %v", keysOf(err))
		}
		if _, err := w.join(t, 0, false, 0); !slices.Equal(keysOf(err), []string{"ok waiting.there_is_room"}) && !slices.Contains(keysOf(err), "mail1 registration.already") {
			t.Errorf("has a seat: %v", keysOf(err))
		}
		for name, who := range map[string]access.Actor{"a visitor": {}, "another town's contact": w.towns[2], "a job": system} {
			if err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				_, err := Join(ctx, tx, Joining{Request: w.ask(1, 1)})
				return err
			}); err == nil {
				t.Errorf("%s put others on the list", name)
			}
		}
		dear := w.ask(2, 0)
		dear.Accepted = money.DKK(1)
		if err := d.Write(t.Context(), w.towns[2], func(ctx context.Context, tx *db.Tx) error {
			_, err := Join(ctx, tx, Joining{Request: dear})
			return err
		}); !slices.Equal(keysOf(err), []string{"ok waiting.price_changed"}) {
			t.Errorf("another price: %v", keysOf(err))
		}
		var ids []id.Wait
		for range 2 { // sent twice is done once
			w.write(t, w.towns[2], func(ctx context.Context, tx *db.Tx) error {
				done, err := Join(ctx, tx, Joining{Key: "key", Request: w.ask(2, 0)})
				ids = append(ids, done.ID)
				return err
			})
		}
		if ids[0] != ids[1] {
			t.Error("twice on the list")
		}
		w.comes(t, "0 0", "0 1")
	})
}

func TestLeavingAndPreferring(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 5)
		w.fill(t, 0)
		one := w.mustJoin(t, 1, false, 0)
		group := w.mustJoin(t, 2, true, 0, 1)
		last := w.mustJoin(t, 3, false, 0)
		leave := func(who access.Actor) error {
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, one) })
		}
		if err := leave(w.towns[2]); err == nil {
			t.Error("another town's contact took them off")
		}
		if err := leave(w.towns[1]); err != nil {
			t.Error(err)
		}
		if err := leave(w.towns[1]); !slices.Equal(keysOf(err), []string{" waiting.over"}) {
			t.Errorf("again: %v", keysOf(err))
		}
		prefer := func(who access.Actor, ahead bool, reason string) error {
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Prefer(ctx, tx, last, ahead, reason) })
		}
		for reason, want := range map[string]string{" ": "grund waiting.no_reason", strings.Repeat("x", 501): "grund waiting.reason_long", "cpr 070761-4285": "grund waiting.cpr"} {
			if err := prefer(w.staff, true, reason); !slices.Equal(keysOf(err), []string{want}) {
				t.Errorf("%s: %v", want, keysOf(err))
			}
		}
		if err := prefer(w.towns[3], true, "Vi vil gerne"); err == nil {
			t.Error("a contact person moved their own up")
		}
		if err := prefer(w.staff, false, "Oplægsholder"); err != nil {
			t.Error(err)
		}
		w.leave(t, 0, 0)
		w.drain(t)
		w.comes(t, "0 1", "3 0")
		last = w.mustJoin(t, 4, false, 0)
		w.leave(t, 3, 0)
		w.drain(t)
		w.comes(t, "0 1") // the group is first
		if err := prefer(w.staff, true, "Skal holde oplæg"); err != nil {
			t.Error(err)
		}
		w.drain(t)
		w.comes(t, "0 1", "4 0")
		_ = group
	})
}

// When it became dearer they are asked, and others go first until they say yes.
func TestNobodyPaysMoreThanTheySaidYesTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.fill(t, 0)
		one := w.mustJoin(t, 1, false, 0)
		w.mustJoin(t, 2, false, 0)
		w.prices(t, "2021-05-01", billing.Tier{From: 1, To: 5, PerMeeting: money.DKK(5000)})
		w.clock("2021-05-03 09:00:00")
		w.leave(t, 0, 0)
		box := w.drain(t)
		for _, to := range []string{"kontakt@by1.example", "kontakt@by2.example"} {
			if !slices.Equal(told(box, to), []string{"Plads til en højere pris: Rollen ved et valg, 2. juni 2021"}) {
				t.Errorf("%s was told %q", to, told(box, to))
			}
		}
		w.comes(t, "0 1")
		accept := func(kroner int64) error {
			return d.Write(t.Context(), w.towns[1], func(ctx context.Context, tx *db.Tx) error { return Accept(ctx, tx, one, money.DKK(kroner)) })
		}
		if err := accept(4000); !slices.Equal(keysOf(err), []string{"ok waiting.price_changed"}) {
			t.Errorf("another price: %v", keysOf(err))
		}
		if err := accept(5000); err != nil {
			t.Error(err)
		}
		w.drain(t)
		w.comes(t, "0 1", "1 0")
	})
}

// Somebody who waits and gets a seat another way is taken off; a list closes when
// its meeting begins or is cancelled; old waits are deleted.
func TestTheListEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.fill(t, 0)
		w.mustJoin(t, 1, false, 0, 1)
		w.mustJoin(t, 2, true, 0, 1)
		w.clock("2021-06-02 09:30:00")
		box := w.drain(t)
		for i := 1; i < 3; i++ {
			if to := fmt.Sprintf("kontakt@by%d.example", i); !slices.Equal(told(box, to), []string{"Ingen plads: Rollen ved et valg, 2. juni 2021"}) {
				t.Errorf("%s was told %q", to, told(box, to))
			}
		}
		if text := box.To("kontakt@by1.example")[0].Text; !strings.Contains(text, "15. september 2021") {
			t.Errorf("no other date in\n%s", text)
		}
		w.comes(t, "0 0", "0 1")
		w.clock("2021-09-10 03:00:00")
		w.write(t, system, Retain)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			var n int
			if err := tx.Get(ctx, &n, `SELECT count(*) FROM waits`); err != nil || n != 0 {
				t.Errorf("%d are kept, %v", n, err)
			}
			return nil
		})
	})
}

func TestACancelledMeetingHasNoList(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, 2)
	w.fill(t, 0)
	w.mustJoin(t, 1, false, 0)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return meeting.Cancel(ctx, tx, w.full, "Oplægsholderen er syg")
	})
	if got := told(w.drain(t), "kontakt@by1.example"); !slices.Equal(got, []string{"Aflyst: Rollen ved et valg, 2. juni 2021"}) {
		t.Errorf("told %q", got)
	}
}

// Who waited in time is seated although the form has closed for new members
// meanwhile.
func TestWaitingOverTheDeadline(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, 2)
	w.fill(t, 0)
	w.mustJoin(t, 1, false, 0)
	w.clock("2021-05-12 09:00:00")
	w.leave(t, 0, 0)
	w.drain(t)
	w.comes(t, "0 1", "1 0")
}

// Check must be able to fail.
func TestCheckSeesAnIdleSeat(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, 2)
	w.fill(t, 0)
	w.mustJoin(t, 1, false, 0)
	w.leave(t, 0, 0)
	w.clock("2021-04-26 12:12:00")
	err := d.Read(t.Context(), system, Check)
	if err == nil || !strings.Contains(err.Error(), "waits beside a free seat") {
		t.Errorf("%v", err)
	}
	w.drain(t)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE rooms SET waiting = 3`)
		return err
	})
	if err := d.Read(t.Context(), system, Check); err == nil || !strings.Contains(err.Error(), "are kept") {
		t.Errorf("%v", err)
	}
}

// A sum that somebody else must approve leaves the list with the job for them, and
// with the place, which nobody else gets meanwhile; the rest keep waiting, for what
// is left of the price they said yes to.
func TestASumThatMustBeApproved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		w.limit(t, 1, 1000)
		w.fill(t, 0)
		one := w.mustJoin(t, 1, false, 0, 1, 2)
		w.leave(t, 0, 0)
		w.drain(t)
		w.comes(t, "0 1")
		if err := w.register(t, 2, 0); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("somebody else got the place: %v %v", err, keysOf(err))
		}
		if len(w.handed) != 1 || len(w.handed[0].Request.Guests) != 1 || w.handed[0].Hold == "" || w.handed[0].Wait != one {
			t.Fatalf("handed over: %+v", w.handed)
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			after, err := byID(ctx, tx, one)
			if after.State != Waiting || len(after.Guests) != 2 || after.Price() != money.DKK(1375) {
				t.Errorf("%s with %d, %v left", after.State, len(after.Guests), after.Price())
			}
			return err
		})
		// What could not be asked about is told, and the place goes to the next.
		w.mustJoin(t, 2, false, 0)
		w.write(t, access.System(w.towns[1].Person), func(ctx context.Context, tx *db.Tx) error {
			return firstOf(
				tx.Enqueue(ctx, "approval.unasked", registration.HandedBack{Wait: one, Why: "registration.no_guests"}),
				registration.Release(ctx, tx, w.handed[0].Hold))
		})
		box := w.drain(t)
		if !slices.Contains(told(box, "kontakt@by1.example"), "Kunne ikke tilmeldes: Rollen ved et valg, 2. juni 2021") {
			t.Errorf("told %q", told(box, "kontakt@by1.example"))
		}
	})
}

// Somebody who merely lost a race is not handed over: a faulty sum and no room are
// two complaints.
func TestNobodyIsHandedOverWithoutAPlace(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, 2)
	w.fill(t, 0)
	one := w.mustJoin(t, 1, false, 0, 1)
	w.write(t, access.System(w.towns[1].Person), func(ctx context.Context, tx *db.Tx) error {
		before, err := byID(ctx, tx, one)
		if err != nil {
			return err
		}
		no := refusal{one, before.request(1), problem.Fields{{Name: "moede", Key: "registration.full"}, {Name: "ok", Key: "registration.needs_approval"}}}
		if more, err := no.settle(ctx, tx); more || err != nil {
			t.Errorf("served on: %v %v", more, err)
		}
		after, err := byID(ctx, tx, one)
		if after.State != Waiting || len(after.Guests) != 2 {
			t.Errorf("%s with %d", after.State, len(after.Guests))
		}
		return err
	})
}

// Those for whom there is no price any more are told so: the line is not stopped.
func TestOneWithoutAPriceStopsNobody(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, 3)
	w.fill(t, 0)
	w.mustJoin(t, 1, false, 0)
	w.mustJoin(t, 2, false, 0)
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE price_lists SET valid_from = '2030-01-01'`)
		return err
	})
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		return tx.Enqueue(ctx, "meeting.room", w.full)
	})
	box := w.drain(t)
	for i := 1; i < 3; i++ {
		if to := fmt.Sprintf("kontakt@by%d.example", i); !slices.Equal(told(box, to), []string{"Kunne ikke tilmeldes: Rollen ved et valg, 2. juni 2021"}) {
			t.Errorf("%s was told %q", to, told(box, to))
		}
	}
}
