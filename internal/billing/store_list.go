package billing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// where is the filter in SQL, written with ? as SelectIn reads it: conditions that
// are not there cannot hide an index.
func (f filter) where() (text string, args []any) {
	parts := []string{"1 = 1"}
	add := func(use bool, part string, more ...any) {
		if use {
			parts, args = append(parts, part), append(args, more...)
		}
	}
	add(f.Buyer != "", "i.buyer = ?", f.Buyer)
	add(f.Programme != "", "i.programme = ?", f.Programme)
	add(f.State != "", "i.state = ?", f.State)
	add(f.Year != "", "i.issued_on >= ? AND i.issued_on <= ?", f.Year+"-01-01", f.Year+"-12-31")
	add(f.Before != "", "i.id < ?", f.Before)
	return strings.Join(parts, " AND "), args
}

// summaryRow is an invoice in a list.
type summaryRow struct {
	invoiceRow
	Prefix   string
	Number   int64
	IssuedOn when.Date `db:"issued_on"`
	DueOn    when.Date `db:"due_on"`
}

func listed(ctx context.Context, tx *db.Tx, f filter, n int) ([]Summary, error) {
	where, args := f.where()
	var rows []summaryRow
	err := tx.SelectIn(ctx, &rows, `
		SELECT i.id, i.seller, i.buyer, i.programme, i.programme_name, i.what, i.lines, i.net_minor, i.vat_minor, i.currency,
			i.created_at, i.state, coalesce(s.prefix, '') AS prefix, coalesce(i.number, 0) AS number, i.issued_on, i.due_on
		FROM invoices i LEFT JOIN sellers s ON s.org = i.seller
		WHERE `+where+` ORDER BY i.id DESC LIMIT ?`, append(args, n)...)
	if err != nil {
		return nil, fmt.Errorf("list invoices: %w", err)
	}
	list := make([]Summary, len(rows))
	for i, r := range rows {
		list[i] = Summary{
			ID: r.ID, Seller: r.Seller, Buyer: r.Buyer, Programme: r.Programme, ProgrammeName: r.ProgrammeName, What: r.What, Lines: r.Lines,
			IssuedOn: r.IssuedOn, DueOn: r.DueOn, CreatedAt: r.CreatedAt.UTC(), State: r.State,
			Net:   money.Money{Minor: r.NetMinor, Currency: r.Currency},
			Gross: money.Money{Minor: r.NetMinor + r.VATMinor, Currency: r.Currency},
		}
		if r.Number > 0 {
			list[i].Number = numberText(r.Prefix, r.Number)
		}
	}
	return list, nil
}

// sums adds up the whole of a filter, not only its page.
func sums(ctx context.Context, tx *db.Tx, f filter) ([]sum, error) {
	f.Before = ""
	where, args := f.where()
	var rows []struct {
		State    State
		Count    int64
		Minor    int64
		Currency string
	}
	err := tx.SelectIn(ctx, &rows, `
		SELECT i.state, count(*) AS count, CAST(sum(i.net_minor) AS BIGINT) AS minor, i.currency
		FROM invoices i WHERE `+where+` GROUP BY i.state, i.currency`, args...)
	if err != nil {
		return nil, fmt.Errorf("add invoices: %w", err)
	}
	list := make([]sum, len(rows))
	for i, r := range rows {
		list[i] = sum{r.State, r.Count, money.Money{Minor: r.Minor, Currency: r.Currency}}
	}
	return list, nil
}

// choice is a programme to filter by.
type choice struct {
	ID   id.Programme
	Name string
}

// programmesOf are those a buyer has invoices for; everybody's for no buyer.
func programmesOf(ctx context.Context, tx *db.Tx, buyer id.Org) (list []choice, err error) {
	where, args := filter{Buyer: buyer}.where()
	err = tx.SelectIn(ctx, &list, `
		SELECT i.programme AS id, max(i.programme_name) AS name FROM invoices i WHERE `+where+` GROUP BY i.programme`, args...)
	if err != nil {
		return nil, fmt.Errorf("programmes with invoices: %w", err)
	}
	return list, nil
}

// span is the first and last day on which invoices were issued.
func span(ctx context.Context, tx *db.Tx, buyer id.Org) (first, last when.Date, err error) {
	where, args := filter{Buyer: buyer}.where()
	var rows []struct{ First, Last when.Date }
	err = tx.SelectIn(ctx, &rows, `SELECT min(i.issued_on) AS first, max(i.issued_on) AS last FROM invoices i WHERE `+where, args...)
	if err != nil {
		return "", "", fmt.Errorf("years with invoices: %w", err)
	}
	return rows[0].First, rows[0].Last, nil
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

func waiting(ctx context.Context, tx *db.Tx) ([]Waiting, error) {
	var rows []struct {
		Programme id.Programme
		Name      string
		Count     int64
		Minor     int64
		Currency  string
	}
	err := tx.Select(ctx, &rows, `
		SELECT programme, max(programme_name) AS name, count(*) AS count, CAST(sum(net_minor) AS BIGINT) AS minor, currency
		FROM invoices WHERE state = 'draft' GROUP BY programme, currency ORDER BY programme`)
	if err != nil {
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
