package billing

import (
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// Line is one thing ordered. What it is about stays with it, so that later
// orders can be differences against what was already invoiced.
type Line struct {
	Meeting      id.Meeting
	Text         string // as the buyer reads it
	Quantity     int64
	Unit         money.Money // excl. VAT, never negative
	VAT          VATCategory
	RateBP       int64     // basis points
	Reason       string    // legal ground of Exempt and Outside
	Delivered    when.Date // the day of the meeting; empty: not known
	Participants int64     // that the price was counted from
}

// Net is the line's amount excl. VAT.
func (l Line) Net() money.Money { return l.Unit.Times(l.Quantity) }

// Order asks for an invoice to one organisation. One requisition is one invoice.
type Order struct {
	Seller, Buyer  id.Org
	Programme      id.Programme
	ProgrammeName  string
	Registration   id.Registration
	GLN            string // 13 digits: where the buyer receives invoices
	OrderRef       string // requisition or order number
	BuyerRef       string // the person the buyer wants named
	AccountingCost string // the buyer's account, may be empty
	Email          string // of the buyer's contact, may be empty
	Lines          []Line
}
