package registration

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/people"
)

// A registration reads little, however many are there already: under load it is
// the trips to the database that cost.
func TestQueriesOfARegistration(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 100})
		asked := 0
		d.OnQuery = func(string) { asked++ }
		joining, adding := w.ask(15000, "Mette Holm"), w.ask(0, "Jens Bruun")
		joining.Key, adding.Key, adding.Only = "one", "two", true
		for _, req := range []Request{joining, adding} {
			asked = 0
			w.must(t, w.bodil, req)
			if asked == 0 || asked > 13 { // rooms are looked at twice, and counted once; who waits there is looked up
				t.Errorf("%s: %d queries", req.Key, asked)
			}
		}
	})
}

// BenchmarkRegister has 64 clients register one new person at a time. Every
// municipality sends five: the first makes it a member, with five seats and two
// invoices, the others get one seat. All meetings have limited room, so that all
// wait for the same seats.
func BenchmarkRegister(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkRegister(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { benchmarkRegister(b, dbtest.Postgres(b)) })
}

func benchmarkRegister(b *testing.B, d *db.DB) {
	const crowd = 64
	costs := []int64{15000, 0, 1375, 0, 0}
	w := newWorld(b, d, bent{capacity: 10_000})
	who := make([]access.Actor, b.N/len(costs)+1)
	w.write(b, system, func(ctx context.Context, tx *db.Tx) error {
		for i := range who {
			org, err := people.AddOrg(ctx, tx, newMunicipality(i))
			if err != nil {
				return err
			}
			contact, err := people.Ensure(ctx, tx, org, []people.Guest{{Name: "Kontakt", Email: fmt.Sprintf("kontakt@by%d.example", i)}})
			if err != nil {
				return err
			}
			who[i] = access.Actor{Person: contact[0].ID, Org: org, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(org)}}}
		}
		return nil
	})
	var n atomic.Int64
	dbtest.Warm(b, d, 8)
	b.ResetTimer()
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			for i := int(n.Add(1)) - 1; i < len(who); i = int(n.Add(1)) - 1 {
				for k, cost := range costs {
					req := w.ask(cost, fmt.Sprint("Gæst ", k))
					req.Org, req.Key, req.Only = who[i].Org, fmt.Sprint(k), true
					req.Guests[0].Email = fmt.Sprintf("gaest%d@by%d.example", k, i)
					if _, err := w.send(b.Context(), who[i], req); err != nil {
						b.Error(err, keysOf(err))
						return
					}
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(len(who)*len(costs))/b.Elapsed().Seconds(), "registrations/s")
}
