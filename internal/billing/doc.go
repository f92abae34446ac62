// Package billing knows what things cost and who was asked to pay.
//
// A price list says what a meeting costs an organisation by the number of its
// people there. A registration orders; the order lies as a draft until a job,
// moments later, issues it: the invoice gets its seller's next number, and a
// snapshot and the e-invoice (Peppol BIS Billing 3) are kept in the same commit.
// Numbers have no gaps, and an issued invoice never changes.
//
// Start with order.go and issue.go. price.go holds the prices, rules.go the sums,
// package ubl the e-invoice, render.go the PDF, web.go the doors. Delivery is
// download; sending, payments and credit notes are not here yet.
package billing
