// Package tabular reads and writes tables: CSV as Danish spreadsheets have it,
// and XLSX.
//
// Writing goes row by row, and so needs no more memory for 100,000 rows than for
// ten. A page with a list sends it like this, and shows the way to it with
// [faelled/internal/web.TableLinks]:
//
//	format, ok := tabular.Asked(r) // ?format=csv or ?format=xlsx
//	if ok {
//		return tabular.Send(s, w, r, format, tabular.Sheet{
//			Name:    i18n.T(ctx, "billing.invoices"),
//			Columns: []string{i18n.T(ctx, "billing.number"), i18n.T(ctx, "billing.day"), i18n.T(ctx, "billing.net")},
//			Rows: tabular.Paged(func(after id.Invoice) ([][]tabular.Cell, id.Invoice, error) {
//				… one page of the list, in a db.Read of its own …
//			}),
//		})
//	}
//
// Whatever people typed leaves as text: a cell that a spreadsheet would take for a
// formula is guarded (see guard.go).
//
// Reading forgives what spreadsheets and people do to tables, and is bounded in
// every direction: see [Read]. Both ways are written here, because a package that
// knows all of XLSX makes the program 2.3 MB larger and reads no faster.
package tabular
