package programme

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"

	"pgregory.net/rapid"
)

var (
	staff   = access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	contact = access.Actor{Person: "birgit", Org: "birkelund", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("birkelund")}}}
	visitor = access.Actor{}
)

func readers(t *testing.T) map[string]context.Context {
	t.Helper()
	words, err := i18n.Load(web.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]context.Context{"da": words.For(t.Context(), "da"), "en": words.For(t.Context(), "en")}
}

// given makes the association, the centre and Tove, and returns the network
// with their ids.
func given(t testing.TB, d *db.DB) Programme {
	t.Helper()
	p := network()
	write(t, d, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		association, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Association, Name: "Fællesskabet", OfficialName: "Kommunernes Fællesskab"})
		if err != nil {
			return err
		}
		centre, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Centre, Name: "Udviklingshuset", OfficialName: "Udviklingshuset Åbrinke"})
		if err != nil {
			return err
		}
		tove, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@center.example", Title: "chefkonsulent", Org: centre})
		if err != nil {
			return err
		}
		p.Owner, p.Operator, p.Seller, p.Inviters, p.Contacts = association, centre, centre, []id.Org{centre, association}, []id.Person{tove}
		return people.GiveRole(ctx, tx, tove, access.Staff, access.Everywhere)
	})
	return p
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

func add(t testing.TB, d *db.DB, p Programme) (one id.Programme) {
	t.Helper()
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Add(ctx, tx, p)
		return err
	})
	return one
}

func get(t testing.TB, d *db.DB, one id.Programme) (p Programme) {
	t.Helper()
	read(t, d, staff, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = ByID(ctx, tx, one)
		return err
	})
	return p
}

func read(t testing.TB, d *db.DB, who access.Actor, do func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), who, do); err != nil {
		t.Fatal(err)
	}
}

func TestADraftIsKeptAsItWasWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		want := given(t, d)
		got := get(t, d, add(t, d, want))
		want.ID, want.Slug, want.State, want.Version = got.ID, "netvaerk-for-konsulenter-paa-boerne-og-ungeomraadet", Draft, 1
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("%+v\nwant\n%+v", got, want)
		}
	})
}

func TestFromDraftToPublicAndBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d))
		slug := get(t, d, one).Slug
		seen := func(who access.Actor) bool {
			var found bool
			read(t, d, who, func(ctx context.Context, tx *db.Tx) error {
				_, _, err := BySlug(ctx, tx, web.KindNetwork, slug)
				found = err == nil
				if err != nil && !problem.Is(err, problem.NotFound) {
					return err
				}
				list, err := Published(ctx, tx)
				if listed := len(list) == 1; err == nil && who.Person == "" && listed != found {
					t.Errorf("found %v, listed %v", found, listed)
				}
				return err
			})
			return found
		}
		if seen(visitor) || seen(contact) || !seen(staff) {
			t.Error("a draft is for the secretariat")
		}
		for range 2 { // twice is once
			write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one) })
		}
		p := get(t, d, one)
		if !seen(visitor) || p.State != Public || p.PublishedAt == nil || !p.PublishedAt.Equal(dbtest.Noon) || p.PublishedAt.Location() != time.UTC || p.Version != 2 {
			t.Errorf("published: %+v", p)
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, one) })
		if p := get(t, d, one); seen(visitor) || p.State != Draft || p.PublishedAt != nil {
			t.Errorf("withdrawn: %+v", p)
		}
	})
}

func TestWhatIsMissingIsToldBeforeAnybodyReadsIt(t *testing.T) {
	d := dbtest.SQLite(t)
	p := given(t, d)
	p.Lead, p.Purpose, p.Audience, p.Contacts = "", "", "", nil
	one := add(t, d, p)
	err := try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one) })
	if faults, _ := problem.FieldsOf(err); len(faults) != 4 || get(t, d, one).State != Draft {
		t.Error(err, faults)
	}
}

