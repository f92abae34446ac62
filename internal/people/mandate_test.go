package people

import (
	"context"
	"slices"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"

	"pgregory.net/rapid"
)

const childcare = "Børn og unge"

func (h house) limit(t *testing.T, who access.Actor, field string, kroner int64) error {
	t.Helper()
	return h.try(t, who, func(ctx context.Context, tx *db.Tx) error {
		return SetLimit(ctx, tx, h.egelund, Limit{field, money.DKK(kroner)})
	})
}

func (h house) signer(t *testing.T, who access.Actor, field string, one Person) error {
	t.Helper()
	return h.try(t, who, func(ctx context.Context, tx *db.Tx) error { return AddSigner(ctx, tx, h.egelund, field, one.ID) })
}

// keyOf is the first complaint, or the one there is.
func keyOf(err error) string {
	if bad, ok := problem.FieldsOf(err); ok {
		return bad[0].Key
	}
	if problem.Is(err, problem.Forbidden) {
		return "forbidden"
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestContactsOnlyMakeTheMandateStricter(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		step := func(what, want string, err error) {
			t.Helper()
			if got := keyOf(err); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		step("a limit above which nobody decides", "people.limit_no_signer", h.limit(t, h.asBodil, "", 10_000))
		step("a colleague names a signer", "forbidden", h.signer(t, h.asCarlo, "", h.carlo))
		step("a foreign contact person names one", "forbidden", h.signer(t, h.asDorte, "", h.dorte))
		step("a foreign signer", "people.signer_of_org", h.signer(t, h.asBodil, "", h.dorte))
		step("the first signer", "", h.signer(t, h.asBodil, "", h.carlo))
		step("the second", "forbidden", h.signer(t, h.asBodil, "", h.bodil))
		step("the first limit", "", h.limit(t, h.asBodil, "", 10_000))
		step("lower", "", h.limit(t, h.asBodil, "", 8_000))
		step("higher", "people.only_stricter", h.limit(t, h.asBodil, "", 9_000))
		step("higher in one field", "people.only_stricter", h.limit(t, h.asBodil, childcare, 9_000))
		step("lower in one field", "", h.limit(t, h.asBodil, childcare, 5_000))
		step("below nothing", "people.limit_amount", h.limit(t, h.asStaff, "", -1))
		carlo := h.as(t, h.carlo)
		if !carlo.Is(access.Signer, access.At(h.egelund)) {
			t.Error("the signer has not got the role")
		}
		step("the signer raises it", "", h.limit(t, carlo, "", 20_000))
		remove := func(who access.Actor, p Person) error {
			return h.try(t, who, func(ctx context.Context, tx *db.Tx) error { return RemoveSigner(ctx, tx, h.egelund, "", p.ID) })
		}
		step("the last signer goes", "people.last_signer", remove(h.asStaff, h.carlo))
		step("a contact person removes them", "forbidden", remove(h.asBodil, h.carlo))
		step("the signer names another", "", h.signer(t, carlo, "", h.bodil))
		step("then one may go", "", remove(h.asStaff, h.carlo))
		if h.as(t, h.carlo).Is(access.Signer, access.At(h.egelund)) {
			t.Error("the role was kept")
		}
		h.expect(t, map[string]int{
			`mandates`: 2, `signers`: 1, `audit WHERE code = 'people.limit_set'`: 4,
			`audit WHERE code = 'people.signer_added'`: 2, `audit WHERE code = 'people.signer_removed'`: 1,
		})
	})
}

// Whoever leaves signs no more, and a limit is then not the contact person's to
// get around by naming themselves.
func TestWhoLeavesSignsNoMore(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, err := range []error{h.signer(t, h.asStaff, "", h.carlo), h.limit(t, h.asStaff, "", 10_000)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			who, err := SignersIn(ctx, tx, h.egelund, childcare)
			most, limited, err2 := LimitIn(ctx, tx, h.egelund, childcare)
			if err != nil || err2 != nil || len(who) != 0 || !limited || most != money.DKK(10_000) {
				t.Errorf("%v %v %v %v %v", who, most, limited, err, err2)
			}
			return nil
		})
		if got := keyOf(h.signer(t, h.asBodil, "", h.bodil)); got != "forbidden" {
			t.Errorf("a contact person names themselves: %q", got)
		}
		h.expect(t, map[string]int{`signers`: 0})
	})
}

