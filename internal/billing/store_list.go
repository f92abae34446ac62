package billing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// where is the filter in SQL, written with ? as SelectIn reads it: conditions that
// are not there cannot hide an index. The state is written out, because the
// indexes of drafts hold nothing else.
func (f filter) where() (text string, args []any) {
	parts := []string{"1 = 1"}
	add := func(use bool, part string, more ...any) {
		if use {
			parts, args = append(parts, part), append(args, more...)
		}
	}
	add(len(f.Buyers) > 0, "i.buyer IN (?)", f.Buyers)
	add(f.Programme != "", "i.programme = ?", f.Programme)
	add(f.State == Drafted, "i.state = 'draft'")
	add(f.State == Issued, "i.state = 'issued'")
	add(f.Year != "", "i.issued_on >= ? AND i.issued_on <= ?", f.Year+"-01-01", f.Year+"-12-31")
	add(f.Number > 0, "i.number = ? AND i.seller IN (SELECT org FROM sellers WHERE prefix = ? OR ? = '')", f.Number, f.Prefix, f.Prefix)
	add(f.Before != "" && f.Year == "", "i.id < ?", f.Before)
	add(f.Before != "" && f.Year != "", "(i.issued_on, i.id) < (SELECT issued_on, id FROM invoices WHERE id = ?)", f.Before)
	return strings.Join(parts, " AND "), args
}

// order is the newest first: a year by its days, as its index has them.
func (f filter) order() string {
	if f.Year != "" {
		return "i.issued_on DESC, i.id DESC"
	}
	return "i.id DESC"
}

// summaryRow is an invoice in a list.
type summaryRow struct {
	invoiceRow
	Prefix   string
	Number   int64
	IssuedOn when.Date `db:"issued_on"`
	DueOn    when.Date `db:"due_on"`
}

// query is the page of the list in SQL.
func (f filter) query(n int) (text string, args []any) {
	where, args := f.where()
	return `
		SELECT i.id, i.seller, i.buyer, i.programme, i.programme_name, i.what, i.lines, i.net_minor, i.vat_minor, i.currency,
			i.created_at, i.state, i.corrects, coalesce(s.prefix, '') AS prefix, coalesce(i.number, 0) AS number, i.issued_on, i.due_on
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller
		WHERE ` + where + ` ORDER BY ` + f.order() + ` LIMIT ?`, append(args, n)
}

func listed(ctx context.Context, tx *db.Tx, f filter, n int) ([]Summary, error) {
	if f.State == Drafted && f.Year != "" {
		return nil, nil // drafts are in no year
	}
	query, args := f.query(n)
	var rows []summaryRow
	if err := tx.SelectIn(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("list invoices: %w", err)
	}
	list := make([]Summary, len(rows))
	for i, r := range rows {
		list[i] = Summary{
			ID: r.ID, Seller: r.Seller, Buyer: r.Buyer, Programme: r.Programme, ProgrammeName: r.ProgrammeName, What: r.What, Lines: r.Lines,
			IssuedOn: r.IssuedOn, DueOn: r.DueOn, CreatedAt: r.CreatedAt.UTC(), State: r.State, Credit: r.Corrects != "",
			Net:   money.Money{Minor: r.NetMinor, Currency: r.Currency},
			Gross: money.Money{Minor: r.NetMinor + r.VATMinor, Currency: r.Currency},
		}
		if r.Corrects != "" {
			list[i].DueOn = ""
		}
		if r.Number > 0 {
			list[i].Number = numberText(r.Prefix, r.Number)
		}
	}
	return list, nil
}

// addContents tells what the invoices of several lines are about.
func addContents(ctx context.Context, tx *db.Tx, list []Summary) error {
	at := map[id.Invoice]int{}
	var several []id.Invoice
	for i, s := range list {
		if s.Lines > 1 {
			at[s.ID], several = i, append(several, s.ID)
		}
	}
	if len(several) == 0 {
		return nil
	}
	var rows []struct {
		Invoice      id.Invoice
		Meetings     int64
		First, Last  when.Date
		Fewest, Most int64
	}
	err := tx.SelectIn(ctx, &rows, `
		SELECT invoice, count(DISTINCT nullif(meeting, '')) AS meetings, min(delivered) AS first, max(delivered) AS last,
			min(heads) AS fewest, max(heads) AS most
		FROM invoice_lines WHERE invoice IN (?) GROUP BY invoice`, several)
	if err != nil {
		return fmt.Errorf("contents of %d invoices: %w", len(several), err)
	}
	for _, r := range rows {
		list[at[r.Invoice]].Contents = contents{r.Meetings, r.First, r.Last, r.Fewest, r.Most}
	}
	return nil
}

