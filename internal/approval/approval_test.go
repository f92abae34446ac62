package approval

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

func wants(t testing.TB, err error, keys ...string) {
	t.Helper()
	if !slices.Equal(keysOf(err), keys) {
		t.Errorf("%v %v, want %v", err, keysOf(err), keys)
	}
}

func (w *world) registers(ctx context.Context, who access.Actor, req registration.Request) error {
	return w.try(ctx, who, func(ctx context.Context, tx *db.Tx) error {
		_, err := registration.Register(ctx, tx, req)
		return err
	})
}

func TestAContactPersonDecidesUpToTheLimit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		wants(t, w.registers(t.Context(), w.bodil, w.request(6000, two...)), "ok registration.needs_approval")
		if err := w.registers(t.Context(), w.staff, w.request(6000, two...)); err != nil {
			t.Error("staff on behalf:", err)
		}
		// One more costs them less than the limit.
		third := w.request(2750, "Ib Holt")
		third.Guests[0].Email = "ib@egelund.example"
		wants(t, w.try(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := Ask(ctx, tx, third)
			return err
		}), "ok approval.not_needed")
		if err := w.registers(t.Context(), w.bodil, third); err != nil {
			t.Error("below the limit:", err, keysOf(err))
		}
		w.read(t, system, Check)
	})
}

func TestASignersYesMakesTheContactsRegistration(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		one := w.asks(t)
		w.is(t, one, Waiting, map[string]int64{
			`holds`: 2, `seats`: 0, `persons WHERE email = 'gaest0@egelund.example'`: 0, `jobs WHERE kind = 'approval.tell'`: 2,
			`jobs WHERE kind = 'approval.remind'`: 2, `jobs WHERE kind = 'approval.expire'`: 1,
		})
		if err := w.registers(t.Context(), w.staff, func() registration.Request {
			r := w.request(3000, "En Anden")
			r.Org, r.Guests[0].Email = w.mosby, "en@mosby.example"
			return r
		}()); !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Errorf("kept places were given: %v %v", err, keysOf(err))
		}
		wants(t, w.approves(t.Context(), w.mette, one, 5999), "ok registration.price_changed")
		for range 2 { // twice is once
			if err := w.approves(t.Context(), w.mette, one, 6000); err != nil {
				t.Fatal(err, keysOf(err))
			}
		}
		wants(t, w.approves(t.Context(), w.jens, one, 6000), "ok approval.is_approved")
		w.is(t, one, Approved, map[string]int64{
			`holds`: 0, `seats`: 4, `rooms WHERE taken = 2`: 2, `approval_links`: 0, `memberships`: 1,
			`registrations WHERE person = '` + string(w.bodil.Person) + `' AND approved_by = '` + string(w.mette.Person) + `' AND limit_minor = 500000`: 1,
			`audit WHERE code = 'approval.asked' AND actor = '` + string(w.bodil.Person) + `'`:                                                          1,
			`audit WHERE code = 'approval.approved' AND actor = '` + string(w.mette.Person) + `'`:                                                       1,
			`jobs WHERE kind = 'registration.confirm'`:                                                                                                  2,
			`jobs WHERE kind = 'registration.freed'`:                                                                                                    0,
		})
	})
}

func TestWhoMayNotDecide(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		one := w.asks(t)
		for name, c := range map[string]struct {
			who  access.Actor
			kind problem.Kind
		}{
			"the contact person": {w.bodil, problem.Forbidden}, "staff": {w.staff, problem.Forbidden}, "somebody elsewhere": {w.dorte, problem.NotFound},
			"a visitor": {access.Actor{}, problem.NotFound},
		} {
			if err := w.approves(t.Context(), c.who, one, 6000); !problem.Is(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// A page that was left open: the role has ended since.
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return people.RemoveSigner(ctx, tx, w.egelund, "", w.mette.Person)
		})
		if err := w.approves(t.Context(), w.mette, one, 6000); !problem.Is(err, problem.Forbidden) {
			t.Errorf("after the role ended: %v", err)
		}
		w.is(t, one, Waiting, map[string]int64{`seats`: 0})
	})
}

func TestHowARequestEndsWithoutAYes(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(ctx context.Context, tx *db.Tx, one id.Approval) error
		who   func(w *world) access.Actor
		state State
		after string
	}{
		"refused": {func(ctx context.Context, tx *db.Tx, one id.Approval) error {
			return Refuse(ctx, tx, one, " For dyrt i år ")
		},
			func(w *world) access.Actor { return w.jens }, Refused, "approval.is_refused"},
		"called back": {CallBack, func(w *world) access.Actor { return w.bodil }, Withdrawn, "approval.is_withdrawn"},
		"expired":     {expire, func(*world) access.Actor { return system }, Expired, "approval.is_expired"},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d, 2)
				one := w.asks(t)
				end := func(ctx context.Context, tx *db.Tx) error { return c.end(ctx, tx, one) }
				if c.state == Expired {
					w.write(t, system, end) // too early: nothing happens
					w.is(t, one, Waiting, map[string]int64{`holds`: 2})
					w.clock(now.Add(life))
				}
				for range 2 { // twice is once
					w.write(t, c.who(w), end)
				}
				wants(t, w.approves(t.Context(), w.mette, one, 6000), "ok "+c.after)
				w.is(t, one, c.state, map[string]int64{`holds`: 0, `seats`: 0, `rooms WHERE taken = 0`: 2, `approval_links`: 0, `jobs WHERE kind = 'registration.freed'`: 2})
			})
		})
	}
}

func TestNobodySaysYesAfterTheTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		one := w.asks(t)
		w.clock(now.Add(life)) // the job has not run yet
		wants(t, w.approves(t.Context(), w.mette, one, 6000), "ok approval.is_expired")
	})
}

// While it waits, staff register another for them, and their own becomes dearer:
// the signer says yes to the new sum or not at all.
func TestADearerSumIsAskedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 0)
		one := w.asks(t)
		other := w.request(6000, "Ib Holt")
		other.Guests[0].Email = "ib@egelund.example"
		if err := w.registers(t.Context(), w.staff, other); err != nil {
			t.Fatal(err, keysOf(err))
		}
		wants(t, w.approves(t.Context(), w.mette, one, 6000), "ok registration.price_changed")
		w.read(t, w.mette, func(ctx context.Context, tx *db.Tx) error {
			v, err := load(ctx, tx, one)
			if err != nil || !v.moved() || len(v.changes(ctx)) != 2 || len(v.Now.Faults) != 0 {
				t.Errorf("the page does not explain it: %+v %v", v.Now, err)
			}
			return nil
		})
		if err := w.approves(t.Context(), w.mette, one, 2750); err != nil {
			t.Error(err, keysOf(err))
		}
		w.is(t, one, Approved, nil)
	})
}

func TestAMeetingThatIsCancelledCannotBeApproved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		one := w.asks(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return meeting.Cancel(ctx, tx, w.meetings[0], "Storm") })
		wants(t, w.approves(t.Context(), w.mette, one, 6000), "moede registration.cancelled")
		w.is(t, one, Waiting, nil)
	})
}

// crowd has two signers say yes and the contact person call back at the same
// moment, and tells how many were told that they did it.
func (w *world) crowd(t *testing.T, one id.Approval, arm func()) (done int) {
	t.Helper()
	arm()
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, do := range []func() error{
		func() error { return w.approves(t.Context(), w.mette, one, 6000) },
		func() error { return w.approves(t.Context(), w.jens, one, 6000) },
		func() error {
			return w.try(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, one) })
		},
		func() error {
			return w.try(t.Context(), w.jens, func(ctx context.Context, tx *db.Tx) error { return Refuse(ctx, tx, one, "Nej") })
		},
	} {
		all.Go(func() {
			err := do()
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else if _, told := problem.FieldsOf(err); !told {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return done
}

func TestOnlyOneAnswerCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		dbtest.Warm(t, d, 4)
		for range 4 {
			one := w.asks(t)
			if done := w.crowd(t, one, func() {}); done != 1 {
				t.Fatalf("%d were told that they had decided", done)
			}
			var a Approval
			w.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
				a, err = byID(ctx, tx, one)
				return err
			})
			if a.State == Waiting {
				t.Error("nobody decided")
			}
			if a.State == Approved { // the guests have their seats: there is no more to ask for
				w.is(t, one, Approved, map[string]int64{`seats`: 4, `holds`: 0})
				return
			}
			w.is(t, one, a.State, map[string]int64{`seats`: 0, `holds`: 0})
		}
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockTwoAnswersCount(t *testing.T) {
	for range 8 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, 10)
		one := w.asks(t)
		dbtest.Warm(t, d, 4)
		if done := w.crowd(t, one, func() { dbtest.Unlocked(d, 4) }); done > 1 {
			return
		}
	}
	t.Error("only one was ever told that they had decided: does the lock do anything?")
}

func TestWhatWasTypedIsForgottenInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		one := w.asks(t)
		w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, one) })
		w.clock(now.AddDate(1, 0, -1))
		w.write(t, system, Retain)
		w.is(t, one, Withdrawn, nil)
		w.clock(now.AddDate(1, 0, 1))
		w.write(t, system, Retain)
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			if left, err := where(ctx, tx, `true`); len(left) > 0 || err != nil {
				t.Error(left, err)
			}
			return nil
		})
	})
}

func TestCheckSeesWhatIsWrong(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 10)
	one := w.asks(t)
	for _, wrong := range []string{
		`UPDATE approvals SET until = '2026-01-01 00:00:00'`,
		`UPDATE approvals SET state = 'expired'`,
		`INSERT INTO registrations (id, number, programme, meeting, org, person, joined, gln, order_ref, buyer_ref, email, message, seated, net_minor, currency, quote, created_at, limit_minor)
			SELECT 'x', 1, programme, '` + string(w.meetings[0]) + `', org, person, true, '', '', '', '', '', 1, 600000, 'DKK', '{}', asked_at, 500000 FROM approvals`,
	} {
		err := w.try(t.Context(), system, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.Exec(ctx, wrong); err != nil {
				return err
			}
			if Check(ctx, tx) == nil {
				t.Errorf("not seen: %s", wrong)
			}
			return errUndo
		})
		if err != errUndo {
			t.Error(err)
		}
	}
	w.is(t, one, Waiting, nil)
}

var errUndo = problem.New(problem.Invalid, "undo")

func TestRemindersComeBeforeTheEnd(t *testing.T) {
	if got := reminding(now, now.Add(3*24*time.Hour)); len(got) != 1 || !got[0].Equal(now.Add(48*time.Hour)) {
		t.Error(got)
	}
}
