package billing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// draft is an order that waits for its number.
type draft struct {
	Order
	ID        id.Invoice
	Corrects  id.Invoice // the invoice that this is a credit note for; empty: an invoice
	CreatedAt time.Time  // UTC
}

// invoiceRow is an order's part of a row of invoices.
type invoiceRow struct {
	ID             id.Invoice
	Seller         id.Org
	Buyer          id.Org
	Programme      id.Programme
	ProgrammeName  string `db:"programme_name"`
	Registration   id.Registration
	GLN            string
	OrderRef       string `db:"order_ref"`
	BuyerRef       string `db:"buyer_ref"`
	AccountingCost string `db:"accounting_cost"`
	Email          string
	What           string
	Lines          int64
	NetMinor       int64 `db:"net_minor"`
	VATMinor       int64 `db:"vat_minor"`
	Currency       string
	CreatedAt      time.Time `db:"created_at"`
	State          State
	Corrects       id.Invoice
}

const draftColumns = `id, seller, buyer, programme, programme_name, registration, gln, order_ref, buyer_ref,
	accounting_cost, email, what, lines, net_minor, vat_minor, currency, created_at, state, corrects`

// draft is the row as an order again.
func (r invoiceRow) draft(lines []Line) draft {
	return draft{ID: r.ID, Corrects: r.Corrects, CreatedAt: r.CreatedAt.UTC(), Order: Order{
		Seller: r.Seller, Buyer: r.Buyer, Programme: r.Programme, ProgrammeName: r.ProgrammeName, Registration: r.Registration,
		GLN: r.GLN, OrderRef: r.OrderRef, BuyerRef: r.BuyerRef, AccountingCost: r.AccountingCost, Email: r.Email, Lines: lines,
	}}
}

// lineRow is a row of invoice_lines, with the currency of its invoice.
type lineRow struct {
	Invoice      id.Invoice
	N            int
	Meeting      id.Meeting
	Text         string
	Quantity     int64
	UnitMinor    int64 `db:"unit_minor"`
	Currency     string
	VAT          VATCategory
	RateBP       int64 `db:"rate_bp"`
	Reason       string
	Delivered    when.Date
	Participants int64
	NetMinor     int64 `db:"net_minor"`
}

func insertDraft(ctx context.Context, tx *db.Tx, d draft, total ubl.Totals) error {
	_, err := tx.Named(ctx, `
		INSERT INTO invoices (`+draftColumns+`)
		VALUES (:id, :seller, :buyer, :programme, :programme_name, :registration, :gln, :order_ref, :buyer_ref,
			:accounting_cost, :email, :what, :lines, :net_minor, :vat_minor, :currency, :created_at, :state, :corrects)`,
		invoiceRow{d.ID, d.Seller, d.Buyer, d.Programme, d.ProgrammeName, d.Registration, d.GLN, d.OrderRef, d.BuyerRef,
			d.AccountingCost, d.Email, whatOf(d.Order), int64(len(d.Lines)), total.Net.Minor, total.VAT.Minor,
			total.Net.Currency, d.CreatedAt, Drafted, d.Corrects})
	if err != nil {
		return fmt.Errorf("insert invoice %s: %w", d.ID, err)
	}
	rows := make([]lineRow, len(d.Lines))
	for i, l := range d.Lines {
		rows[i] = lineRow{d.ID, i + 1, l.Meeting, l.Text, l.Quantity, l.Unit.Minor, l.Unit.Currency, l.VAT, l.RateBP,
			l.Reason, l.Delivered, l.Participants, l.Net().Minor}
	}
	_, err = tx.Named(ctx, `
		INSERT INTO invoice_lines (invoice, n, meeting, text, quantity, unit_minor, vat, rate_bp, reason, delivered, heads, net_minor)
		VALUES (:invoice, :n, :meeting, :text, :quantity, :unit_minor, :vat, :rate_bp, :reason, :delivered, :participants, :net_minor)`, rows)
	if err != nil {
		return fmt.Errorf("insert lines of invoice %s: %w", d.ID, err)
	}
	return nil
}

