package people

import (
	"context"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// The house of every test: two municipalities with a contact person each, an
// association with a member of staff and an administrator. All are invented.
type house struct {
	d                         *db.DB
	egelund, mosby, league    id.Org
	bodil, carlo, dorte       Person // contact and colleague of Egelund, contact of Mosby
	staff, admin              Person
	asBodil, asCarlo, asDorte access.Actor
	asStaff, asAdmin          access.Actor
	unlocked                  bool // negative controls: the locks are taken away before the crowd comes
}

var (
	system  = access.System("")
	visitor access.Actor
)

func newHouse(t testing.TB, d *db.DB) (h house) {
	t.Helper()
	h.d = d
	h.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		for _, o := range []struct {
			at     *id.Org
			kind   OrgKind
			name   string
			domain string
		}{
			{&h.egelund, Municipality, "Egelund", "egelund.example"},
			{&h.mosby, Municipality, "Mosby", "mosby.example"},
			{&h.league, Association, "Kommuneforeningen", "forening.example"},
		} {
			if *o.at, err = AddOrg(ctx, tx, NewOrg{Kind: o.kind, Name: o.name, OfficialName: o.name + " Kommune", Domains: []string{o.domain}}); err != nil {
				return err
			}
		}
		for _, p := range []struct {
			at   *Person
			name string
			mail string
			org  id.Org
			role access.Role
			in   access.Scope
		}{
			{&h.bodil, "Bodil Ask", "bodil@egelund.example", h.egelund, access.Contact, access.At(h.egelund)},
			{&h.carlo, "Carlo Eng", "carlo@egelund.example", h.egelund, "", ""},
			{&h.dorte, "Dorte Mose", "dorte@mosby.example", h.mosby, access.Contact, access.At(h.mosby)},
			{&h.staff, "Signe Land", "signe@forening.example", h.league, access.Staff, access.Everywhere},
			{&h.admin, "Anton Bro", "anton@forening.example", h.league, access.Admin, access.Everywhere},
		} {
			who, err := AddPerson(ctx, tx, NewPerson{Name: p.name, Email: p.mail, Title: "Konsulent", Org: p.org})
			if err != nil {
				return err
			}
			if p.role != "" {
				if err := GiveRole(ctx, tx, who, p.role, p.in); err != nil {
					return err
				}
			}
			if *p.at, err = PersonByID(ctx, tx, who); err != nil {
				return err
			}
		}
		return nil
	})
	h.asBodil, h.asCarlo, h.asDorte = h.as(t, h.bodil), h.as(t, h.carlo), h.as(t, h.dorte)
	h.asStaff, h.asAdmin = h.as(t, h.staff), h.as(t, h.admin)
	return h
}

// as is the person with the roles that the database knows.
func (h house) as(t testing.TB, p Person) (who access.Actor) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		i, _, err := Identify(ctx, tx, p.ID)
		who = access.Actor{Person: p.ID, Org: i.Org, Grants: i.Grants}
		return err
	})
	return who
}

func (h house) write(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := h.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (h house) read(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := h.d.Read(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

// try is a command as somebody.
func (h house) try(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) error {
	t.Helper()
	return h.d.Write(t.Context(), who, fn)
}

func (h house) person(t testing.TB, one id.Person) (p Person) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = PersonByID(ctx, tx, one)
		return err
	})
	return p
}

// expect runs queries that each count something.
func (h house) expect(t testing.TB, counts map[string]int) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		for query, want := range counts {
			var got int
			if err := tx.Get(ctx, &got, `SELECT count(*) FROM `+query); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		return nil
	})
}

// wantFaults compares the fields and keys of all faults.
func wantFaults(t testing.TB, err error, want map[string]string) {
	t.Helper()
	faults, ok := problem.FieldsOf(err)
	if !ok {
		t.Fatalf("err = %v, want faults", err)
	}
	got := map[string]string{}
	for _, f := range faults {
		got[f.Name] = f.Key
	}
	for name, key := range want {
		if got[name] != key {
			t.Errorf("fault at %q is %q, want %q", name, got[name], key)
		}
	}
	if len(got) != len(want) {
		t.Errorf("faults %v, want %v", got, want)
	}
}

func each(t *testing.T, fn func(t *testing.T, h house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, newHouse(t, d)) })
}
