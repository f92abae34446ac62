package billing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"faelled/internal/billing/ubl"
	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/when"
)

// snapshot is an issued invoice: all that was true when it was issued, and what
// its pages, PDF and e-invoice are made from. It is kept as JSON for years: a
// field may be added here, but none renamed.
type snapshot struct {
	Number         string
	Corrects       string    `json:",omitempty"` // number of the invoice that this is a credit note for
	CorrectsDay    when.Date `json:",omitempty"` // when that was issued
	Issued, Due    when.Date
	IssuedAt       time.Time // UTC
	Seller         Seller
	Buyer          buyer
	Programme      id.Programme
	ProgrammeName  string
	OrderRef       string
	BuyerRef       string
	AccountingCost string
	Lines          []Line
	Total          ubl.Totals
	Terms          string // in words
	Note           string // such as that all of it is made up
}

// buyer is who pays, as called then.
type buyer struct {
	Org                    id.Org
	Name, CVR, GLN         string
	Street, Postcode, City string
	Email                  string // of who ordered
}

// credit tells that it is a credit note. Its amounts are positive all the same.
func (s snapshot) credit() bool { return s.Corrects != "" }

// freeze makes the snapshot of a draft that gets number n today.
func freeze(ctx context.Context, at time.Time, d draft, s Seller, b buyer, n int64) snapshot {
	today := when.On(at)
	if d.Corrects != "" {
		d.Lines = turned(d.Lines)
	}
	return snapshot{
		Number: numberText(s.Prefix, n), Issued: today, Due: dueOn(today), IssuedAt: at,
		Seller: s, Buyer: b, Programme: d.Programme, ProgrammeName: d.ProgrammeName,
		OrderRef: d.OrderRef, BuyerRef: d.BuyerRef, AccountingCost: d.AccountingCost,
		Lines: d.Lines, Total: ubl.Sum(toUBL(d.Lines)),
		Terms: i18n.F(ctx, "billing.terms", i18n.Args{"Days": termDays}),
	}
}

// eInvoice is the snapshot as the e-invoice has it. Who only sees that must learn
// from it what programme it is about.
func (s snapshot) eInvoice() ubl.Document {
	about := unbound(s.ProgrammeName)
	lines := toUBL(s.Lines)
	for i := range lines {
		lines[i].About = about
	}
	if s.Note != "" {
		about += ". " + s.Note
	}
	return ubl.Document{
		Number: s.Number, Issued: s.Issued, Due: s.Due, Note: about,
		Credit: s.credit(), Corrects: s.Corrects, CorrectsDate: s.CorrectsDay,
		BuyerRef: s.BuyerRef, OrderRef: s.OrderRef, AccountingCost: s.AccountingCost,
		Seller: ubl.Party{
			Name: s.Seller.Name, GLN: s.Seller.GLN, CVR: s.Seller.CVR,
			Street: s.Seller.Street, Postcode: s.Seller.Postcode, City: s.Seller.City,
			Contact: s.Seller.Contact, Phone: s.Seller.Phone, Email: s.Seller.Email,
		},
		Buyer: ubl.Party{
			Name: s.Buyer.Name, GLN: s.Buyer.GLN, CVR: s.Buyer.CVR,
			Street: s.Buyer.Street, Postcode: s.Buyer.Postcode, City: s.Buyer.City,
			Contact: s.BuyerRef, Email: s.Buyer.Email,
		},
		Bank: s.Seller.Bank, Account: s.Seller.Account, Terms: s.Terms, Lines: lines,
	}
}

// thaw reads a kept snapshot.
func thaw(ctx context.Context, tx *db.Tx, kept id.File) (s snapshot, err error) {
	f, err := files.Get(ctx, tx, kept)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(f.Bytes, &s); err != nil {
		return s, fmt.Errorf("snapshot %s: %w", kept, err)
	}
	return s, nil
}
