package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"

	"pgregory.net/rapid"
)

func (h house) merge(t testing.TB, who access.Actor, kept, gone id.Person) error {
	t.Helper()
	return h.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Merge(ctx, tx, kept, gone) })
}

func (h house) byMail(t testing.TB, mail string) (p Person) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		p, _, err = PersonByMail(ctx, tx, mail)
		return err
	})
	return p
}

func (h house) added(t testing.TB, name, mail string, org id.Org) (one id.Person) {
	t.Helper()
	h.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = AddPerson(ctx, tx, NewPerson{Name: name, Email: mail, Org: org})
		return err
	})
	return one
}

func TestMergingLeavesOnePerson(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		old := h.added(t, "Carlo Eng", "ce@egelund.example", h.egelund)
		older := h.added(t, "C. Eng", "c.eng@egelund.example", h.egelund)
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
			return GiveRole(ctx, tx, old, access.Contact, access.At(h.egelund))
		})
		for _, step := range []struct{ kept, gone id.Person }{{old, older}, {h.carlo.ID, old}, {h.carlo.ID, old}} {
			if err := h.merge(t, h.asStaff, step.kept, step.gone); err != nil {
				t.Fatal(err)
			}
		}
		for _, mail := range []string{"ce@egelund.example", "c.eng@egelund.example", "carlo@egelund.example"} {
			if p := h.byMail(t, mail); p.ID != h.carlo.ID || p.Email != "carlo@egelund.example" || p.State != Active {
				t.Errorf("%s finds %+v", mail, p)
			}
		}
		if p := h.person(t, old); p.Name != "Carlo Eng" || p.Into != h.carlo.ID || p.State != Ended {
			t.Errorf("the name of what was done is %+v", p)
		}
		if who := h.as(t, h.carlo); !who.Is(access.Contact, access.At(h.egelund)) {
			t.Error("the role did not move")
		}
		if who := h.as(t, Person{ID: old}); who.Org != "" || len(who.Grants) > 0 {
			t.Errorf("the gone one is still somebody: %+v", who)
		}
		found, err := h.ensure(t.Context(), h.asBodil, h.egelund, Guest{"Carlo", "CE@egelund.example", ""}, Guest{"Ny", "ny@egelund.example", ""})
		if err != nil || len(found) != 2 || found[0].ID != h.carlo.ID {
			t.Error(found, err)
		}
		h.expect(t, map[string]int{
			`roles WHERE person = '` + string(old) + `'`: 0, `audit WHERE code = 'people.merged'`: 2,
			`jobs WHERE kind = 'people.merged'`: 4, `jobs WHERE kind = 'people.left'`: 2, `persons WHERE merged_into = '` + string(h.carlo.ID) + `'`: 2,
		})
	})
}

func TestWhoMayMergeWhom(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for name, who := range map[string]access.Actor{"contact": h.asBodil, "colleague": h.asCarlo, "visitor": visitor} {
			if err := h.merge(t, who, h.carlo.ID, h.bodil.ID); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.merge(t, h.asStaff, h.carlo.ID, h.admin.ID); !problem.Is(err, problem.Forbidden) {
			t.Errorf("staff make an administrator by merging one: %v", err)
		}
		bait := h.added(t, "Bait", "bait@egelund.example", h.egelund) // whose mailbox is theirs
		if err := h.merge(t, h.asStaff, h.admin.ID, bait); !problem.Is(err, problem.Forbidden) {
			t.Errorf("staff give an administrator an address: %v", err)
		}
		if err := h.merge(t, h.asStaff, h.carlo.ID, "nobody"); !problem.Is(err, problem.NotFound) {
			t.Errorf("nobody: %v", err)
		}
		ended := h.added(t, "Er Rejst", "rejst@egelund.example", h.egelund)
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, ended) })
		for want, err := range map[string]error{
			"people.merge_same":       h.merge(t, h.asStaff, h.carlo.ID, h.carlo.ID),
			"people.merge_not_active": h.merge(t, h.asStaff, ended, h.carlo.ID),
			"people.merge_yourself":   h.merge(t, h.asStaff, h.carlo.ID, h.staff.ID),
		} {
			if faults, _ := problem.FieldsOf(err); len(faults) != 1 || faults[0].Key != want {
				t.Errorf("%s: %v", want, err)
			}
		}
		if err := h.merge(t, h.asStaff, h.carlo.ID, ended); err != nil {
			t.Error("somebody who has left:", err)
		}
		if err := h.merge(t, h.asStaff, h.bodil.ID, ended); err == nil {
			t.Error("merged with two")
		}
		h.expect(t, map[string]int{`audit WHERE code = 'people.merged'`: 1, `roles WHERE role = 'admin'`: 1})
	})
}

// A contact person who is merged into one of another organisation is no contact
// any more: those belong where they are contact.
func TestAContactElsewhereEnds(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		if err := h.merge(t, h.asStaff, h.carlo.ID, h.dorte.ID); err != nil {
			t.Fatal(err)
		}
		h.expect(t, map[string]int{`roles WHERE role = 'contact'`: 1})
	})
}

