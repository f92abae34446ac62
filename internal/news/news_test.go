package news

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

var (
	staff   = access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	contact = access.Actor{Person: "birgit", Org: "birkelund", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("birkelund")}}}
	visitor = access.Actor{}
)

// given publishes a network to tell about.
func given(t testing.TB, d *db.DB) (one id.Programme) {
	t.Helper()
	d.Now = func() time.Time { return dbtest.Noon }
	write(t, d, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		centre, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Centre, Name: "Udviklingshuset", OfficialName: "Udviklingshuset Åbrinke"})
		if err != nil {
			return err
		}
		tove, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@center.example", Org: centre})
		if err != nil {
			return err
		}
		one, err = programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Netværk for konsulenter", ShortName: "netværk", Lead: "Tre gange om året.", Purpose: "At blive klogere.", Audience: "Konsulenter.",
			Owner: centre, Operator: centre, Seller: centre, Contacts: []id.Person{tove}, MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@center.example",
		})
		if err != nil {
			return err
		}
		return programme.Publish(ctx, tx, one)
	})
	return one
}

func try(d *db.DB, who access.Actor, do func(context.Context, *db.Tx) error) error {
	return d.Write(context.Background(), who, do)
}

func write(t testing.TB, d *db.DB, who access.Actor, do func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := try(d, who, do); err != nil {
		t.Fatal(err)
	}
}

func add(t testing.TB, d *db.DB, n News) (one id.News) {
	t.Helper()
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Add(ctx, tx, n)
		return err
	})
	return one
}

func publish(d *db.DB, one id.News, at time.Time) error {
	return try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one, at) })
}

func edit(d *db.DB, one id.News, change func(*News)) error {
	return try(d, staff, func(ctx context.Context, tx *db.Tx) error {
		n, err := ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		change(&n)
		return Edit(ctx, tx, n)
	})
}

// look is what somebody finds at an address: the title, "moved to" it, or nothing.
func look(t testing.TB, d *db.DB, who access.Actor, day, slug string) (found string) {
	t.Helper()
	err := d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		n, moved, err := BySlug(ctx, tx, when.Date(day), slug)
		if found = n.Title; moved && err == nil {
			found = "moved to " + n.Path()
		}
		return err
	})
	if problem.Is(err, problem.NotFound) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func listedFor(t testing.TB, d *db.DB, w Wanted) (found []string, more bool) {
	t.Helper()
	err := d.Read(t.Context(), visitor, func(ctx context.Context, tx *db.Tx) (err error) {
		var page []News
		page, more, err = List(ctx, tx, w)
		for _, n := range page {
			found = append(found, n.Title)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, more
}

func keyOf(err error) string {
	if faults, ok := problem.FieldsOf(err); ok && len(faults) == 1 {
		return faults[0].Name + " " + faults[0].Key
	}
	return fmt.Sprint(err)
}

var valg = News{Title: "Netværket og kommunalvalget", Lead: "Om konsulentens rolle.", Body: "Der er *oplæg*."}

// A piece of news is nobody's until its moment, then everybody's, at an address
// that never leads astray.
func TestFromDraftToArchive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := given(t, d)
		n := valg
		n.Programmes = []id.Programme{p, p, ""}
		one := add(t, d, n)
		if all, _ := listedFor(t, d, Wanted{Most: 9}); all != nil {
			t.Error("a draft is listed", all)
		}
		morning := dbtest.Noon.Add(20 * time.Hour)
		if err := publish(d, one, morning); err != nil {
			t.Fatal(err)
		}
		day, slug := string(when.On(morning)), "netvaerket-og-kommunalvalget"
		if got := look(t, d, visitor, day, slug) + look(t, d, contact, day, slug); got != "" {
			t.Error("seen before its moment:", got)
		}
		if got := look(t, d, staff, day, slug); got != n.Title {
			t.Error("the secretariat sees", got)
		}
		d.Now = func() time.Time { return morning }
		if got := look(t, d, visitor, day, slug); got != n.Title {
			t.Error("at its moment:", got)
		}
		if err := edit(d, one, func(n *News) { n.Title = "Et andet navn" }); err != nil {
			t.Fatal(err)
		}
		if got := look(t, d, visitor, day, slug); got != "moved to /nyheder/"+day+"/et-andet-navn" {
			t.Error("the former address:", got)
		}
		for _, w := range []Wanted{{Most: 9}, {Most: 9, Year: day[:4]}, {Most: 9, Programme: p}, {Most: 9, Text: "KONSULENTENS oplaeg"}} {
			if all, more := listedFor(t, d, w); !slices.Equal(all, []string{"Et andet navn"}) || more {
				t.Errorf("%+v lists %v", w, all)
			}
		}
		for _, w := range []Wanted{{Most: 9, Year: "1999"}, {Most: 9, Programme: "another"}, {Most: 9, Text: "svale"}} {
			if all, _ := listedFor(t, d, w); all != nil {
				t.Errorf("%+v lists %v", w, all)
			}
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, one) })
		if got := look(t, d, staff, day, "et-andet-navn") + look(t, d, visitor, day, slug); got != "" {
			t.Error("taken down, at its address:", got)
		}
		other := add(t, d, News{Title: "Et andet navn", Lead: "x", Body: "x"})
		if err := publish(d, other, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if got := look(t, d, visitor, day, "et-andet-navn-2"); got != "Et andet navn" {
			t.Error("an address was given away")
		}
	})
}

