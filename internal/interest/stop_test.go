package interest

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/people"
	"faelled/internal/problem"
)

func (w *world) end(t testing.TB, secret string) error {
	t.Helper()
	return w.d.Write(t.Context(), access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return End(ctx, tx, secret) })
}

func (w *world) left(t testing.TB) (list []interest) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = interestsWhere(ctx, tx, `1 = 1`)
		return err
	})
	return list
}

// Whoever says stop while others are being written to is not put back.
func TestStopInTheMorning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for round := range 5 {
			var secrets []string
			for i := range 8 {
				who := fmt.Sprintf("bo.%d.%d@by.example", round, i)
				if err := w.ask(t, who); err != nil {
					t.Fatal(err)
				}
				secret := link(t, w.drain(t).To(who)[0].Text)
				w.write(t, access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Confirm(ctx, tx, secret) })
				secrets = append(secrets, secret)
			}
			w.meet(t, "2026-09-10")
			var all sync.WaitGroup
			all.Go(func() {
				if err := d.Write(t.Context(), system, func(ctx context.Context, tx *db.Tx) error { return tellAll(ctx, tx, w.network.ID) }); err != nil {
					t.Error(err)
				}
			})
			for _, secret := range secrets {
				all.Go(func() {
					if err := w.end(t, secret); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if list := w.left(t); len(list) != 0 {
				t.Fatalf("%d were put back", len(list))
			}
		}
	})
}

// The link of every mail ends it, not only that of the latest.
func TestStopByAnEarlierMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		const who = "bo.ask@by.example"
		if err := w.ask(t, who); err != nil {
			t.Fatal(err)
		}
		first := link(t, w.drain(t).To(who)[0].Text)
		w.write(t, access.Actor{}, func(ctx context.Context, tx *db.Tx) error { return Confirm(ctx, tx, first) })
		w.meet(t, "2026-09-10")
		second := link(t, w.drain(t).To(who)[0].Text)
		w.publish(t, w.programme(t, "Ledernetværket 2027", w.network.ID).ID)
		if third := link(t, w.drain(t).To(who)[0].Text); third == second || second == first {
			t.Fatal("one secret for all")
		}
		if err := w.end(t, "gættet"); !problem.Is(err, problem.NotFound) || len(w.left(t)) != 1 {
			t.Errorf("a guess: %v", err)
		}
		if got := w.do(access.Actor{}, "da", "POST", "/besked/"+second+"/nej", "List-Unsubscribe", "One-Click"); got.Code != http.StatusOK || len(w.left(t)) != 0 {
			t.Errorf("%d, %d are kept", got.Code, len(w.left(t)))
		}
		for _, secret := range []string{first, second} {
			if err := w.end(t, secret); err != nil {
				t.Errorf("ended already: %v", err)
			}
		}
		w.clock("2028-05-01")
		w.write(t, system, Retain)
		if err := w.end(t, second); !problem.Is(err, problem.NotFound) {
			t.Errorf("links are kept for good: %v", err)
		}
	})
}

// Somebody who has left is written to no more, and forgotten at night.
func TestStopForWhoHasLeft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, who := range []access.Actor{w.asta, w.staff} {
			w.write(t, who, func(ctx context.Context, tx *db.Tx) error { return Want(ctx, tx, w.network) })
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return people.Leave(ctx, tx, w.asta.Person) })
		w.meet(t, "2026-09-10")
		box := w.drain(t)
		if len(box.To("asta.eng@forening.example")) != 0 || len(box.To("signe.land@forening.example")) != 1 {
			t.Errorf("told %d and %d", len(box.To("asta.eng@forening.example")), len(box.To("signe.land@forening.example")))
		}
		w.write(t, system, Retain)
		if list := w.left(t); len(list) != 1 || list[0].Person != w.staff.Person {
			t.Errorf("kept: %+v", list)
		}
	})
}