// sellerOfDraft is empty when the invoice is issued already.
func sellerOfDraft(ctx context.Context, tx *db.Tx, one id.Invoice) (seller id.Org, err error) {
	err = tx.Get(ctx, &seller, `SELECT CASE WHEN state = 'draft' THEN seller ELSE '' END FROM invoices WHERE id = $1`, one)
	if err != nil {
		return "", fmt.Errorf("seller of invoice %s: %w", one, err)
	}
	return seller, nil
}

// draftsOf are the oldest that wait, oldest first, and one among them however
// young it is; none when that one waits no longer.
func draftsOf(ctx context.Context, tx *db.Tx, seller id.Org, one id.Invoice, limit int) ([]draft, error) {
	var rows []invoiceRow
	err := tx.Select(ctx, &rows, `
		SELECT `+draftColumns+` FROM invoices
		WHERE seller = $1 AND state = 'draft' AND EXISTS (SELECT 1 FROM invoices WHERE id = $2 AND state = 'draft')
		ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, id LIMIT $3`, seller, one, limit)
	if err != nil {
		return nil, fmt.Errorf("drafts of %s: %w", seller, err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return withLines(ctx, tx, rows)
}

// withLines fetches the lines of all in one statement, and puts the drafts in
// the order they came.
func withLines(ctx context.Context, tx *db.Tx, rows []invoiceRow) ([]draft, error) {
	of := make([]id.Invoice, len(rows))
	for i, r := range rows {
		of[i] = r.ID
	}
	lines, err := linesOf(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	drafts := make([]draft, len(rows))
	for i, r := range rows {
		drafts[i] = r.draft(lines[r.ID])
	}
	return byAge(drafts), nil
}

func linesOf(ctx context.Context, tx *db.Tx, of []id.Invoice) (map[id.Invoice][]Line, error) {
	var rows []lineRow
	err := tx.SelectIn(ctx, &rows, `
		SELECT l.invoice, l.n, l.meeting, l.text, l.quantity, l.unit_minor, i.currency, l.vat, l.rate_bp, l.reason, l.delivered,
			l.heads AS participants, l.net_minor
		FROM invoice_lines l JOIN invoices i ON i.id = l.invoice
		WHERE l.invoice IN (?) ORDER BY l.invoice, l.n`, of)
	if err != nil {
		return nil, fmt.Errorf("lines of %d invoices: %w", len(of), err)
	}
	lines := map[id.Invoice][]Line{}
	for _, r := range rows {
		lines[r.Invoice] = append(lines[r.Invoice], Line{
			Meeting: r.Meeting, Text: r.Text, Quantity: r.Quantity, Unit: money.Money{Minor: r.UnitMinor, Currency: r.Currency},
			VAT: r.VAT, RateBP: r.RateBP, Reason: r.Reason, Delivered: r.Delivered, Participants: r.Participants,
		})
	}
	return lines, nil
}

// nextNumber is one more than the last of the series. Call it under the series'
// lock.
func nextNumber(ctx context.Context, tx *db.Tx, s Seller) (n int64, err error) {
	err = tx.Get(ctx, &n, `SELECT coalesce(max(number) + 1, $1) FROM invoices WHERE seller = $2`, s.First, s.Org)
	if err != nil {
		return 0, fmt.Errorf("next number of %s: %w", s.Org, err)
	}
	return n, nil
}

// issued is what a draft gets of its own; the day is the same for all.
type issued struct {
	ID       id.Invoice
	Number   int64
	Snapshot id.File
	XML      id.File
}

// markIssued makes drafts into invoices of today, all in one statement. It
// insists that they were drafts: under the series' lock they are.
func markIssued(ctx context.Context, tx *db.Tx, list []issued) error {
	if len(list) == 0 {
		return nil
	}
	today := when.On(tx.Now)
	args := []any{tx.Now, today, dueOn(today)}
	var rows []string
	of := make([]id.Invoice, len(list))
	for k, i := range list {
		of[k] = i.ID
		n := len(args)
		rows = append(rows, fmt.Sprintf(`(CAST($%d AS TEXT), CAST($%d AS BIGINT), CAST($%d AS TEXT), CAST($%d AS TEXT))`, n+1, n+2, n+3, n+4))
		args = append(args, string(i.ID), i.Number, string(i.Snapshot), string(i.XML))
	}
	// Both engines name the columns of VALUES column1, column2 and so on.
	done, err := tx.Exec(ctx, `
		UPDATE invoices SET state = 'issued', issued_at = $1, issued_on = $2, due_on = $3,
			number = v.column2, snapshot = v.column3, xml = v.column4
		FROM (VALUES `+strings.Join(rows, ", ")+`) AS v
		WHERE invoices.id = v.column1 AND invoices.state = 'draft'`, args...)
	if err != nil {
		return fmt.Errorf("issue %d invoices: %w", len(list), err)
	}
	if n, err := done.RowsAffected(); err != nil || n != int64(len(list)) {
		return errors.Join(fmt.Errorf("issue %d invoices: only %d were drafts", len(list), n), err)
	}
	return addToSums(ctx, tx, of)
}

// setPDF keeps the first PDF there is.
func setPDF(ctx context.Context, tx *db.Tx, one id.Invoice, pdf id.File) error {
	_, err := tx.Exec(ctx, `UPDATE invoices SET pdf = $1 WHERE id = $2 AND state = 'issued' AND pdf IS NULL`, pdf, one)
	if err != nil {
		return fmt.Errorf("PDF of invoice %s: %w", one, err)
	}
	return nil
}

const sellerColumns = `org, name, cvr, street, postcode, city, contact, email, phone, bank, account, gln, prefix, first_number AS first`

func sellerOf(ctx context.Context, tx *db.Tx, org id.Org) (s Seller, err error) {
	err = tx.Get(ctx, &s, `SELECT `+sellerColumns+` FROM sellers WHERE org = $1`, org)
	if err != nil {
		return s, fmt.Errorf("seller %s: %w", org, err)
	}
	return s, nil
}

// sellerByPrefix is empty when no series has the prefix.
func sellerByPrefix(ctx context.Context, tx *db.Tx, prefix string) (org id.Org, err error) {
	err = tx.Get(ctx, &org, `SELECT org FROM sellers WHERE prefix = $1`, prefix)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("seller with prefix %q: %w", prefix, err)
	}
	return org, nil
}

func seriesBegun(ctx context.Context, tx *db.Tx, org id.Org) (begun bool, err error) {
	err = tx.Get(ctx, &begun, `SELECT EXISTS (SELECT 1 FROM invoices WHERE seller = $1 AND number IS NOT NULL)`, org)
	if err != nil {
		return false, fmt.Errorf("series of %s: %w", org, err)
	}
	return begun, nil
}

func putSeller(ctx context.Context, tx *db.Tx, s Seller) error {
	_, err := tx.Named(ctx, `
		INSERT INTO sellers (org, name, cvr, street, postcode, city, contact, email, phone, bank, account, gln, prefix, first_number)
		VALUES (:org, :name, :cvr, :street, :postcode, :city, :contact, :email, :phone, :bank, :account, :gln, :prefix, :first)
		ON CONFLICT (org) DO UPDATE SET name = excluded.name, cvr = excluded.cvr, street = excluded.street,
			postcode = excluded.postcode, city = excluded.city, contact = excluded.contact, email = excluded.email,
			phone = excluded.phone, bank = excluded.bank, account = excluded.account, gln = excluded.gln,
			prefix = excluded.prefix, first_number = excluded.first_number`, s)
	if err != nil {
		return fmt.Errorf("put seller %s: %w", s.Org, err)
	}
	return nil
}

// nextNumbers are those that each seller's next invoice gets, if nobody is
// before it.
func nextNumbers(ctx context.Context, tx *db.Tx) (map[id.Org]string, error) {
	var rows []struct {
		Org    id.Org
		Prefix string
		Next   int64
	}
	err := tx.Select(ctx, &rows, `
		SELECT s.org, s.prefix, coalesce((SELECT max(number) + 1 FROM invoices WHERE seller = s.org), s.first_number) AS next FROM sellers s`)
	if err != nil {
		return nil, fmt.Errorf("next numbers: %w", err)
	}
	next := make(map[id.Org]string, len(rows))
	for _, r := range rows {
		next[r.Org] = numberText(r.Prefix, r.Next)
	}
	return next, nil
}