func TestAnotherNameIsAnotherAddressAndTheOldOneLeadsThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d))
		rename := func(name string) string {
			p := get(t, d, one)
			p.Name = name
			write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, p) })
			return get(t, d, one).Slug
		}
		first := get(t, d, one).Slug
		if got := rename("Konsulenternes netværk"); got != "konsulenternes-netvaerk" {
			t.Error(got)
		}
		read(t, d, staff, func(ctx context.Context, tx *db.Tx) error {
			p, moved, err := BySlug(ctx, tx, web.KindNetwork, first)
			if err == nil && (!moved || p.Path() != "/netvaerk/konsulenternes-netvaerk") {
				t.Error(moved, p.Path())
			}
			p, moved, _ = BySlug(ctx, tx, web.KindNetwork, p.Slug)
			if moved {
				t.Error("moved from itself")
			}
			return err
		})
		// A former address is not given away, but its owner may have it back.
		other := network()
		p := get(t, d, one)
		other.Owner, other.Operator, other.Seller, other.Inviters, other.Contacts = p.Owner, p.Operator, p.Seller, nil, nil
		if got := get(t, d, add(t, d, other)).Slug; got != first+"-2" {
			t.Error(got)
		}
		if got := rename(network().Name); got != first {
			t.Error(got)
		}
		if got := rename("Netværk for KONSULENTER på børne- og ungeområdet!"); got != first {
			t.Errorf("letters that the address does not show made it %s", got)
		}
	})
}

func TestAnOlderCopyDoesNotOverwrite(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d))
	p := get(t, d, one)
	edit := func(lead string) error {
		q := p
		q.Lead = lead
		return try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, q) })
	}
	if err := edit("Den første."); err != nil {
		t.Fatal(err)
	}
	err := edit("Den anden.")
	if faults, _ := problem.FieldsOf(err); len(faults) != 1 || faults[0].Key != "programme.changed_meanwhile" || get(t, d, one).Lead != "Den første." {
		t.Error(err, faults)
	}
}

func TestWhatEditCannotChange(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d))
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, one) })
	p := get(t, d, one)
	p.Kind, p.State, p.PublishedAt, p.Slug = web.KindExecutive, Draft, nil, "andet"
	p.Inviters = p.Inviters[:1]
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, p) })
	got := get(t, d, one)
	if got.Kind != web.KindNetwork || got.State != Public || got.PublishedAt == nil || got.Slug == "andet" || len(got.Inviters) != 1 || len(got.Contacts) != 1 {
		t.Errorf("%+v", got)
	}
	got.Lead = ""
	got.Covers = -1
	err := try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, got) })
	if faults, _ := problem.FieldsOf(err); len(faults) != 2 || faults[0].Key != "programme.covers_wrong" || faults[1].Key != "programme.lead_missing" {
		t.Error("what anybody reads has a lead, and that is told with the rest:", err, faults)
	}
}

func TestStrangersNamedAreFaults(t *testing.T) {
	d := dbtest.SQLite(t)
	p := given(t, d)
	p.Owner, p.Seller, p.Inviters, p.Contacts = "nobody", "nobody", []id.Org{"nobody"}, []id.Person{"nobody"}
	err := try(d, staff, func(ctx context.Context, tx *db.Tx) error {
		_, err := Add(ctx, tx, p)
		return err
	})
	var names []string
	faults, _ := problem.FieldsOf(err)
	for _, f := range faults {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"owner", "seller", "inviters", "contacts"}) {
		t.Error(err, names)
	}
}

