package waiting

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/registration"
)

// settled is season with a later meeting whose last free day is the first of May.
func (w *world) settled(t testing.TB, room int64) (later id.Meeting) {
	t.Helper()
	later = w.season(t, room)
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, later)
		if err != nil {
			return err
		}
		m.FreeUntil = "2021-05-01"
		return meeting.Edit(ctx, tx, m)
	})
	w.drain(t)
	return later
}

// more registers more guests of a town for the earlier meeting, at the price it is
// told.
func (w *world) more(t testing.TB, town int, guests ...int) (net money.Money, err error) {
	t.Helper()
	req := w.ask(town, guests...)
	err = w.d.Write(t.Context(), w.towns[town], func(ctx context.Context, tx *db.Tx) error {
		seen, err := registration.Weigh(ctx, tx, req, registration.Consent{})
		if err != nil {
			return err
		}
		net, req.Accepted = seen.Quote.Net, seen.Quote.Net
		_, err = registration.Register(ctx, tx, req)
		return err
	})
	w.drain(t)
	return net, err
}

func (w *world) pays(t testing.TB, town int, m id.Meeting, kroner int64) {
	t.Helper()
	if got := w.paid(t, town, m); got != money.DKK(kroner) {
		t.Errorf("town %d pays %s for the meeting, want %s", town, got, money.DKK(kroner))
	}
}

// Somebody withdrew too late and is paid for; a colleague who waits in line takes
// over what is paid. The price is never that of more people than ever came.
func TestWhoWaitsTakesOverWhatIsPaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.settled(t, 5)
		o := w.at(later)
		w.mustEnter(t, 0, false, 0, 1, 2, 3, 4)
		w.mustEnter(t, 1, false, 0)
		w.drain(t)
		w.clock("2021-05-03 10:00:00")
		w.leave(t, 0, 4)
		o.leave(t, 0, 4)
		w.drain(t)
		o.comes(t, "0 0", "0 1", "0 2", "0 3", "1 0")
		if net, err := w.more(t, 0, 5); err != nil || net.Minor != 0 {
			t.Errorf("one more costs %s: %v %q", net, err, keysOf(err))
		}
		w.waits(t, later, "0 5")
		o.comes(t, "0 0", "0 1", "0 2", "0 3", "1 0")
		o.leave(t, 0, 3)
		w.pays(t, 0, later, 4375)
		w.drain(t)
		o.comes(t, "0 0", "0 1", "0 2", "0 5", "1 0")
		w.pays(t, 0, later, 4375)
	})
}

// What they are told that one more costs is what it costs, whether they sit or wait.
func TestThePriceKnowsWhoWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.settled(t, 2)
		o := w.at(later)
		w.mustEnter(t, 0, false, 0, 1)
		w.mustEnter(t, 1, false, 0, 1)
		w.clock("2021-05-03 10:00:00")
		o.leave(t, 0, 0, 1)
		w.drain(t)
		o.comes(t, "1 0", "1 1")
		if net, err := w.more(t, 0, 2); err != nil || net != money.DKK(1375) { // they are three at the earlier one
			t.Errorf("one more costs %s: %v %q", net, err, keysOf(err))
		}
		o.comes(t, "1 0", "1 1")
		if net, err := w.more(t, 0, 3); err != nil || net.Minor != 0 {
			t.Errorf("another one costs %s: %v %q", net, err, keysOf(err))
		}
		w.pays(t, 0, later, 3000)
		w.clock("2021-05-03 10:05:00")
		o.leave(t, 1, 0, 1)
		w.drain(t)
		o.comes(t, "0 2", "0 3")
		w.pays(t, 0, later, 3000)
	})
}

// Whatever happens after the last free day, an organisation pays for the most who have
// sat since, or for those who sit and wait now when they are more.
func TestWhatALineCostsAfterTheLastFreeDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		later := w.settled(t, 4)
		o := w.at(later)
		w.mustEnter(t, 0, false, 0, 1, 2)
		w.mustEnter(t, 1, false, 0, 1, 2)
		w.mustEnter(t, 2, true, 0, 1)
		w.clock("2021-05-03 10:00:00")
		r, most, next := rand.New(rand.NewPCG(1, 2)), map[int]int{}, []int{3, 3, 2}
		for step := range 40 {
			w.clock(fmt.Sprintf("2021-05-03 10:%02d:00", step))
			town := r.IntN(3)
			here := o.places(t, town)
			switch {
			case r.IntN(2) == 0 && len(w.places(t, town)) < 5:
				if _, err := w.more(t, town, next[town]); err != nil {
					t.Fatal(err, keysOf(err))
				}
				next[town]++
			case len(here) > 0:
				gone := here[r.IntN(len(here))]
				o.leave(t, town, gone)
				w.leave(t, town, gone) // who is at neither comes again as somebody new
			}
			w.drain(t)
			for one := range 3 {
				sits := 0
				for _, s := range o.seated(t) { // and both Checks
					if strings.HasPrefix(s, fmt.Sprint(one, " ")) {
						sits++
					}
				}
				most[one] = max(most[one], sits)
				switch n := max(most[one], len(o.places(t, one))); {
				case n == 0:
					w.pays(t, one, later, 0)
				case n <= 2:
					w.pays(t, one, later, 3000)
				default:
					w.pays(t, one, later, 4375)
				}
			}
			if t.Failed() {
				return
			}
		}
	})
}

// places are the guests of a town who sit or wait at the meeting.
func (w *world) places(t testing.TB, town int) (list []int) {
	t.Helper()
	for _, group := range append(w.seated(t), w.line(t, w.full)...) {
		var guests []int
		for _, word := range strings.Fields(group) {
			n, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			guests = append(guests, n)
		}
		if guests[0] == town {
			list = append(list, guests[1:]...)
		}
	}
	return list
}

// Staff add a tier for those who became more than anybody thought. When some of them
// withdraw too late, the price is still that of the most who sat.
func TestWhoLeavesALateTierIsPaidFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		later := w.settled(t, 10)
		o := w.at(later)
		w.mustEnter(t, 0, false, 0, 1, 2, 3, 4)
		w.prices(t, "2021-05-02", billing.Tier{From: 1, To: 2, PerMeeting: money.DKK(3000)}, billing.Tier{From: 3, To: 5, PerMeeting: money.DKK(4375)}, billing.Tier{From: 6, To: 8, PerMeeting: money.DKK(6000)})
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE programmes SET max_per_org = 8 WHERE id = $1`, w.network)
			return err
		})
		w.clock("2021-05-03 10:00:00")
		w.leave(t, 0, 4) // the earlier one has no tier to add
		if net, err := w.more(t, 0, 5); err != nil || net != money.DKK(1625) {
			t.Errorf("the sixth costs %s: %v %q", net, err, keysOf(err))
		}
		w.clock("2021-05-03 10:05:00")
		o.leave(t, 0, 0, 1, 2)
		w.pays(t, 0, later, 6000)
		o.comes(t, "0 3", "0 4", "0 5")
	})
}
