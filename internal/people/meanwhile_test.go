package people

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
)

type command = func(context.Context, *db.Tx) error

// during has the second command come while the first has done its work and not
// yet committed. On PostgreSQL it goes on when the second waits for the first,
// or has ended.
func (h house) during(t *testing.T, first, second command) (err error) {
	t.Helper()
	done := make(chan error, 1)
	h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		if err := first(ctx, tx); err != nil {
			return err
		}
		go func() { done <- h.d.Write(t.Context(), system, second) }()
		if tx.Postgres() {
			h.untilOneWaits(t, done)
		}
		return nil
	})
	return <-done
}

func (h house) untilOneWaits(t *testing.T, done chan error) {
	t.Helper()
	for range 500 {
		var waiting int
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			return tx.Get(ctx, &waiting, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
		})
		if waiting > 0 || len(done) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the second command neither waits nor ends")
}

// A role that is given while its holder leaves is refused, or goes with the rest.
func TestARoleGivenToSomebodyWhoIsLeavingDoesNotStay(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		leave := func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) }
		give := func(ctx context.Context, tx *db.Tx) error {
			return GiveRole(ctx, tx, h.carlo.ID, access.Staff, access.Everywhere)
		}
		left := `roles WHERE person = '` + string(h.carlo.ID) + `'`
		if err := h.during(t, leave, give); !problem.Is(err, problem.Invalid) {
			t.Errorf("given to somebody who left: %v", err)
		}
		h.expect(t, map[string]int{left: 0})
		if _, err := h.ensure(t.Context(), h.asBodil, h.egelund, Guest{"Carlo Eng", h.carlo.Email, ""}); err != nil {
			t.Fatal(err)
		}
		if err := h.during(t, give, leave); err != nil {
			t.Errorf("leaving with a new role: %v", err)
		}
		h.expect(t, map[string]int{left: 0})
	})
}

// Without holding the person the role stays, in either order, or the test above
// proves nothing.
func TestWithoutHoldingThePersonTheRoleStays(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	leave := func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) }
	give := func(ctx context.Context, tx *db.Tx) error {
		p, err := PersonByID(ctx, tx, h.carlo.ID)
		if err != nil || p.State != Active {
			return err
		}
		_, err = insertRole(ctx, tx, p.ID, access.Staff, access.Everywhere)
		return err
	}
	for _, c := range []struct{ first, second command }{{leave, give}, {give, leave}} {
		if err := h.during(t, c.first, c.second); err != nil {
			t.Error(err)
		}
		h.expect(t, map[string]int{`roles WHERE person = '` + string(h.carlo.ID) + `'`: 1})
		if _, err := h.ensure(t.Context(), h.asBodil, h.egelund, Guest{"Carlo Eng", h.carlo.Email, ""}); err != nil {
			t.Fatal(err)
		}
	}
}

// Whoever comes back does so without roles, should any have been left behind.
func TestNoRoleComesBackWithItsHolder(t *testing.T) {
	for name, back := range map[string]func(ctx context.Context, tx *db.Tx, h house) error{
		"registered": func(ctx context.Context, tx *db.Tx, h house) error {
			_, err := Ensure(ctx, tx, h.mosby, []Guest{{"Carlo", h.carlo.Email, ""}})
			return err
		},
		"added": func(ctx context.Context, tx *db.Tx, h house) error {
			_, err := AddPerson(ctx, tx, NewPerson{Name: "Carlo", Email: h.carlo.Email, Org: h.mosby})
			return err
		},
		"asking": func(ctx context.Context, tx *db.Tx, h house) error {
			one, err := Ask(ctx, tx, Guest{"Carlo", h.carlo.Email, ""}, h.mosby)
			if err != nil {
				return err
			}
			return Approve(ctx, tx, one)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h house) {
				h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
					if err := Leave(ctx, tx, h.carlo.ID); err != nil {
						return err
					}
					_, err := insertRole(ctx, tx, h.carlo.ID, access.Staff, access.Everywhere)
					return err
				})
				h.write(t, system, func(ctx context.Context, tx *db.Tx) error { return back(ctx, tx, h) })
				if who := h.as(t, h.carlo); who.Org != h.mosby || len(who.Grants) > 0 {
					t.Errorf("%+v", who)
				}
			})
		})
	}
}

// meanwhile runs a command just before the first change of another one, which has
// loaded what it decides on: on PostgreSQL, where writers come side by side.
func (h house) meanwhile(t *testing.T, do command) {
	t.Helper()
	var begun atomic.Bool
	h.d.BeforeWrite = func() {
		if begun.CompareAndSwap(false, true) {
			if err := h.d.Write(t.Context(), system, do); err != nil {
				t.Error(err)
			}
		}
	}
}

// Somebody is declined and asks another organisation while the first one's
// contact person is about to say yes: that was not to this.
func TestAYesIsOnlyToTheOrganisationThatWasAsked(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	p := h.ask(t, ester, h.egelund)
	h.meanwhile(t, func(ctx context.Context, tx *db.Tx) error {
		if err := Decline(ctx, tx, p.ID); err != nil {
			return err
		}
		_, err := Ask(ctx, tx, ester, h.mosby)
		return err
	})
	h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Approve(ctx, tx, p.ID) })
	if got := h.person(t, p.ID); got.Org != h.mosby || got.State != Pending {
		t.Errorf("%+v", got)
	}
}

// Two organisations take in somebody who has left at the same moment: the one
// that was too late is told, and has not renamed anybody.
func TestSomebodyWhoLeftIsTakenInByOne(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
	h.meanwhile(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := AddPerson(ctx, tx, NewPerson{Name: "Carlo Mose", Email: h.carlo.Email, Org: h.mosby})
		return err
	})
	err := h.try(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error {
		_, err := AddPerson(ctx, tx, NewPerson{Name: "Carlo Eng", Email: h.carlo.Email, Org: h.egelund})
		return err
	})
	wantFaults(t, err, map[string]string{"email": "people.email_taken"})
	if got := h.person(t, h.carlo.ID); got.Org != h.mosby || got.Name != "Carlo Mose" {
		t.Errorf("%+v", got)
	}
}

// A domain belongs to one organisation: two administrators who give it away at
// the same moment are told at the field, both when adding and when editing.
func TestADomainIsGivenOnce(t *testing.T) {
	for name, do := range twoGivers() {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h house) {
				err := h.during(t, func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, h.egelund) },
					func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, h.mosby) })
				wantFaults(t, err, map[string]string{"domain_0": "people.taken"})
			})
		})
	}
}

// Without the lock the second is told nothing that a person could use.
func TestWithoutTheLockADomainIsAFault(t *testing.T) {
	for name, do := range twoGivers() {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, dbtest.Postgres(t))
			h.d.NoLocks = true
			err := h.during(t, func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, h.egelund) },
				func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, h.mosby) })
			if _, told := problem.FieldsOf(err); err == nil || told {
				t.Errorf("%v", err)
			}
		})
	}
}

func twoGivers() map[string]func(context.Context, *db.Tx, id.Org) error {
	n := NewOrg{Kind: Other, Name: "Ny", Domains: []string{"ny.example"}}
	return map[string]func(context.Context, *db.Tx, id.Org) error{
		"adding":  func(ctx context.Context, tx *db.Tx, _ id.Org) error { _, err := AddOrg(ctx, tx, n); return err },
		"editing": func(ctx context.Context, tx *db.Tx, one id.Org) error { return EditOrg(ctx, tx, one, n) },
	}
}