// A signer of the same organisation goes on signing, whoever they are called.
func TestASignerGoesOn(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		old := h.added(t, "Carlo Eng", "ce@egelund.example", h.egelund)
		for _, who := range []id.Person{old, h.dorte.ID} {
			org := h.person(t, who).Org
			h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error { return AddSigner(ctx, tx, org, "", who) })
		}
		if err := h.merge(t, h.asStaff, h.carlo.ID, old); err != nil {
			t.Fatal(err)
		}
		h.read(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
			list, err := SignersIn(ctx, tx, h.egelund, "")
			if len(list) != 1 || list[0].ID != h.carlo.ID {
				t.Errorf("signers are %+v", list)
			}
			return err
		})
		err := h.merge(t, h.asStaff, h.carlo.ID, h.dorte.ID)
		if faults, _ := problem.FieldsOf(err); len(faults) != 1 || faults[0].Key != "people.merge_signer" {
			t.Errorf("the last signer of another organisation: %v", err)
		}
	})
}

// crowd merges one person into two others, at once, and tells how often that was
// done.
func (h house) crowd(t *testing.T) (times int) {
	t.Helper()
	old := h.added(t, "Carlo Eng", "ce@egelund.example", h.egelund)
	dbtest.Warm(t, h.d, 2)
	if h.unlocked {
		dbtest.Unlocked(h.d, 2)
	}
	var both sync.WaitGroup
	for _, kept := range []id.Person{h.carlo.ID, h.bodil.ID} {
		both.Go(func() {
			err := h.d.Write(t.Context(), h.asStaff, func(ctx context.Context, tx *db.Tx) error { return Merge(ctx, tx, kept, old) })
			if _, ok := problem.FieldsOf(err); err != nil && !ok {
				t.Error(err)
			}
		})
	}
	both.Wait()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &times, `SELECT count(*) FROM audit WHERE code = 'people.merged'`)
	})
	return times
}

func TestNobodyIsMergedWithTwo(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		if n := h.crowd(t); n != 1 {
			t.Errorf("merged %d times", n)
		}
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockSomebodyIsMergedWithTwo(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	h.unlocked = true
	if n := h.crowd(t); n != 2 {
		t.Errorf("merged %d times", n)
	}
}

func TestDuplicatesAreFoundByEachRule(t *testing.T) {
	all := []Person{
		{ID: "1", Name: "Bo Ærø", Email: "bo@e.example", Org: "e", Phone: "+45 12 34 56 78"},
		{ID: "2", Name: "bo  aerø", Email: "b@e.example", Org: "e", Phone: "12345678"},
		{ID: "3", Name: "Bo Ærø", Email: "bo@m.example", Org: "m", Phone: "12345678"},
		{ID: "4", Name: "Bo Hansen", Email: "bo@skole.e.example", Org: "e"},
	}
	for i := range 5 { // a switchboard
		all = append(all, Person{ID: id.Person(fmt.Sprint("s", i)), Name: fmt.Sprint("Navn ", i), Email: fmt.Sprint("n", i, "@e.example"), Org: "e", Phone: "87654321"})
	}
	var got []string
	for _, p := range pairsAmong(all) {
		got = append(got, fmt.Sprint(p.key(), " ", p.Why))
	}
	if want := []string{"1 2 [name phone]", "1 4 [mail]"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// No pair is there twice, or of one person, or across organisations, and the order
// does not depend on that of the people.
func TestPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Person
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
			all = append(all, Person{
				ID: id.Person(fmt.Sprintf("%02d", i)), Name: pick("name", "A", "a", "B", ""), Email: pick("mail", "a@x.example", "a@y.example", "b@x.example"),
				Org: id.Org(pick("org", "e", "m")), Phone: pick("phone", "", "12345678", "1234"),
			})
		}
		org := map[id.Person]id.Org{}
		for _, p := range all {
			org[p.ID] = p.Org
		}
		found, seen := pairsAmong(all), map[string]bool{}
		for _, p := range found {
			if seen[p.key()] || p.One >= p.Other || org[p.One] != org[p.Other] || len(p.Why) == 0 {
				t.Fatalf("%+v", p)
			}
			seen[p.key()] = true
		}
		slices.Reverse(all)
		if fmt.Sprint(pairsAmong(all)) != fmt.Sprint(found) {
			t.Fatal("another order of people gives other pairs")
		}
	})
}

func TestMergePages(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		old := h.added(t, "Carlo Eng", "ce@egelund.example", h.egelund)
		staff, english := h.browser(t, h.asStaff, "da"), h.browser(t, h.asStaff, "en")
		golden(t, "duplicates.da.html", shown(staff("GET", duplicatesPath)))
		golden(t, "duplicates.en.html", shown(english("GET", duplicatesPath)))
		at := mergeAddress(h.carlo.ID, old)
		golden(t, "merge.da.html", shown(staff("GET", at)))
		golden(t, "merge-refused.da.html", shown(staff("GET", mergeAddress(h.carlo.ID, h.staff.ID))))
		if got := staff("POST", mergePath, "behold", string(h.carlo.ID), "vaek", string(h.carlo.ID)); got.Code != 422 {
			t.Error(got.Code)
		}
		if got := staff("POST", mergePath, "behold", string(h.carlo.ID), "vaek", string(old)); got.Code != 303 {
			t.Error(got.Code)
		}
		if page := staff("GET", duplicatesPath+"?samlet=1").Body.String(); !strings.Contains(page, "Ingen dubletter") {
			t.Error(page)
		}
	})
}
