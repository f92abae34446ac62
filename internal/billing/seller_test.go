package billing

import (
	"context"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/problem"
)

func TestSetSellerRefuses(t *testing.T) {
	cases := map[string]struct {
		spoil func(*Seller)
		want  string
	}{
		"fine, as typed":  {func(s *Seller) { s.CVR, s.GLN, s.Prefix = "99 11 22 39", "9520 0000 0002 8", "ab" }, ""},
		"nothing known":   {func(s *Seller) { s.Name, s.Street, s.Postcode, s.City = "", " ", "", "" }, "name billing.seller_missing, street billing.seller_missing, postcode billing.seller_missing, city billing.seller_missing"},
		"the numbers":     {func(s *Seller) { s.CVR, s.GLN, s.Bank, s.Account = "99112238", "1", "999", "12345678901" }, "cvr billing.cvr_wrong, gln billing.gln_wrong, bank billing.bank_wrong, account billing.account_wrong"},
		"the series":      {func(s *Seller) { s.Prefix, s.First = "K1", 0 }, "prefix billing.prefix_wrong, first billing.first_wrong"},
		"no address":      {func(s *Seller) { s.Email = "faktura@" }, "email billing.email_wrong"},
		"a long address":  {func(s *Seller) { s.Email = strings.Repeat("x", 250) + "@a.example" }, "email billing.email_wrong"},
		"taken, and more": {func(s *Seller) { s.Prefix, s.Bank = "k", "" }, "bank billing.bank_wrong, prefix billing.prefix_taken"},
		"taken letters":   {func(s *Seller) { s.Prefix = "k" }, "prefix billing.prefix_taken"},
	}
	each(t, func(t *testing.T, w world) {
		for name, c := range cases {
			s := association
			s.Org, s.Prefix = w.other, "B"
			c.spoil(&s)
			if got := complaints(w.set(t, s)); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		w.expect(t, map[string]int{`sellers`: 2, `sellers WHERE cvr = '99112239' AND gln = '9520000000028' AND prefix = 'AB'`: 1})
	})
}

func (w world) set(t *testing.T, s Seller) error {
	return w.Write(t.Context(), admin, func(ctx context.Context, tx *db.Tx) error { return SetSeller(ctx, tx, s) })
}

func TestASeriesThatHasBegunGoesOn(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s := association
		s.Org, s.Prefix, s.First = w.seller, "L", 5
		must(t, w.set(t, s)) // nothing is issued yet
		w.issue(t, w.order(june))
		s.Name = "Et nyt navn"
		must(t, w.set(t, s))
		s.Prefix, s.First = "M", 6
		if got := complaints(w.set(t, s)); got != "prefix billing.series_begun, first billing.series_begun" {
			t.Errorf("another series: %q", got)
		}
		w.issue(t, w.order(june))
		for number, name := range map[string]string{"L5": association.Name, "L6": "Et nyt navn"} {
			w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
				p, err := byNumber(ctx, tx, number)
				if err == nil && p.Seller.Name != name {
					t.Errorf("%s is from %q, want %q: an invoice keeps what it had", number, p.Seller.Name, name)
				}
				return err
			})
		}
		w.read(t, system, Check)
	})
}

func TestWhereTheMoneyGoesIsForAdministrators(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s := association
		s.Org, s.Account = w.seller, "666"
		for _, who := range w.everybody() {
			err := w.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return SetSeller(ctx, tx, s) })
			if want := who.IsAdmin() || who.IsSystem(); (err == nil) != want || !want && !problem.Is(err, problem.Forbidden) {
				t.Errorf("%q: %v", who.Person, err)
			}
		}
	})
}
