package registration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/money"
	"faelled/internal/problem"
)

func TestOneMeetingMakesAMember(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		req := w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest")
		req.Message = "Vi glæder os."
		done := w.must(t, w.bodil, req)
		if !done.Joined || len(done.Persons) != 3 || !slices.Equal(done.Meetings, w.meetings) {
			t.Errorf("got %+v", done)
		}
		if q := done.Quote; q.Net != money.DKK(21875) || q.VAT.Minor != 546875 || q.Gross.Minor != 2734375 {
			t.Errorf("net %s, VAT %s, gross %s", q.Net, q.VAT, q.Gross)
		}
		if done.Number/1_000_000 != 2021 {
			t.Errorf("number %d", done.Number)
		}
		w.counts(t, map[string]int64{
			`memberships`: 1,
			`registrations WHERE joined AND net_minor = 2187500`: 1,
			`seats`: 15,
			`jobs WHERE kind = 'registration.confirm'`:      3,
			`jobs WHERE kind = 'registration.receipt'`:      1,
			`jobs WHERE kind = 'registration.notify_staff'`: 1,
			`jobs WHERE kind = 'registration.settle'`:       0,
			`jobs WHERE kind = 'billing.issue'`:             2, // June, and the four that follow
			`audit WHERE code = 'registration.registered'`:  1,
		})
		if got := w.invoiced(t, w.egelund); got != 2187500 {
			t.Errorf("invoiced %d", got)
		}
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			list, err := Recent(ctx, tx, april.Add(-time.Hour), 10)
			if len(list) != 1 || list[0].People != 3 || list[0].Message != "Vi glæder os." || list[0].Net != money.DKK(21875) {
				t.Errorf("recent: %+v", list)
			}
			members, err2 := Members(ctx, tx, w.network)
			if len(members) != 1 || members[0].Org != w.egelund || members[0].People != 3 || !members[0].JoinedAt.Equal(april) {
				t.Errorf("members: %+v", members)
			}
			counts, err3 := CountBy(ctx, tx, w.meetings)
			if counts[w.meetings[4]] != (Count{People: 3, Orgs: 1}) {
				t.Errorf("counts: %v", counts)
			}
			return errors.Join(err, err2, err3)
		})
	})
}

// One and two people in two registrations cost what three would have in one.
func TestTwoRegistrationsAreOneTier(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		clock(d, at("2021-05-11 00:00:00")) // the deadline is not for members
		second := w.must(t, w.bodil, w.ask(6875, "Jens Bruun", "Hanne Vest"))
		if second.Joined {
			t.Error("joined twice")
		}
		if got := w.invoiced(t, w.egelund); got != 2187500 {
			t.Errorf("invoiced %d", got)
		}
		third := w.ask(0, "Ida Krog")
		third.Only, third.Meeting = true, w.meetings[3]
		if done := w.must(t, w.bodil, third); !slices.Equal(done.Meetings, w.meetings[3:4]) {
			t.Errorf("seated at %v", done.Meetings)
		}
		w.counts(t, map[string]int64{`memberships`: 1, `seats`: 16, `registrations`: 3})
	})
}

