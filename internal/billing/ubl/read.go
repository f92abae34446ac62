package ubl

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"faelled/internal/money"
)

// Head is what an issued document says about itself.
type Head struct {
	Number  string
	Payable money.Money
}

// ErrUnreadable: the bytes are no invoice or credit note that Marshal wrote.
var ErrUnreadable = errors.New("ubl: unreadable")

// Read finds the head of a stored document, to compare it with the books.
func Read(document []byte) (Head, error) {
	var in struct {
		XMLName xml.Name
		ID      string `xml:"ID"`
		Payable amount `xml:"LegalMonetaryTotal>PayableAmount"`
	}
	if err := xml.Unmarshal(document, &in); err != nil {
		return Head{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if kind := in.XMLName.Local; kind != "Invoice" && kind != "CreditNote" || in.ID == "" {
		return Head{}, ErrUnreadable
	}
	minor, ok := minorUnits(in.Payable.Value)
	if !ok || in.Payable.Currency == "" {
		return Head{}, ErrUnreadable
	}
	return Head{in.ID, money.Money{Minor: minor, Currency: in.Payable.Currency}}, nil
}

// minorUnits reads an amount with two decimals: "1234.50" is 123450.
func minorUnits(text string) (int64, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, rest, found := strings.Cut(digits, ".")
	if !found || len(rest) != 2 || whole == "" || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+rest, 10, 64)
	if negative {
		n = -n
	}
	return n, err == nil
}
