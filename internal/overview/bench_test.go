package overview

import (
	"context"
	"fmt"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
)

// BenchmarkNetworkPage draws the page of a network with 35 municipalities and
// about 100 people, for a contact person. Finding out who asks is not in it.
func BenchmarkNetworkPage(b *testing.B) {
	d := dbtest.SQLite(b)
	w := given(b, d)
	crowd(b, &w, 33)
	h := handler(b, d, w.contact())
	b.ReportAllocs()
	for b.Loop() {
		if got := get(b, h, "/netvaerk/"+slug, "da"); got.Code != 200 {
			b.Fatal(got.Code)
		}
	}
}

// crowd adds municipalities with three people each.
func crowd(t testing.TB, w *world, n int) {
	t.Helper()
	w.at(t, -30*24*time.Hour, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, w.summer)
		m.Capacity = 200
		if err != nil {
			return err
		}
		return meeting.Edit(ctx, tx, m)
	})
	for i := range n {
		var org id.Org
		w.at(t, -30*24*time.Hour, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
			name := fmt.Sprint("Prøvelund ", i)
			org, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Municipality, Name: name, OfficialName: name + " Kommune", Region: fmt.Sprint("Region ", i%5)})
			return err
		})
		w.at(t, -20*24*time.Hour, w.office().Actor, w.register(w.spring, org, money.DKK(3*4375).Minor/100, fmt.Sprint("a", i, " Birk"), fmt.Sprint("b", i, " Birk"), fmt.Sprint("c", i, " Birk")))
	}
}

// BenchmarkCatalogue draws a page of 2,000 programmes, narrowed, for a visitor who
// comes after a commit: nothing is remembered.
func BenchmarkCatalogue(b *testing.B) {
	d := dbtest.SQLite(b)
	w := given(b, d)
	many(b, &w, 2000)
	h := handler(b, d, visitor)
	for b.Loop() {
		b.StopTimer()
		w.commit(b)
		b.StartTimer()
		if got := get(b, h, "/forloeb?q=nummer&sted=syddanmark&periode=2026-05", "da"); got.Code != 200 {
			b.Fatal(got.Code)
		}
	}
}
