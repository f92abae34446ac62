package billing

import "faelled/internal/id"

// Seller is an organisation as it stands on its invoices, and its own series of
// numbers. Texts are kept as they should be printed.
type Seller struct {
	Org                    id.Org
	Name, CVR              string // CVR: 8 digits with their check
	Street, Postcode, City string
	Contact, Email, Phone  string // who answers questions about invoices
	Bank, Account          string // registration number, 4 digits, and account, up to 10
	GLN                    string // 13 digits; empty: reached by CVR
	Prefix                 string // up to three capitals before the number: "K1001"; no two sellers share one
	First                  int64  // the series begins here
}