func TestRefusalLeavesNoTrace(t *testing.T) {
	type refusal struct {
		who  func(w *world) access.Actor
		bend func(w *world, r *Request)
		kind problem.Kind
		want []string
	}
	as := func(who access.Actor) func(*world) access.Actor { return func(*world) access.Actor { return who } }
	bodil := func(w *world) access.Actor { return w.bodil }
	nothing := func(*world, *Request) {}
	cases := map[string]refusal{
		"a stranger":      {as(access.Actor{Person: "x", Org: "y"}), nothing, problem.Forbidden, nil},
		"a visitor":       {as(visitor), nothing, problem.Forbidden, nil},
		"a job":           {as(system), nothing, problem.Forbidden, nil},
		"another contact": {func(w *world) access.Actor { return w.dorte }, nothing, problem.Forbidden, nil},
		"a colleague":     {func(w *world) access.Actor { return w.carlo }, nothing, problem.Forbidden, nil},
		"no such meeting": {bodil, func(w *world, r *Request) { r.Meeting = "none" }, problem.NotFound, nil},
		"six": {bodil, func(w *world, r *Request) { *r = w.ask(21875, "A A", "B B", "C C", "D D", "E E", "F F") },
			problem.Invalid, []string{"navn6 registration.too_many", "moede registration.full"}},
		"room for two":  {bodil, func(w *world, r *Request) { *r = w.ask(21875, "A A", "B B", "C C") }, problem.Invalid, []string{"moede registration.full"}},
		"another price": {bodil, func(w *world, r *Request) { r.Accepted = money.DKK(3000) }, problem.Invalid, []string{"ok registration.price_changed"}},
		"many at once": {bodil, func(w *world, r *Request) {
			r.Guests[0].Email, r.GLN, r.BuyerRef, r.OrderRef = "mette", "1", " ", ""
		}, problem.Invalid, []string{"mail1 registration.bad_mail", "ean registration.gln_length", "ref registration.no_ref"}},
		"a CPR number": {bodil, func(w *world, r *Request) { r.Message = "CPR 010190-1234" }, problem.Invalid, []string{"bem registration.cpr"}},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 2})
		before := w.state(t)
		for name, c := range cases {
			req := w.ask(15000, "Mette Holm")
			c.bend(w, &req)
			req.Key = "key"
			_, err := w.send(t.Context(), c.who(w), req)
			if !problem.Is(err, c.kind) || !slices.Equal(keysOf(err), c.want) {
				t.Errorf("%s: got %v %v, want %v", name, err, keysOf(err), c.want)
			}
			if got := w.state(t); got != before {
				t.Errorf("%s left %s, there was %s", name, got, before)
			}
		}
	})
}

// state is how many rows there are in every table that a registration touches.
func (w *world) state(t testing.TB) (all string) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		for _, table := range []string{"persons", "memberships", "registrations", "seats", "invoices", "jobs", "audit", "answers"} {
			var n int64
			if err := tx.Get(ctx, &n, `SELECT count(*) FROM `+table); err != nil {
				return err
			}
			all += fmt.Sprintf("%s %d, ", table, n)
		}
		return nil
	})
	return all
}

func TestAPersonSitsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		_, err := w.send(t.Context(), w.bodil, w.ask(0, "Jens Bruun", "Mette Holm"))
		if got := keysOf(err); !slices.Equal(got, []string{"mail2 registration.already"}) {
			t.Errorf("twice: %v", got)
		}
		other := w.ask(15000, "Mette Holm")
		other.Org = w.mosby
		_, err = w.send(t.Context(), w.dorte, other)
		if got := keysOf(err); !slices.Equal(got, []string{"mail1 registration.already"}) {
			t.Errorf("through another organisation: %v", got)
		}
		w.counts(t, map[string]int64{`seats`: 5, `memberships`: 1, `persons WHERE name = 'Jens Bruun'`: 0})
	})
}

func TestStaffRegisterForAnybody(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	w.must(t, w.staff, w.ask(15000, "Mette Holm"))
	req := w.ask(15000, "Jens Bruun")
	req.Org = "none"
	if _, err := w.send(t.Context(), w.staff, req); !problem.Is(err, problem.NotFound) {
		t.Errorf("an organisation that does not exist: %v", err)
	}
}

func TestAnAddedTierIsForMembersToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{max: 8})
		w.must(t, w.bodil, w.ask(21875, "A A", "B B", "C C", "D D", "E E"))
		if _, err := w.send(t.Context(), w.bodil, w.ask(0, "F F")); !slices.Equal(keysOf(err), []string{"navn1 registration.too_many"}) {
			t.Fatalf("a sixth: %v", keysOf(err))
		}
		clock(d, april.Add(24*time.Hour))
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			list := prices
			list.Programme, list.ValidFrom = w.network, "2021-04-27"
			list.Tiers = append(slices.Clone(list.Tiers), billing.Tier{From: 6, To: 8, PerMeeting: money.DKK(6000)})
			_, err := billing.AddPriceList(ctx, tx, list)
			return err
		})
		w.must(t, w.bodil, w.ask(5*(6000-4375), "F F"))
		w.counts(t, map[string]int64{`seats`: 30})
	})
}

