package people

import (
	"context"
	"slices"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/problem"
)

func TestRolesComeAndGo(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		at := access.At(h.egelund)
		for range 2 { // twice is once
			h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return GiveRole(ctx, tx, h.carlo.ID, access.Contact, at) })
		}
		if who := h.as(t, h.carlo); !slices.Equal(who.Grants, []access.Grant{{Role: access.Contact, Scope: at}}) {
			t.Errorf("grants %v", who.Grants)
		}
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			list, err := Contacts(ctx, tx, h.egelund)
			if err != nil || len(list) != 2 || list[0].ID != h.bodil.ID || list[1].ID != h.carlo.ID {
				t.Errorf("contacts %v %v", list, err)
			}
			staff, err := StaffList(ctx, tx)
			if err != nil || len(staff) != 2 || staff[0].ID != h.admin.ID || staff[1].ID != h.staff.ID {
				t.Errorf("staff %v %v", staff, err)
			}
			return nil
		})
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return TakeRole(ctx, tx, h.carlo.ID, access.Contact, at) })
		if who := h.as(t, h.carlo); len(who.Grants) > 0 {
			t.Errorf("grants %v", who.Grants)
		}
		h.expect(t, map[string]int{
			`audit WHERE code = 'people.role_given' AND object = '` + string(h.carlo.ID) + `'`: 1,
			`audit WHERE code = 'people.role_taken' AND object = '` + string(h.carlo.ID) + `'`: 1,
		})
	})
}

func TestSomebodyWhoWaitsGetsNoRole(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		err := h.try(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, p.ID) })
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%v", err)
		}
	})
}

// Two contact persons who take each other's role at the same moment: one of them
// is left, on both engines.
func TestOneContactPersonIsLeft(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, h.carlo.ID) })
		takeEachOther(t, h)
		h.expect(t, map[string]int{`roles WHERE role = 'contact' AND scope = '` + string(access.At(h.egelund)) + `'`: 1})
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockNobodyIsLeft(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, h.carlo.ID) })
	dbtest.Unlocked(h.d, 2)
	takeEachOther(t, h)
	h.expect(t, map[string]int{`roles WHERE role = 'contact' AND scope = '` + string(access.At(h.egelund)) + `'`: 0})
}

func takeEachOther(t *testing.T, h house) {
	t.Helper()
	dbtest.Warm(t, h.d, 8)
	asCarlo := h.as(t, h.carlo)
	var all sync.WaitGroup
	for _, c := range []struct {
		who  access.Actor
		from Person
	}{{h.asBodil, h.carlo}, {asCarlo, h.bodil}} {
		all.Go(func() {
			err := h.try(t, c.who, func(ctx context.Context, tx *db.Tx) error { return unmakeContact(ctx, tx, c.from.ID) })
			if err != nil && !problem.Is(err, problem.Invalid) {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Leave takes all roles; should one stay behind, it still counts for nothing.
func TestARoleOfSomebodyWhoIsNotActiveCountsForNothing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE persons SET state = 'ended' WHERE id = $1`, h.bodil.ID)
			return err
		})
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			if grants, err := Grants(ctx, tx, h.bodil.ID); len(grants) > 0 || err != nil {
				t.Errorf("%v %v", grants, err)
			}
			if list, err := Contacts(ctx, tx, h.egelund); len(list) > 0 || err != nil {
				t.Errorf("%v %v", list, err)
			}
			return nil
		})
	})
}
