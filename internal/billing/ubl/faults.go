package ubl

import (
	"errors"
	"fmt"
	"strings"
)

// Fault is one way in which a document breaks a rule.
type Fault struct {
	Rule  string // as the official rules name it
	About string
}

func (f Fault) Error() string { return f.Rule + ": " + f.About }

// Check is nil, or every fault of the document joined.
func (d Document) Check() error {
	var all []error
	must := func(ok bool, rule, about string) {
		if !ok {
			all = append(all, Fault{rule, about})
		}
	}
	must(d.Number != "", "BR-02", "no number")
	must(d.Issued.Valid(), "BR-03", "no date of issue")
	must(d.Credit || d.Due.Valid(), "BR-CO-25", "no due date")
	must(!d.Credit || d.Corrects != "", "DK-R-016", "a credit note must say what it corrects")
	must(d.BuyerRef != "" || d.OrderRef != "", "PEPPOL-EN16931-R003", "neither the buyer's reference nor an order number")
	must(ValidCVR(d.Seller.CVR), "DK-R-002", "the seller's CVR")
	must(d.Buyer.CVR == "" || ValidCVR(d.Buyer.CVR), "DK-R-017", "the buyer's CVR")
	must(d.Seller.GLN == "" || ValidGLN(d.Seller.GLN), "PEPPOL-COMMON-R040", "the seller's GLN")
	must(d.Buyer.GLN == "" || ValidGLN(d.Buyer.GLN), "PEPPOL-COMMON-R040", "the buyer's GLN")
	must(d.Buyer.GLN != "" || d.Buyer.CVR != "", "PEPPOL-EN16931-R010", "the buyer has no electronic address")
	must(d.Seller.Name != "", "BR-06", "the seller's name")
	must(d.Buyer.Name != "", "BR-07", "the buyer's name")
	must(ValidBank(d.Bank), "DK-R-006", "the bank's registration number")
	must(ValidAccount(d.Account), "DK-R-006", "the account")
	must(len(d.Lines) > 0, "BR-16", "no lines")
	return errors.Join(append(all, lineFaults(d.Lines)...)...)
}

// CheckLines is Check for lines that have no document yet.
func CheckLines(lines []Line) error { return errors.Join(lineFaults(lines)...) }

func lineFaults(lines []Line) (all []error) {
	fault := func(n int, rule, about string) {
		all = append(all, Fault{rule, fmt.Sprintf("line %d: %s", n+1, about)})
	}
	for i, l := range lines {
		if l.Text == "" {
			fault(i, "BR-25", "no text")
		}
		if l.Unit.Currency != "DKK" {
			fault(i, "BR-CO-04", "not in kroner")
		}
		if l.Unit.Minor < 0 {
			fault(i, "BR-27", "a negative price")
		}
		if rule := l.tax(); rule != "" {
			fault(i, rule, "category, rate and reason do not agree")
		}
		if l.Category != lines[0].Category && (l.Category == Outside || lines[0].Category == Outside) {
			fault(i, "BR-O-11", "what is outside the scope of VAT stands alone")
		}
	}
	if Sum(lines).Net.Minor < 0 {
		all = append(all, Fault{"DK-R-016", "a negative total: write the opposite kind"})
	}
	return all
}

// tax is the rule that the line's VAT breaks, or none.
func (l Line) tax() string {
	switch l.Category {
	case Standard:
		if l.RateBP <= 0 || l.Reason != "" {
			return "BR-S-05"
		}
	case Exempt:
		if l.RateBP != 0 {
			return "BR-E-05"
		}
		if l.Reason == "" {
			return "BR-E-10"
		}
	case Outside:
		if l.RateBP != 0 {
			return "BR-O-05"
		}
		if l.Reason == "" {
			return "BR-O-10"
		}
	default:
		return "BR-CL-18"
	}
	return ""
}

// ValidGLN: 13 digits, not all 0, of which the last checks the others (GS1,
// weights 1 and 3).
func ValidGLN(text string) bool {
	if !digits(text, 13) || strings.Trim(text, "0") == "" {
		return false
	}
	sum := 0
	for i, c := range []byte(text) {
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return sum%10 == 0
}

// ValidCVR: 8 digits, weights 2 7 6 5 4 3 2 1, modulus 11. (PEPPOL-COMMON-R042
// asks only for the digits.)
func ValidCVR(text string) bool {
	if !digits(text, 8) || text[0] == '0' {
		return false
	}
	sum := 0
	for i, weight := range []int{2, 7, 6, 5, 4, 3, 2, 1} {
		sum += int(text[i]-'0') * weight
	}
	return sum%11 == 0
}

// ValidBank: a bank's registration number has 4 digits.
func ValidBank(text string) bool { return digits(text, 4) }

// ValidAccount: an account with a Danish bank has up to 10 digits.
func ValidAccount(text string) bool { return text != "" && digits(text, min(len(text), 10)) }

// digits tells whether text is n digits and nothing else.
func digits(text string, n int) bool {
	return len(text) == n && strings.Trim(text, "0123456789") == ""
}