// tallyQuery counts all invoices, or those of some buyers. Everybody's issued ones
// are counted as they are issued; drafts are few, and so is what one buyer has.
func tallyQuery(buyers []id.Org) (text string, args []any) {
	if len(buyers) == 0 {
		return `
			SELECT programme, programme_name AS name, year, 'issued' AS state, currency, invoices AS count, net_minor FROM invoice_sums
			UNION ALL
			SELECT programme, max(programme_name), '', state, currency, count(*), CAST(sum(net_minor) AS BIGINT)
			FROM invoices i WHERE state = 'draft' GROUP BY programme, state, currency`, nil
	}
	return `
		SELECT programme, max(programme_name) AS name, coalesce(substr(issued_on, 1, 4), '') AS year, state, currency,
			count(*) AS count, CAST(sum(net_minor) AS BIGINT) AS net_minor
		FROM invoices i WHERE buyer IN (?) GROUP BY programme, coalesce(substr(issued_on, 1, 4), ''), state, currency`, []any{buyers}
}

func tallied(ctx context.Context, tx *db.Tx, buyers []id.Org) ([]tally, error) {
	query, args := tallyQuery(buyers)
	var rows []struct {
		tally
		NetMinor int64 `db:"net_minor"`
		Currency string
	}
	if err := tx.SelectIn(ctx, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("count invoices: %w", err)
	}
	list := make([]tally, len(rows))
	for i, r := range rows {
		list[i] = r.tally
		list[i].Net = money.Money{Minor: r.NetMinor, Currency: r.Currency}
	}
	return list, nil
}

// addToSums counts invoices that are issued today.
func addToSums(ctx context.Context, tx *db.Tx, list []id.Invoice) error {
	_, err := tx.ExecIn(ctx, `
		INSERT INTO invoice_sums (seller, programme, year, currency, programme_name, invoices, net_minor)
		SELECT seller, programme, substr(issued_on, 1, 4), currency, max(programme_name), count(*), CAST(sum(net_minor) AS BIGINT)
		FROM invoices WHERE id IN (?) GROUP BY seller, programme, substr(issued_on, 1, 4), currency
		ON CONFLICT (seller, programme, year, currency) DO UPDATE SET programme_name = excluded.programme_name,
			invoices = invoice_sums.invoices + excluded.invoices, net_minor = invoice_sums.net_minor + excluded.net_minor`, list)
	if err != nil {
		return fmt.Errorf("add %d invoices to the sums: %w", len(list), err)
	}
	return nil
}

// wrongSums lists sellers whose kept sums are not those of their invoices.
func wrongSums(ctx context.Context, tx *db.Tx) (list []id.Org, err error) {
	err = tx.Select(ctx, &list, `
		SELECT seller FROM (
			SELECT seller, programme, year, currency, invoices, net_minor FROM invoice_sums
			UNION ALL
			SELECT seller, programme, substr(issued_on, 1, 4), currency, -count(*), -CAST(sum(net_minor) AS BIGINT)
			FROM invoices WHERE state = 'issued' GROUP BY seller, programme, substr(issued_on, 1, 4), currency) both_ways
		GROUP BY seller, programme, year, currency HAVING sum(invoices) <> 0 OR sum(net_minor) <> 0
		ORDER BY seller`)
	if err != nil {
		return nil, fmt.Errorf("kept sums of invoices: %w", err)
	}
	return slices.Compact(list), nil
}

func invoiced(ctx context.Context, tx *db.Tx, programme id.Programme, buyer id.Org) (map[id.Meeting]money.Money, error) {
	var rows []struct {
		Meeting  id.Meeting
		Minor    int64
		Currency string
	}
	err := tx.Select(ctx, &rows, `
		SELECT l.meeting, CAST(sum(l.net_minor) AS BIGINT) AS minor, i.currency
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id
		WHERE i.buyer = $1 AND i.programme = $2 GROUP BY l.meeting, i.currency`, buyer, programme)
	if err != nil {
		return nil, fmt.Errorf("invoiced to %s for %s: %w", buyer, programme, err)
	}
	all := make(map[id.Meeting]money.Money, len(rows))
	for _, r := range rows {
		all[r.Meeting] = money.Money{Minor: r.Minor, Currency: r.Currency}
	}
	return all, nil
}