// Contact persons who are held by a limit cannot get rid of the one who decides
// above it by ending their affiliation or their role; nor is it got around by
// another spelling of the field.
func TestTheLastSignerStaysUnlessTheSecretariatSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, err := range []error{h.signer(t, h.asStaff, childcare, h.carlo), h.limit(t, h.asStaff, "BØRN og  Unge", 10_000)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error { // who also is a contact person
			return GiveRole(ctx, tx, h.carlo.ID, access.Contact, access.At(h.egelund))
		})
		leave := func(who access.Actor) error {
			return h.try(t, who, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
		}
		if err := leave(h.asBodil); !problem.Is(err, problem.Invalid) {
			t.Errorf("a contact person ends the last signer: %v", err)
		}
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			most, limited, err := LimitIn(ctx, tx, h.egelund, "børn og unge")
			if err != nil || !limited || most != money.DKK(10_000) {
				t.Errorf("the limit is %v %v %v", most, limited, err)
			}
			return nil
		})
		if err := h.signer(t, h.asStaff, childcare, h.bodil); err != nil {
			t.Fatal(err)
		}
		if err := leave(h.asBodil); err != nil {
			t.Errorf("now there is another: %v", err)
		}
		if got := keyOf(h.limit(t, h.asStaff, "Sagen om 010190-1239", 5_000)); got != "people.field_cpr" {
			t.Errorf("a field with a CPR number: %q", got)
		}
	})
}

// A limit that another command knows by another spelling is one limit.
func TestSpellingMakesNoSecondLimit(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for _, err := range []error{h.signer(t, h.asStaff, "", h.carlo), h.limit(t, h.asStaff, childcare, 10_000), h.limit(t, h.asStaff, "Børn og Unge", 7_000)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		h.expect(t, map[string]int{`mandates`: 1, `mandates WHERE minor = 700000`: 1})
	})
}

func TestAFieldsOwnRulesGoBeforeTheGeneralOnes(t *testing.T) {
	fields := rapid.SampledFrom([]string{"", "a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		var m Mandate
		own := map[string]money.Money{}
		for _, f := range rapid.SliceOfDistinct(fields, rapid.ID[string]).Draw(t, "limited") {
			own[f] = money.DKK(rapid.Int64Range(0, 9).Draw(t, "kroner"))
			m.Limits = append(m.Limits, Limit{f, own[f]})
		}
		for _, f := range rapid.SliceOf(fields).Draw(t, "signed") {
			m.Signers = append(m.Signers, Signatory{f, Person{Name: f}})
		}
		asked := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "asked")
		most, limited := m.Limit(asked)
		want, has := own[asked]
		if !has {
			want, has = own[""]
		}
		if limited != has || most != want {
			t.Fatalf("limit %v %v, want %v %v", most, limited, want, has)
		}
		signs := func(f string) bool {
			return slices.ContainsFunc(m.Signers, func(s Signatory) bool { return s.Field == f })
		}
		for _, s := range m.SignersFor(asked) {
			if s.Name != asked && (s.Name != "" || signs(asked)) {
				t.Fatalf("%q signs in %q", s.Name, asked)
			}
		}
		if (len(m.SignersFor(asked)) > 0) != (signs(asked) || signs("")) {
			t.Fatal("somebody should sign")
		}
	})
}

func TestEachFieldHasItsAddressForInvoices(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		keep := func(who access.Actor, org id.Org, g GLN) string {
			return keyOf(h.try(t, who, func(ctx context.Context, tx *db.Tx) error { return KeepGLN(ctx, tx, org, g) }))
		}
		for _, c := range []struct {
			who  access.Actor
			org  id.Org
			g    GLN
			want string
		}{
			{h.asBodil, h.egelund, GLN{"5790000000005", "Økonomi", ""}, ""},
			{h.asBodil, h.egelund, GLN{"5790 0000 0001 2", "Børn", childcare}, ""},
			{h.asStaff, h.egelund, GLN{"5790000000012", "Børn og Familie", childcare}, ""}, // another label
			{h.asBodil, h.egelund, GLN{"5790000000013", "", ""}, "people.gln_check"},
			{h.asBodil, h.egelund, GLN{"123", "", ""}, "people.gln_length"},
			{h.asBodil, h.egelund, GLN{"5790000000OO5", "", ""}, "people.gln_length"},
			{h.asBodil, h.egelund, GLN{"5790-0000-0001-2", "", ""}, "people.gln_check"},
			{h.asDorte, h.mosby, GLN{"5790000000005", "", ""}, "people.gln_elsewhere"},
			{h.asDorte, h.egelund, GLN{"5790000000005", "", ""}, "forbidden"},
			{h.asCarlo, h.egelund, GLN{"5790000000005", "", ""}, "forbidden"},
		} {
			if got := keep(c.who, c.org, c.g); got != c.want {
				t.Errorf("%v: %q, want %q", c.g, got, c.want)
			}
		}
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			list, err := GLNs(ctx, tx, h.egelund)
			if err != nil || len(list) != 2 || ForField(list, childcare)[0].Label != "Børn og Familie" || ForField(list, "Vej og park")[0].Label != "Økonomi" {
				t.Errorf("%v %v", list, err)
			}
			return nil
		})
		for range 2 { // twice is once
			h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return DropGLN(ctx, tx, h.egelund, "5790000000005") })
		}
		h.expect(t, map[string]int{`org_glns`: 1, `audit WHERE code = 'people.gln_kept'`: 3, `audit WHERE code = 'people.gln_dropped'`: 1})
	})
}
