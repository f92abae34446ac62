package audit

import (
	"context"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/problem"
)

var office = access.Actor{Person: "office", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}

func TestEventsAreReadNewestFirstAPageAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), office, func(ctx context.Context, tx *db.Tx) error {
			for i := range pageSize + 5 {
				object := "odd"
				if i%2 == 0 {
					object = "even"
				}
				if err := tx.Audit(ctx, "thing.done", object, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(t.Context(), office, func(ctx context.Context, tx *db.Tx) error {
			first, err := Events(ctx, tx, Filter{})
			if err != nil {
				return err
			}
			rest, err := Events(ctx, tx, Filter{Before: first[len(first)-1].ID})
			if err != nil {
				return err
			}
			even, err := Events(ctx, tx, Filter{Object: "even"})
			if len(first) != pageSize || len(rest) != 5 || len(even) != (pageSize+6)/2 || first[0].Details != "54" || rest[4].Details != "0" {
				t.Errorf("%d, %d and %d events, from %s to %s", len(first), len(rest), len(even), first[0].Details, rest[4].Details)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnlyStaffReadTheTrail(t *testing.T) {
	d := dbtest.SQLite(t)
	for name, who := range map[string]access.Actor{
		"a visitor": {},
		"a contact": {Person: "clerk", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("townhall")}}},
		"a job":     access.System("office"),
	} {
		err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			_, err := Events(ctx, tx, Filter{})
			return err
		})
		if !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAStoppedSealerIsNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), office, func(ctx context.Context, tx *db.Tx) error { return tx.Audit(ctx, "thing.done", "", nil) })
		if err != nil {
			t.Fatal(err)
		}
		for after, says := range map[time.Duration]string{30 * time.Second: "", 2 * time.Minute: "1 rows are unsealed"} {
			d.Now = func() time.Time { return dbtest.Noon.Add(after) }
			err := d.Read(t.Context(), office, func(ctx context.Context, tx *db.Tx) error { return Check(ctx, tx, key) })
			if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
				t.Errorf("after %v: %v", after, err)
			}
		}
	})
}
