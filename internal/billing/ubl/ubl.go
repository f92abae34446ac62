// Package ubl writes invoices and credit notes as Peppol BIS Billing 3.0 wants
// them: UBL 2.1 within EN 16931, with the Danish rules (DK-R-…). Danish public
// bodies must accept them (lov om offentlige betalinger).
//
// Marshal refuses what the official rules would refuse, as far as what can go
// wrong here; conformance/einvoice puts its output before the rules themselves.
// document.go and sum.go say what an invoice holds, faults.go what must be true,
// xml.go how it is written.
package ubl
