package people

import (
	"context"
	"slices"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

func TestAnOrganisationIsKept(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		var one id.Org
		h.write(t, h.asAdmin, func(ctx context.Context, tx *db.Tx) (err error) {
			one, err = AddOrg(ctx, tx, NewOrg{
				Kind: Municipality, Name: " Ålbæk  Vest ", Code: "9001", CVR: "DK 1000 0009", Street: "Torvet 1", Postcode: "9999", City: "Ålbæk",
				Region: "Region Nord", Email: "Post@aalbaek.example", Phone: "12 34 56 78", Population: 42,
				GLNs:    []GLN{{"5790 0000 0000 5", "Børn og unge", ""}, {"", "", ""}},
				Domains: []string{"@Aalbaek.example", ""},
			})
			return err
		})
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			o, err := OrgByID(ctx, tx, one)
			want := Org{
				ID: one, Kind: Municipality, Name: "Ålbæk Vest", OfficialName: "Ålbæk Vest", SortKey: o.SortKey, Code: "9001", CVR: "10000009",
				Street: "Torvet 1", Postcode: "9999", City: "Ålbæk", Region: "Region Nord", Email: "post@aalbaek.example", Phone: "12 34 56 78", Population: 42,
			}
			if err != nil || o != want {
				t.Errorf("%+v, want %+v (%v)", o, want, err)
			}
			if glns, err := GLNs(ctx, tx, one); err != nil || !slices.Equal(glns, []GLN{{"5790000000005", "Børn og unge", ""}}) {
				t.Errorf("%v %v", glns, err)
			}
			if found, ok, err := OrgByMail(ctx, tx, "hvem@AALBAEK.example"); err != nil || !ok || found != want {
				t.Errorf("%v %v %v", found, ok, err)
			}
			if _, ok, err := OrgByMail(ctx, tx, "hvem@andet.aalbaek.example"); err != nil || ok {
				t.Errorf("a part of the domain is another domain: %v %v", ok, err)
			}
			if _, err := OrgByID(ctx, tx, "nowhere"); !problem.Is(err, problem.NotFound) {
				t.Error(err)
			}
			all, err := Orgs(ctx, tx, []id.Org{one, "nowhere", h.mosby})
			if err != nil || len(all) != 2 || all[one] != want || all[h.mosby].Name != "Mosby" {
				t.Errorf("%v %v", all, err)
			}
			list, err := OrgList(ctx, tx, Municipality)
			if err != nil || len(list) != 3 || list[0].Name != "Egelund" || list[2].Name != "Ålbæk Vest" {
				t.Errorf("å is not last: %v %v", list, err)
			}
			return nil
		})
	})
}

func TestAddOrgTellsAllFaults(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asAdmin, func(ctx context.Context, tx *db.Tx) error {
			return EditOrg(ctx, tx, h.mosby, NewOrg{Kind: Municipality, Code: "9002", GLNs: []GLN{{"5790000000012", "", ""}}, Domains: []string{"mosby.example"}})
		})
		err := h.try(t, h.asAdmin, func(ctx context.Context, tx *db.Tx) error {
			_, err := AddOrg(ctx, tx, NewOrg{
				Kind: "village", Name: "\n", Code: "9002", CVR: "1", Email: "x", Population: -1, Street: "a\x00",
				GLNs:    []GLN{{"", "", ""}, {"5790000000006", "", ""}, {"123", "", ""}, {"5790000000012", "", ""}, {"5790000000005", "", ""}, {"5790 0000 0000 5", "", ""}},
				Domains: []string{"", "x", "mosby.example", "ny.example", "NY.example"},
			})
			return err
		})
		wantFaults(t, err, map[string]string{
			"kind": "people.no_such_kind", "name": "people.org_name_missing", "code": "people.taken", "cvr": "people.cvr_wrong", "email": "people.email_wrong",
			"population": "people.population_wrong", "street": "people.too_long",
			"gln_1": "people.gln_check", "gln_2": "people.gln_length", "gln_3": "people.taken", "gln_5": "people.twice",
			"domain_1": "people.domain_wrong", "domain_2": "people.taken", "domain_4": "people.twice",
		})
		h.expect(t, map[string]int{`orgs`: 3})
	})
}