// Pages of the list hold each once, the newest first, in both lists.
func TestLongLists(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		given(t, d)
		var want []string
		for i := range 7 {
			one := add(t, d, News{Title: fmt.Sprint("Nummer ", i), Lead: "x", Body: "x"})
			if i > 1 { // the first two stay drafts
				d.Now = func() time.Time { return dbtest.Noon.Add(time.Duration(i/2) * time.Hour) } // some at once
				if err := publish(d, one, time.Time{}); err != nil {
					t.Fatal(err)
				}
				want = append([]string{fmt.Sprint("Nummer ", i)}, want...)
			}
		}
		for _, text := range []string{"", "nummer"} {
			var got []string
			w := Wanted{Most: 2, Text: text}
			for more := true; more; {
				err := d.Read(t.Context(), visitor, func(ctx context.Context, tx *db.Tx) (err error) {
					var page []News
					page, more, err = List(ctx, tx, w)
					for _, n := range page {
						got, w.After = append(got, n.Title), n.ID
					}
					return err
				})
				if err != nil || len(got) > 9 {
					t.Fatal(err, got)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("searching for %q: %v, want %v", text, got, want)
			}
		}
		var all []string
		after := id.News("")
		for more := true; more; {
			err := d.Read(t.Context(), staff, func(ctx context.Context, tx *db.Tx) (err error) {
				var page []News
				page, more, err = All(ctx, tx, after, 3)
				for _, n := range page {
					all, after = append(all, n.Title), n.ID
				}
				return err
			})
			if err != nil || len(all) > 9 {
				t.Fatal(err, all)
			}
		}
		if len(all) != 7 || !slices.Equal(all[:2], []string{"Nummer 1", "Nummer 0"}) {
			t.Error("the secretariat's:", all)
		}
	})
}

func TestOnlyTheSecretariatWrites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		given(t, d)
		one := add(t, d, valg)
		for _, who := range []access.Actor{visitor, contact} {
			for name, do := range map[string]func(context.Context, *db.Tx) error{
				"add":      func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, valg); return err },
				"edit":     func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, News{ID: one}) },
				"publish":  func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one, time.Time{}) },
				"withdraw": func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, one) },
				"list":     func(ctx context.Context, tx *db.Tx) error { _, _, err := All(ctx, tx, "", 9); return err },
			} {
				if err := try(d, who, do); !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s as %q: %v", name, who.Person, err)
				}
			}
		}
	})
}

func TestRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	given(t, d)
	for want, change := range map[string]func(*News){
		"title news.title_missing":          func(n *News) { n.Title = " !! " },
		"title news.too_long":               func(n *News) { n.Title = strings.Repeat("æ", longestTitle+1) },
		"lead news.lead_missing":            func(n *News) { n.Lead = "  " },
		"body news.body_missing":            func(n *News) { n.Body = "\n" },
		"body news.unprintable":             func(n *News) { n.Body = "a\x00b" },
		"body news.too_long":                func(n *News) { n.Body = strings.Repeat("a", longestBody+1) },
		"body news.cpr":                     func(n *News) { n.Body = "CPR 010190-1234 står her" },
		"programmes news.no_such_programme": func(n *News) { n.Programmes = []id.Programme{"nobody"} },
		"meeting news.no_such_meeting":      func(n *News) { n.Meeting = "nobody" },
	} {
		n := valg
		change(&n)
		err := try(d, staff, func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, n); return err })
		if keyOf(err) != want {
			t.Errorf("%v, want %s", keyOf(err), want)
		}
	}
	one := add(t, d, valg)
	for want, at := range map[string]time.Time{"day news.moment_past": dbtest.Noon.Add(-time.Minute), "day news.moment_far": dbtest.Noon.AddDate(2, 0, 0)} {
		if err := publish(d, one, at); keyOf(err) != want {
			t.Errorf("%v, want %s", keyOf(err), want)
		}
	}
	if err := edit(d, one, func(n *News) { n.Version-- }); keyOf(err) != " news.changed_meanwhile" {
		t.Error(keyOf(err))
	}
}

// rush has several publish news of the same title at the same moment. It tells at
// how many different addresses they stand.
func rush(t *testing.T, d *db.DB, crowd int) int {
	t.Helper()
	given(t, d)
	news := make([]id.News, crowd)
	for i := range news {
		news[i] = add(t, d, valg)
	}
	dbtest.Warm(t, d, crowd)
	if d.NoLocks {
		dbtest.Unlocked(d, crowd)
	}
	var all sync.WaitGroup
	for _, one := range news {
		all.Go(func() {
			if err := publish(d, one, time.Time{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	paths := map[string]bool{}
	err := d.Read(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error {
		for _, one := range news {
			n, err := ByID(ctx, tx, one)
			if err != nil {
				return err
			}
			paths[n.Path()] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(paths)
}

func TestACrowdGetsAddressesOfItsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if got := rush(t, d, 6); got != 6 {
			t.Errorf("6 pieces of news at %d addresses", got)
		}
	})
}

// The test above fails without the lock.
func TestWithoutTheLockAddressesAreShared(t *testing.T) {
	d := dbtest.Postgres(t)
	d.NoLocks = true
	if got := rush(t, d, 6); got == 6 {
		t.Error("the crowd does not need the lock")
	}
}

func TestRetain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		given(t, d)
		old, public, taken := add(t, d, valg), add(t, d, valg), add(t, d, valg)
		for _, one := range []id.News{public, taken} {
			if err := publish(d, one, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, taken) })
		d.Now = func() time.Time { return dbtest.Noon.Add(draftKept) }
		fresh := add(t, d, valg)
		for _, c := range []struct {
			after time.Duration
			want  []bool
		}{{0, []bool{true, true, true, true}}, {time.Second, []bool{false, true, false, true}}} {
			d.Now = func() time.Time { return dbtest.Noon.Add(draftKept + c.after) }
			write(t, d, access.System(""), Retain)
			for i, one := range []id.News{old, public, taken, fresh} {
				err := d.Read(t.Context(), staff, func(ctx context.Context, tx *db.Tx) error { _, err := ByID(ctx, tx, one); return err })
				if (err == nil) != c.want[i] {
					t.Errorf("number %d after a year and %v: %v", i, c.after, err)
				}
			}
		}
	})
}
