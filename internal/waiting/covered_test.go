package waiting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// season makes the membership cover the later meeting too, and gives that room for
// so many.
func (w *world) season(t testing.TB, room int64) (later id.Meeting) {
	t.Helper()
	var all []meeting.Meeting
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) (err error) {
		if all, err = meeting.InProgramme(ctx, tx, w.network); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE programmes SET covers = 1 WHERE id = $1`, w.network)
		return err
	})
	later, all[0].Capacity, all[1].Capacity = all[1].ID, 100, room
	for _, m := range all {
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return meeting.Edit(ctx, tx, m) })
	}
	w.drain(t)
	return later
}

// enter has a town join with some guests, at the price of both meetings.
func (w *world) enter(ctx context.Context, town int, together bool, guests ...int) (done registration.Receipt, err error) {
	req := w.ask(town, guests...)
	req.Accepted, req.Together = money.DKK(2*3000), together
	if len(guests) > 2 {
		req.Accepted = money.DKK(2 * 4375)
	}
	err = w.d.Write(ctx, w.towns[town], func(ctx context.Context, tx *db.Tx) (err error) {
		done, err = registration.Register(ctx, tx, req)
		return err
	})
	return done, err
}

func (w *world) mustEnter(t testing.TB, town int, together bool, guests ...int) registration.Receipt {
	t.Helper()
	done, err := w.enter(t.Context(), town, together, guests...)
	if err != nil {
		t.Fatal(err, keysOf(err))
	}
	return done
}

// at looks at another meeting than the full one.
func (w *world) at(m id.Meeting) *world {
	other := *w
	other.full = m
	return &other
}

// line is who waits at a meeting, as "town guests", in order.
func (w *world) line(t testing.TB, m id.Meeting) (list []string) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		all, err := lineAt(ctx, tx, m)
		for _, one := range all {
			town := slices.IndexFunc(w.towns, func(a access.Actor) bool { return a.Org == one.Org })
			text := fmt.Sprint(town)
			for _, g := range one.Guests {
				text += " " + strings.TrimPrefix(strings.Split(g.Email, "@")[0], "gaest")
			}
			list = append(list, text)
		}
		return err
	})
	return list
}

func (w *world) waits(t testing.TB, m id.Meeting, want ...string) {
	t.Helper()
	if got := w.line(t, m); !slices.Equal(got, want) {
		t.Errorf("%q wait, want %q", got, want)
	}
}

// paid is what a town has been invoiced for a meeting, less what it got back.
func (w *world) paid(t testing.TB, town int, m id.Meeting) (sum money.Money) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		all, err := billing.Invoiced(ctx, tx, w.network, w.towns[town].Org)
		sum = all[m]
		return err
	})
	return sum
}

// A town joins although a later meeting is full, pays for the season, and gets its
// seat there in its turn without anybody doing anything.
func TestJoiningNowAndWaitingForALaterMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 3)
		w.mustEnter(t, 0, false, 0, 1)
		done := w.mustEnter(t, 1, false, 0, 1)
		if !slices.Equal(done.Waits, []id.Meeting{later}) || len(done.Meetings) != 2 {
			t.Errorf("seats at %v, waits for %v", done.Meetings, done.Waits)
		}
		w.mustEnter(t, 2, false, 0)
		w.mustEnter(t, 3, true, 0, 1)
		box := w.drain(t)
		w.at(later).comes(t, "0 0", "0 1", "1 0")
		w.comes(t, "0 0", "0 1", "1 0", "1 1", "2 0", "3 0", "3 1")
		w.waits(t, later, "1 1", "2 0", "3 0 1")
		for town := range 4 {
			if got := w.paid(t, town, later); got != money.DKK(3000) {
				t.Errorf("town %d pays %s for the later meeting", town, got)
			}
		}
		if text := box.To("kontakt@by3.example")[0].Text; !strings.Contains(text, "Mødet 15. september 2021 er fuldt: I kom på ventelisten til det som nummer 3.") {
			t.Errorf("the receipt says %s", text)
		}
		if text := box.To("gaest0@by2.example")[0].Text; !strings.Contains(text, "Du står på ventelisten til disse møder") {
			t.Errorf("the guest reads %s", text)
		}
		w.at(later).leave(t, 0, 0, 1)
		box = w.drain(t)
		w.at(later).comes(t, "1 0", "1 1", "2 0")
		w.waits(t, later, "3 0 1")
		if got := box.To("gaest1@by1.example"); len(got) != 1 || got[0].CalendarMethod != "REQUEST" || !strings.Contains(got[0].Text, "Der blev plads. Du er nu tilmeldt") {
			t.Errorf("who got a seat was told %+v", got)
		}
		if got := told(box, "kontakt@by2.example"); !slices.Equal(got, []string{"I har fået plads: Ny viden, 15. september 2021"}) {
			t.Errorf("told %q", got)
		}
		if got := w.paid(t, 2, later); got != money.DKK(3000) {
			t.Errorf("the seat cost %s", got)
		}
	})
}

// Whoever has not joined stands behind those who have, and the other way round: there
// is one line.
func TestOneLineForBothKinds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 1)
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, false, 0)
		o := w.at(later)
		if done, err := o.join(t, 2, false, 0); err != nil || done.Ahead != 1 {
			t.Fatal(done, err, keysOf(err))
		}
		w.mustEnter(t, 3, false, 0)
		w.drain(t)
		w.waits(t, later, "1 0", "2 0", "3 0")
		o.leave(t, 0, 0)
		w.drain(t)
		o.comes(t, "1 0")
		o.leave(t, 1, 0)
		w.drain(t)
		o.comes(t, "2 0")
		o.leave(t, 2, 0)
		w.drain(t)
		o.comes(t, "3 0")
		w.waits(t, later)
	})
}

func TestGivingUpAPlaceInLine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 1)
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, true, 0, 1, 2)
		w.mustEnter(t, 2, false, 0)
		o := w.at(later)
		o.leave(t, 1, 1, 2) // it is paid back, and no longer too many to fit
		w.drain(t)
		if got := w.paid(t, 1, later); got != money.DKK(3000) {
			t.Errorf("one who waits pays %s", got)
		}
		w.waits(t, later, "1 0", "2 0")
		w.write(t, w.towns[1], func(ctx context.Context, tx *db.Tx) error {
			list, err := Of(ctx, tx, w.towns[1].Org)
			if err != nil || len(list) != 1 {
				return fmt.Errorf("%d waits: %w", len(list), err)
			}
			return Leave(ctx, tx, list[0].ID)
		})
		w.drain(t)
		w.waits(t, later, "2 0")
		if got := w.paid(t, 1, later); got.Minor != 0 {
			t.Errorf("nobody waits, and they pay %s", got)
		}
		// A colleague takes the place in the line over.
		w.write(t, w.towns[2], func(ctx context.Context, tx *db.Tx) error {
			p, _, err := people.PersonByMail(ctx, tx, guest(2, 0).Email)
			if err != nil {
				return err
			}
			_, err = registration.Replace(ctx, tx, registration.Replacement{
				Leaver: registration.Leaver{Programme: w.network, Org: w.towns[2].Org, Person: p.ID, Meetings: []id.Meeting{w.full, later}}, Guest: guest(2, 1),
			})
			return err
		})
		w.waits(t, later, "2 1")
		o.leave(t, 0, 0)
		w.drain(t)
		o.comes(t, "2 1")
	})
}

// The secretariat may move a covered group, and a list that closes pays back.
func TestACoveredWaitIsMovedAndCloses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		later := w.season(t, 1)
		for town := range 4 {
			w.mustEnter(t, town, false, 0)
		}
		w.drain(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			line, err := lineAt(ctx, tx, later)
			if err != nil {
				return err
			}
			return Prefer(ctx, tx, line[2].ID, false, "De har ventet længst")
		})
		w.waits(t, later, "3 0", "1 0", "2 0")
		o := w.at(later)
		o.leave(t, 0, 0)
		w.drain(t)
		o.comes(t, "3 0")
		w.clock("2021-09-16 09:00:00")
		box := w.drain(t)
		w.waits(t, later)
		if got := w.paid(t, 1, later); got.Minor != 0 {
			t.Errorf("they never came, and pay %s", got)
		}
		if got := w.paid(t, 3, later); got != money.DKK(3000) {
			t.Errorf("they came, and pay %s", got)
		}
		got := box.To("kontakt@by1.example")
		if i := slices.IndexFunc(got, func(m mail.Received) bool { return strings.Contains(m.Text, "får I tilbage på en kreditnota") }); i < 0 || !strings.Contains(got[i].Text, "ikke plads til 1 deltager") {
			t.Errorf("told %+v", got)
		}
		o.comes(t, "3 0")
	})
}

// A signer says yes days later: what filled up meanwhile is waited for, what was kept
// is theirs.
func TestApprovedAfterALaterMeetingFilledUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		later := w.season(t, 1)
		w.mustEnter(t, 0, false, 0)
		w.limit(t, 1, 1000)
		req := w.ask(1, 0)
		req.Accepted = money.DKK(6000)
		var hold id.Hold
		w.write(t, w.towns[1], func(ctx context.Context, tx *db.Tx) error {
			seen, err := registration.Weigh(ctx, tx, req, registration.Consent{})
			if err != nil || len(seen.Faults) > 0 || len(seen.Waits) != 1 || seen.Waits[0].Number != 1 {
				return fmt.Errorf("%+v %+v: %w", seen.Faults, seen.Waits, err)
			}
			hold, err = registration.Hold(ctx, tx, registration.Holding{Org: req.Org, Places: seen.Places, Until: tx.Now.AddDate(0, 0, 5), Why: "test"})
			return err
		})
		w.mustEnter(t, 2, false, 0)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			_, err := registration.Approved(ctx, tx, req, registration.Consent{For: w.towns[1].Person, Hold: hold})
			return err
		})
		w.drain(t)
		w.waits(t, later, "2 0", "1 0")
		w.at(later).comes(t, "0 0")
	})
}

// scramble has many towns join at the same moment, when the later meeting has room
// for one.
func (w *world) scramble(t *testing.T, later id.Meeting) (seats, waits int) {
	t.Helper()
	dbtest.Warm(t, w.d, 8)
	if w.arm != nil {
		w.arm()
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	for town := range w.towns {
		all.Go(func() {
			done, err := w.enter(context.Background(), town, false, 0)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Error(err, keysOf(err))
			case slices.Contains(done.Meetings, later):
				seats++
			case slices.Contains(done.Waits, later):
				waits++
			}
		})
	}
	all.Wait()
	return seats, waits
}

func TestManyJoinForTheLastPlaceOfALaterMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 12)
		later := w.season(t, 1)
		if seats, waits := w.scramble(t, later); seats != 1 || waits != 11 {
			t.Errorf("%d got the place, %d wait", seats, waits)
		}
		w.drain(t)
		if got := len(w.at(later).seated(t)); got != 1 { // and both Checks
			t.Errorf("%d have it", got)
		}
		var places []int64
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			line, err := lineAt(ctx, tx, later)
			for _, one := range line {
				places = append(places, one.Place)
			}
			return err
		})
		if !slices.Equal(places, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}) {
			t.Errorf("places %v", places)
		}
	})
}

// Without the lock the place is given twice, or two stand on one place of the line.
func TestWithoutTheLockTheLastPlaceIsGivenTwice(t *testing.T) {
	for range 5 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, 8)
		later := w.season(t, 1)
		w.arm = func() { dbtest.Unlocked(d, 8) }
		if seats, _ := w.scramble(t, later); seats <= 1 {
			continue
		}
		if err := d.Read(t.Context(), system, registration.Check); err == nil {
			t.Error("Check did not see it")
		}
		return
	}
	t.Error("all went well: does the lock do anything?")
}