func TestEditingKeepsTheNameAndItsOwnNumbers(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for range 2 { // its own numbers are not taken
			h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
				return EditOrg(ctx, tx, h.egelund, NewOrg{
					Kind: Municipality, Name: "Noget andet", Code: "9001", GLNs: []GLN{{"5790000000005", "Skole", ""}}, Domains: []string{"egelund.example"},
				})
			})
		}
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			o, err := OrgByID(ctx, tx, h.egelund)
			if err != nil || o.Name != "Egelund" || o.OfficialName != "Egelund Kommune" || o.Code != "9001" {
				t.Errorf("%+v %v", o, err)
			}
			return nil
		})
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
			return EditOrg(ctx, tx, h.egelund, NewOrg{Kind: Municipality})
		})
		h.expect(t, map[string]int{`org_glns`: 0, `org_domains WHERE org = '` + string(h.egelund) + `'`: 0, `org_domains`: 2})
	})
}

func TestANameHasAHistory(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		rename := func(name, official string, from when.Date) error {
			return h.try(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
				return RenameOrg(ctx, tx, h.egelund, name, official, from)
			})
		}
		if err := rename("Ny Egelund", "Ny Egelund Kommune", "2024-01-01"); err != nil {
			t.Fatal(err)
		}
		if err := rename("Egelunde", "", "2026-07-01"); err != nil {
			t.Fatal(err)
		}
		wantFaults(t, rename("Igen", "", "2026-07-01"), map[string]string{"from": "people.date_too_early"})
		wantFaults(t, rename(" ", "a\x00", ""), map[string]string{
			"name": "people.org_name_missing", "official_name": "people.too_long", "from": "people.date_missing",
		})
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			names, err := NamesOf(ctx, tx, h.egelund)
			if err != nil || !slices.Equal(names, []OrgName{
				{"Egelunde", "Egelunde", "2026-07-01", ""},
				{"Ny Egelund", "Ny Egelund Kommune", "2024-01-01", "2026-06-30"},
				{"Egelund", "Egelund Kommune", "", "2023-12-31"},
			}) {
				t.Errorf("%v %v", names, err)
			}
			o, err := OrgByID(ctx, tx, h.egelund)
			if err != nil || o.Name != "Egelunde" || o.OfficialName != "Egelunde" {
				t.Errorf("%+v %v", o, err)
			}
			return nil
		})
	})
}

func TestTheMunicipalitiesAreLoadedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := house{d: d}
		for range 2 {
			h.write(t, system, LoadMunicipalities)
		}
		h.expect(t, map[string]int{`orgs`: 98, `org_names`: 98, `audit`: 1})
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			list, err := OrgList(ctx, tx)
			if err != nil {
				return err
			}
			var sum int64
			codes := map[string]bool{}
			for _, o := range list {
				sum += o.Population
				codes[o.Code] = true
				if o.Kind != Municipality || o.Region == "" || o.OfficialName == "" || o.CVR != "" {
					t.Errorf("%+v", o)
				}
			}
			if len(codes) != 98 || sum < 5_500 || sum > 6_500 {
				t.Errorf("%d codes, %d thousand people", len(codes), sum)
			}
			// å sorts last, and aa as å: that of people's own alphabet.
			if first, last := list[0].Name, list[97].Name; first != "Albertslund" || last != "Aarhus" {
				t.Errorf("from %s to %s", first, last)
			}
			return nil
		})
	})
}

func TestTheListFindsAndPages(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.write(t, system, LoadMunicipalities)
	h.ask(t, ester, h.egelund)
	h.read(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
		var names []string
		for s := (search{}); ; {
			page, all, err := list(ctx, tx, s)
			if err != nil || all != 101 {
				t.Fatal(all, err)
			}
			for _, o := range page {
				names = append(names, o.Name)
				if o.Name == "Egelund" && (o.People != 2 || o.Contacts != 1 || o.Pending != 1) {
					t.Errorf("%+v", o.Census)
				}
			}
			if len(page) < pageSize {
				break
			}
			s.After = page[len(page)-1].Org.ID
		}
		if len(slices.Compact(slices.Sorted(slices.Values(names)))) != 101 {
			t.Errorf("%d names on all pages", len(names))
		}
		for text, want := range map[string]int{"egelund": 1, "ærø": 1, "aeroe": 1, "0101": 1, "findes ikke": 0} {
			if _, all, err := list(ctx, tx, search{Text: text}); err != nil || all != want {
				t.Errorf("%q finds %d, want %d (%v)", text, all, want, err)
			}
		}
		if _, all, err := list(ctx, tx, search{Kind: Association}); err != nil || all != 1 {
			t.Errorf("%d associations %v", all, err)
		}
		return nil
	})
}
