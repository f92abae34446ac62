package people

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
)

func (h house) ensure(ctx context.Context, who access.Actor, org id.Org, guests ...Guest) (found []Person, err error) {
	err = h.d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = Ensure(ctx, tx, org, guests)
		return err
	})
	return found, err
}

func TestEnsureFindsAndMakesInOrder(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		found, err := h.ensure(t.Context(), h.asBodil, h.egelund,
			Guest{"Zita Ny", "zita@egelund.example", "Socialrådgiver"},
			Guest{"Et Andet Navn", " CARLO@egelund.example ", "En anden titel"},
			Guest{"Dorte M.", "dorte@mosby.example", ""},
			Guest{"Anna Ny", "anna@mosby.example", ""},
			Guest{"Zita igen", "Zita@Egelund.example", ""},
		)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []struct{ name, email, title string }{
			{"Zita Ny", "zita@egelund.example", "Socialrådgiver"},
			{"Carlo Eng", "carlo@egelund.example", "Konsulent"}, // not overwritten
			{"Dorte M.", "dorte@mosby.example", ""},             // Mosby's: no word of who has the address
			{"Anna Ny", "anna@mosby.example", ""},
			{"Zita Ny", "zita@egelund.example", "Socialrådgiver"},
		} {
			p := found[i]
			if p.Name != want.name || p.Email != want.email || p.Title != want.title || p.State != Active {
				t.Errorf("%d is %+v, want %+v", i, p, want)
			}
			if kept := h.person(t, p.ID); kept != p && i != 2 {
				t.Errorf("told %+v, kept %+v", p, kept)
			}
		}
		if found[2].Org != h.mosby || h.person(t, h.dorte.ID) != h.dorte {
			t.Error("somebody of Mosby was moved or changed")
		}
		if found[3].Org != h.egelund {
			t.Error("a new one does not belong to who named them")
		}
		if found[0].ID != found[4].ID {
			t.Error("one address, two people")
		}
		h.expect(t, map[string]int{
			`persons`: 7, `audit WHERE code = 'people.person_added' AND actor = '` + string(h.bodil.ID) + `'`: 2,
		})
	})
}

func TestEnsureTakesInThoseWhoLeft(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
		found, err := h.ensure(t.Context(), h.asDorte, h.mosby, Guest{"Carlo Eng-Mose", h.carlo.Email, "Chef"}, Guest{"Carlo", h.carlo.Email, ""})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range found {
			if p.ID != h.carlo.ID || p.Org != h.mosby || p.State != Active || p.Name != "Carlo Eng-Mose" || p.Title != "Chef" {
				t.Errorf("%+v", p)
			}
		}
		if kept := h.person(t, h.carlo.ID); kept != found[0] {
			t.Errorf("kept %+v", kept)
		}
		h.expect(t, map[string]int{`audit WHERE code = 'people.person_rejoined'`: 1})
	})
}

func TestEnsureTellsAllFaultsAndKeepsNothing(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		_, err := h.ensure(t.Context(), h.asBodil, h.egelund,
			Guest{"Ny", "ny@egelund.example", ""}, Guest{" ", "ny@egelund", ""}, Guest{"Navn\x00", "a@b@c", "x"})
		wantFaults(t, err, map[string]string{
			"name_1": "people.name_missing", "mail_1": "people.email_wrong", "name_2": "people.too_long", "mail_2": "people.email_wrong",
		})
		h.expect(t, map[string]int{`persons`: 5, `audit WHERE actor = '` + string(h.bodil.ID) + `'`: 0})
	})
}

// Crowds that name the same new people, in different orders, at the same moment:
// each person is made once, and everybody is told the same.
func TestEnsureInACrowdMakesEachPersonOnce(t *testing.T) {
	const crowd, guests = 16, 8
	each(t, func(t *testing.T, h house) {
		dbtest.Warm(t, h.d, 8)
		var (
			answers [crowd][]Person
			all     sync.WaitGroup
		)
		for i := range crowd {
			all.Go(func() {
				var named []Guest
				for n := range guests {
					named = append(named, Guest{fmt.Sprint("Gæst ", n), fmt.Sprintf("gaest%d@egelund.example", n), ""})
				}
				if i%2 == 1 {
					slices.Reverse(named)
				}
				found, err := h.ensure(t.Context(), h.asBodil, h.egelund, named...)
				if err != nil {
					t.Error(err)
					return
				}
				if i%2 == 1 {
					slices.Reverse(found)
				}
				answers[i] = found
			})
		}
		all.Wait()
		for _, found := range answers {
			if !slices.Equal(found, answers[0]) {
				t.Errorf("one was told %v, another %v", answers[0], found)
			}
		}
		h.expect(t, map[string]int{`persons WHERE email >= 'gaest' AND email < 'gaest:'`: guests})
	})
}

func BenchmarkEnsureOneNew(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, open(b))
			for i := 0; b.Loop(); i++ {
				if _, err := h.ensure(b.Context(), h.asBodil, h.egelund, Guest{"Ny", fmt.Sprintf("ny%d@egelund.example", i), ""}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
