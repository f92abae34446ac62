package billing

import (
	"context"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// Check finds what no command can do: each way of cooking the books, alone.
func TestCookedBooksAreFound(t *testing.T) {
	for name, c := range map[string]struct{ cook, want string }{
		"a number gone":           {`UPDATE invoices SET number = 1009 WHERE number = 1002`, "the series of"},
		"a beginning gone":        {`UPDATE sellers SET first_number = 1000`, "the series of"},
		"another amount":          {`UPDATE invoices SET net_minor = net_minor + 1 WHERE number = 1001`, "not the sum of its lines"},
		"a sum kept wrong":        {`UPDATE invoice_sums SET net_minor = net_minor - 1`, "the sums of"},
		"a line gone":             {`DELETE FROM invoice_lines WHERE n = 2`, "not the sum of its lines"},
		"a line changed":          {`UPDATE invoice_lines SET unit_minor = 1 WHERE n = 1`, "not the sum of its lines"},
		"the tax":                 {`UPDATE invoices SET vat_minor = 0 WHERE number = 1001`, "snapshot says something else"},
		"credited twice":          {`UPDATE invoice_lines SET quantity = 2 * quantity, net_minor = 2 * net_minor WHERE quantity < 0`, "credit notes do not fit"},
		"another's credit note":   {`UPDATE invoices SET corrects = 'nobody' WHERE corrects <> ''`, "credit notes do not fit"},
		"two numbers swapped":     {`UPDATE invoices SET number = 2003 - number + 5000`, "something else"},
		"another's e-invoice":     {`UPDATE invoices SET xml = (SELECT xml FROM invoices WHERE number = 1002) WHERE number = 1001`, "e-invoice says something else"},
		"the snapshot as it":      {`UPDATE invoices SET xml = snapshot WHERE number = 1001`, "unreadable"},
		"the e-invoice rewritten": {`UPDATE file_chunks SET bytes = CAST('<Invoice/>' AS BLOB) WHERE hash = (SELECT xml FROM invoices WHERE number = 1001)`, "not the bytes"},
		"the PDF redrawn":         {`UPDATE file_chunks SET bytes = CAST('x' AS BLOB) WHERE hash = (SELECT pdf FROM invoices WHERE number = 1001)`, "not the bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			w := given(t, dbtest.SQLite(t))
			w.issue(t, w.order(june, autumn()))
			w.issue(t, w.order(june))
			must(t, w.credit(t, less(3000)))
			must(t, w.run(t.Context(), "billing.issue", w.drafts(t)[0]))
			w.read(t, system, Check)
			w.write(t, admin, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, strings.ReplaceAll(c.cook, "AS BLOB", "AS BLOB"))
				return err
			})
			err := w.Read(t.Context(), system, Check)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("found %v, want %q", err, c.want)
			}
		})
	}
}

func TestCheckIsForTheHouse(t *testing.T) {
	w := given(t, dbtest.SQLite(t))
	for _, who := range w.everybody() {
		err := w.Read(t.Context(), who, Check)
		if want := who.IsStaff() || who.IsSystem(); (err == nil) != want {
			t.Errorf("%q: %v", who.Person, err)
		}
	}
}