func TestQuotingIsWhatRegisteringCosts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 6})
		for n, want := range map[int64]string{1: "15.000", 3: "21.875"} {
			w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
				q, err := Quoting(ctx, tx, w.network, w.meetings[0], w.egelund, n)
				if q.Net.String() != want+"\u00a0kr." {
					t.Errorf("%d people: %s", n, q.Net)
				}
				return err
			})
		}
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		for n, want := range map[int64][]string{2: nil, 5: {"navn5 registration.too_many"}} {
			w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
				_, err := Quoting(ctx, tx, w.network, w.meetings[0], w.egelund, n)
				if !slices.Equal(keysOf(err), want) {
					t.Errorf("%d more: %v", n, keysOf(err))
				}
				return nil
			})
		}
		err := d.Read(t.Context(), w.dorte, func(ctx context.Context, tx *db.Tx) error {
			_, err := Quoting(ctx, tx, w.network, w.meetings[0], w.egelund, 1)
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("another municipality's price: %v", err)
		}
	})
}

func TestWhoSeesWhat(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	done := w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	mette := access.Actor{Person: done.Persons[0], Org: w.egelund}
	for name, c := range map[string]struct {
		ask func(ctx context.Context, tx *db.Tx) error
		yes []access.Actor
		no  []access.Actor
		as  problem.Kind
	}{
		"seats": {func(ctx context.Context, tx *db.Tx) error {
			_, err := SeatsOf(ctx, tx, w.network, w.egelund)
			return err
		},
			[]access.Actor{w.bodil, w.staff, system}, []access.Actor{w.dorte, w.carlo, mette, visitor}, problem.Forbidden},
		"attendees": {func(ctx context.Context, tx *db.Tx) error { _, err := Attendees(ctx, tx, w.meetings[0]); return err },
			[]access.Actor{w.staff, system}, []access.Actor{w.bodil, mette, visitor}, problem.Forbidden},
		"recent": {func(ctx context.Context, tx *db.Tx) error { _, err := Recent(ctx, tx, april, 10); return err },
			[]access.Actor{w.staff, system}, []access.Actor{w.bodil, mette, visitor}, problem.Forbidden},
		"memberships": {func(ctx context.Context, tx *db.Tx) error { _, err := MembershipsOf(ctx, tx, w.egelund); return err },
			[]access.Actor{w.bodil, w.staff, w.carlo, system}, []access.Actor{w.dorte, visitor}, problem.Forbidden},
		"the receipt": {func(ctx context.Context, tx *db.Tx) error { _, err := ByNumber(ctx, tx, done.Number); return err },
			[]access.Actor{w.bodil, w.staff}, []access.Actor{w.dorte, w.carlo, mette, visitor}, problem.NotFound},
		"no receipt": {func(ctx context.Context, tx *db.Tx) error { _, err := ByNumber(ctx, tx, 1); return err },
			nil, []access.Actor{w.staff, w.bodil}, problem.NotFound},
	} {
		for _, who := range c.yes {
			if err := d.Read(t.Context(), who, c.ask); err != nil {
				t.Errorf("%s for %s: %v", name, who.Person, err)
			}
		}
		for _, who := range c.no {
			if err := d.Read(t.Context(), who, c.ask); !problem.Is(err, c.as) {
				t.Errorf("%s for %s: %v, want %d", name, who.Person, err, c.as)
			}
		}
	}
	w.read(t, mette, func(ctx context.Context, tx *db.Tx) error {
		own, err := SeatsFor(ctx, tx)
		here, err2 := Seated(ctx, tx, w.meetings[0], mette.Person)
		there, err3 := Seated(ctx, tx, w.meetings[0], w.bodil.Person)
		if len(own) != 5 || !here || there {
			t.Errorf("own seats %d, here %v, there %v", len(own), here, there)
		}
		return errors.Join(err, err2, err3)
	})
}

// Staff limit a room after people have come, and lift the limit again.
func TestALimitThatComesLateCountsAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		limit := func(n int) {
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE meetings SET capacity = $1`, n)
				return err
			})
		}
		w.must(t, w.bodil, w.ask(15000, "A A"))
		limit(2)
		w.must(t, w.bodil, w.ask(0, "B B"))
		if _, err := w.send(t.Context(), w.bodil, w.ask(6875, "C C")); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("a third: %v", keysOf(err))
		}
		limit(0)
		w.must(t, w.bodil, w.ask(6875, "C C"))
		limit(3)
		if _, err := w.send(t.Context(), w.bodil, w.ask(0, "D D")); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("a fourth: %v", keysOf(err))
		}
		w.counts(t, map[string]int64{`seats`: 15, `rooms WHERE taken = 3`: 5})
	})
}

func TestNumbersCanBeRead(t *testing.T) {
	if got := Number(2021048217); got != "2021-048217" {
		t.Error(got)
	}
}