func TestOnlyTheSecretariatWrites(t *testing.T) {
	d := dbtest.SQLite(t)
	p := given(t, d)
	p.ID = add(t, d, p)
	p.Version = 1
	for _, c := range []struct { // in this order: what publishing changes, an edit must know
		name string
		do   func(context.Context, *db.Tx) error
	}{
		{"add", func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, p); return err }},
		{"edit", func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, p) }},
		{"publish", func(ctx context.Context, tx *db.Tx) error { return Publish(ctx, tx, p.ID) }},
		{"withdraw", func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, p.ID) }},
		{"all", func(ctx context.Context, tx *db.Tx) error { _, err := All(ctx, tx); return err }},
		{"choices", func(ctx context.Context, tx *db.Tx) error { _, err := LoadChoices(ctx, tx); return err }},
	} {
		for _, who := range []access.Actor{visitor, contact} {
			if err := try(d, who, c.do); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s as %q: %v", c.name, who.Person, err)
			}
		}
		if err := try(d, staff, c.do); err != nil {
			t.Errorf("%s as staff: %v", c.name, err)
		}
	}
}

// A crowd that takes the same name at once gets an address each.
func TestACrowdGetsAnAddressEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := given(t, d)
		dbtest.Warm(t, d, 8)
		slugs := crowd(t, d, p, 8)
		slices.Sort(slugs)
		if len(slices.Compact(slugs)) != 8 {
			t.Error(slugs)
		}
	})
}

// Without the lock some of them fail.
func TestWithoutTheLockTheCrowdCollides(t *testing.T) {
	d := dbtest.Postgres(t)
	p := given(t, d)
	dbtest.Warm(t, d, 4)
	dbtest.Unlocked(d, 4)
	if slugs := crowd(t, d, p, 4); len(slices.Compact(slices.Sorted(slices.Values(slugs)))) == 4 {
		t.Error("the lock is for nothing:", slugs)
	}
}

// crowd adds the programme n times at once, and returns the addresses got.
func crowd(t *testing.T, d *db.DB, p Programme, n int) (slugs []string) {
	var all sync.WaitGroup
	var mu sync.Mutex
	for range n {
		all.Go(func() {
			err := try(d, staff, func(ctx context.Context, tx *db.Tx) error {
				one, err := Add(ctx, tx, p)
				if err != nil {
					return err
				}
				kept, err := ByID(ctx, tx, one)
				mu.Lock()
				slugs = append(slugs, kept.Slug)
				mu.Unlock()
				return err
			})
			if err != nil && !d.NoLocks {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return slugs
}

// Whatever is renamed to what, every address ever had leads to its programme.
func TestNoAddressIsEverLost(t *testing.T) {
	d := dbtest.SQLite(t)
	d.Strict = false // one transaction adds and renames many
	base := given(t, d)
	rapid.Check(t, func(t *rapid.T) {
		rollback := errors.New("roll back")
		err := try(d, staff, func(ctx context.Context, tx *db.Tx) error {
			had := map[string]id.Programme{}
			var all []id.Programme
			names := rapid.SampledFrom([]string{"Netværk A", "netværk a!", "Netværk Å", "Netværk aa", "Netværk a 2"})
			for range rapid.IntRange(1, 12).Draw(t, "steps") {
				name, p := names.Draw(t, "name"), base
				var one id.Programme
				var err error
				if len(all) == 0 || rapid.Bool().Draw(t, "new") {
					p.Name = name
					one, err = Add(ctx, tx, p)
					all = append(all, one)
				} else {
					one = rapid.SampledFrom(all).Draw(t, "which")
					if p, err = ByID(ctx, tx, one); err != nil {
						return err
					}
					p.Name = name
					err = Edit(ctx, tx, p)
				}
				if err != nil {
					return err
				}
				kept, err := ByID(ctx, tx, one)
				if err != nil {
					return err
				}
				if owner, ok := had[kept.Slug]; ok && owner != one {
					t.Fatalf("%s was given away", kept.Slug)
				}
				had[kept.Slug] = one
			}
			for slug, owner := range had {
				if p, _, err := BySlug(ctx, tx, web.KindNetwork, slug); err != nil || p.ID != owner {
					t.Fatalf("%s leads to %s: %v", slug, p.ID, err)
				}
			}
			return rollback
		})
		if !errors.Is(err, rollback) {
			t.Fatal(err)
		}
	})
}
