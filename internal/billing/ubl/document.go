package ubl

import (
	"faelled/internal/money"
	"faelled/internal/when"
)

// Category is how a line is taxed (UNCL5305).
type Category string

const (
	Standard Category = "S"
	Exempt   Category = "E" // needs a reason
	Outside  Category = "O" // outside the scope of VAT: needs a reason, and stands alone on a document
)

// Document is an invoice, or a credit note that corrects one. Amounts of a
// credit note are positive: its kind is what turns them (DK-R-016).
type Document struct {
	Credit       bool
	Number       string // BT-1
	Issued, Due  when.Date
	Corrects     string    // the invoice's number; credit notes only
	CorrectsDate when.Date // when that was issued
	Note         string

	BuyerRef       string // the person the buyer wants named, BT-10
	OrderRef       string // requisition or order number, BT-13
	AccountingCost string // BT-19

	Seller, Buyer Party
	Bank, Account string // registration number and account, payment means 42
	Terms         string // in words
	Lines         []Line
}

// Party is one side. Either GLN or CVR is its electronic address; what is not
// known is empty, and left out.
type Party struct {
	Name                   string
	GLN                    string // 13 digits
	CVR                    string // 8 digits
	Street, Postcode, City string
	Contact, Phone, Email  string
}

// Line is one thing delivered.
type Line struct {
	Text      string
	About     string      // what it is part of, BT-154; may be empty
	Quantity  int64       // pieces
	Unit      money.Money // excl. VAT
	Category  Category
	RateBP    int64 // basis points: 25 % is 2500
	Reason    string
	Delivered when.Date // empty: not known
}

// Net is the line's amount excl. VAT.
func (l Line) Net() money.Money { return l.Unit.Times(l.Quantity) }