const waitingQuery = `
	SELECT programme, max(programme_name) AS name, count(*) AS count, CAST(sum(net_minor) AS BIGINT) AS minor, currency
	FROM invoices WHERE state = 'draft' GROUP BY programme, currency ORDER BY programme`

func waiting(ctx context.Context, tx *db.Tx) ([]Waiting, error) {
	var rows []struct {
		Programme id.Programme
		Name      string
		Count     int64
		Minor     int64
		Currency  string
	}
	if err := tx.Select(ctx, &rows, waitingQuery); err != nil {
		return nil, fmt.Errorf("drafts that wait: %w", err)
	}
	list := make([]Waiting, len(rows))
	for i, r := range rows {
		list[i] = Waiting{r.Programme, r.Name, r.Count, money.Money{Minor: r.Minor, Currency: r.Currency}}
	}
	return list, nil
}

// row is an issued invoice without what its snapshot holds.
type row struct {
	ID       id.Invoice
	Seller   id.Org
	Buyer    id.Org
	Number   int64
	NetMinor int64 `db:"net_minor"`
	VATMinor int64 `db:"vat_minor"`
	Currency string
	IssuedAt time.Time `db:"issued_at"`
	Snapshot id.File
	XML      id.File
	PDF      id.File
}

const rowColumns = `i.id, i.seller, i.buyer, i.number, i.net_minor, i.vat_minor, i.currency, i.issued_at, i.snapshot, i.xml, coalesce(i.pdf, '') AS pdf`

func issuedRow(ctx context.Context, tx *db.Tx, prefix string, number int64) (r row, found bool, err error) {
	err = tx.Get(ctx, &r, `
		SELECT `+rowColumns+` FROM sellers s JOIN invoices i ON i.seller = s.org
		WHERE s.prefix = $1 AND i.number = $2`, prefix, number)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("invoice %s%d: %w", prefix, number, err)
	}
	return r, true, nil
}

// issuedByID is none while the invoice is a draft.
func issuedByID(ctx context.Context, tx *db.Tx, one id.Invoice) (list []row, err error) {
	err = tx.Select(ctx, &list, `SELECT `+rowColumns+` FROM invoices i WHERE i.id = $1 AND i.state = 'issued'`, one)
	if err != nil {
		return nil, fmt.Errorf("invoice %s: %w", one, err)
	}
	return list, nil
}

// issuedAfter lists issued invoices in the order of their ids.
func issuedAfter(ctx context.Context, tx *db.Tx, last id.Invoice, limit int) (list []row, err error) {
	err = tx.Select(ctx, &list, `
		SELECT `+rowColumns+` FROM invoices i WHERE i.id > $1 AND i.state = 'issued' ORDER BY i.id LIMIT $2`, last, limit)
	if err != nil {
		return nil, fmt.Errorf("invoices after %s: %w", last, err)
	}
	return list, nil
}

// series is how far a seller's numbers have come.
type series struct {
	Seller             id.Org
	Prefix             string
	First              int64 // as set; 0 when the seller is not
	Count, Lowest, Top int64
}

func allSeries(ctx context.Context, tx *db.Tx) (list []series, err error) {
	err = tx.Select(ctx, &list, `
		SELECT i.seller, coalesce(s.prefix, '') AS prefix, coalesce(s.first_number, 0) AS first,
			count(*) AS count, min(i.number) AS lowest, max(i.number) AS top
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller
		WHERE i.number IS NOT NULL GROUP BY i.seller, s.prefix, s.first_number ORDER BY i.seller`)
	if err != nil {
		return nil, fmt.Errorf("series of numbers: %w", err)
	}
	return list, nil
}

// unequal lists invoices whose lines do not add up to them.
func unequal(ctx context.Context, tx *db.Tx) (list []id.Invoice, err error) {
	err = tx.Select(ctx, &list, `
		SELECT i.id FROM invoices i LEFT JOIN invoice_lines l ON l.invoice = i.id
		GROUP BY i.id, i.net_minor, i.lines
		HAVING coalesce(sum(l.net_minor), 0) <> i.net_minor OR count(l.n) <> i.lines
			OR coalesce(sum(l.quantity * l.unit_minor), 0) <> i.net_minor
		ORDER BY i.id`)
	if err != nil {
		return nil, fmt.Errorf("sums of invoices: %w", err)
	}
	return list, nil
}
