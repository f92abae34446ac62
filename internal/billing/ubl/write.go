package ubl

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"faelled/internal/money"
	"faelled/internal/when"
)

const (
	customization = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	profile       = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
	namespace     = "urn:oasis:names:specification:ubl:schema:xsd:"

	eanScheme = "0088" // GLN
	cvrScheme = "0184" // DK-R-014, DK-R-017

	bankAccount = "42" // payment to a bank account
	piece       = "C62"
)

var vat = scheme{"VAT"}

// Marshal writes the document, or tells all its faults. The same document gives
// the same bytes.
func Marshal(d Document) ([]byte, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	b := bytes.NewBufferString(xml.Header)
	e := xml.NewEncoder(b)
	e.Indent("", "  ")
	if err := e.Encode(d.root()); err != nil {
		return nil, fmt.Errorf("write e-invoice: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (d Document) root() root {
	kind := "Invoice"
	if d.Credit {
		kind = "CreditNote"
	}
	total := Sum(d.Lines)
	day, span := delivered(d.Lines)
	r := root{
		XMLName: xml.Name{Local: kind}, Default: namespace + kind + "-2",
		Aggregates: namespace + "CommonAggregateComponents-2", Basics: namespace + "CommonBasicComponents-2",
		Customization: customization, Profile: profile,
		ID: d.Number, Issued: string(d.Issued), Note: d.Note, Currency: total.Net.Currency,
		AccountingCost: d.AccountingCost, BuyerRef: d.BuyerRef, Period: span,
		Seller: d.Seller.write(d.Lines[0].Category != Outside), Buyer: d.Buyer.write(false),
		Payment: payment{bankAccount, d.Number, d.Account, d.Bank},
		Tax:     total.write(),
		Total:   monetary{dkk(total.Net), dkk(total.Net), dkk(total.Gross), dkk(total.Gross)},
	}
	if d.Credit {
		r.CreditType, r.Corrects = "381", &reference{d.Corrects, string(d.CorrectsDate)}
	} else {
		r.InvoiceType, r.Due = "380", string(d.Due)
	}
	if d.OrderRef != "" {
		r.Order = &named{d.OrderRef}
	}
	if day != "" {
		r.Delivery = &delivery{string(day)}
	}
	if d.Terms != "" {
		r.Terms = &note{d.Terms}
	}
	for i, l := range d.Lines {
		r.Lines = append(r.Lines, l.write(i+1, d.Credit, span != nil))
	}
	return r
}

// delivered is the one day of all lines, or the period they span. Lines without
// a day do not count.
func delivered(lines []Line) (day when.Date, span *period) {
	var first, last when.Date
	for _, l := range lines {
		if l.Delivered == "" {
			continue
		}
		if first == "" || l.Delivered.Before(first) {
			first = l.Delivered
		}
		if l.Delivered.After(last) {
			last = l.Delivered
		}
	}
	if first == last {
		return first, nil
	}
	return "", &period{string(first), string(last)}
}

// write gives the party with its VAT number when it should be named: a document
// outside the scope of VAT may not name one (BR-O-02).
func (p Party) write(withVAT bool) party {
	w := party{
		Endpoint: coded{eanScheme, p.GLN}, Name: p.Name,
		Address: address{p.Street, p.City, p.Postcode, "DK"},
		Legal:   legal{Name: p.Name},
	}
	if p.GLN == "" {
		w.Endpoint = coded{cvrScheme, p.CVR}
	}
	if p.CVR != "" {
		w.Legal.CVR = &coded{cvrScheme, p.CVR}
	}
	if withVAT {
		w.Tax = &taxScheme{"DK" + p.CVR, vat}
	}
	if p.Contact != "" || p.Phone != "" || p.Email != "" {
		w.Contact = &contact{p.Contact, p.Phone, p.Email}
	}
	return w
}

func (t Totals) write() taxTotal {
	w := taxTotal{VAT: dkk(t.VAT)}
	for _, g := range t.Groups {
		w.Groups = append(w.Groups, subtotal{dkk(g.Net), dkk(g.VAT),
			category{g.Category, percent(g.Category, g.RateBP), strings.Join(g.Reasons, "; "), vat}})
	}
	return w
}

func (l Line) write(n int, credit, dated bool) line {
	w := line{
		XMLName: xml.Name{Local: "cac:InvoiceLine"}, ID: n, Net: dkk(l.Net()), About: l.About, Name: l.Text,
		Category: category{l.Category, percent(l.Category, l.RateBP), "", vat}, Price: dkk(l.Unit),
	}
	if q := (&quantity{piece, l.Quantity}); credit {
		w.XMLName.Local, w.Credited = "cac:CreditNoteLine", q
	} else {
		w.Invoiced = q
	}
	if dated && l.Delivered != "" {
		w.Period = &period{string(l.Delivered), string(l.Delivered)}
	}
	return w
}

// percent is a rate in per cent; none outside the scope of VAT (BR-O-05).
func percent(c Category, bp int64) string {
	if c == Outside {
		return ""
	}
	return fmt.Sprintf("%d.%02d", bp/100, bp%100)
}

func dkk(m money.Money) amount {
	sign, minor := "", m.Minor
	if minor < 0 {
		sign, minor = "-", -minor
	}
	return amount{m.Currency, fmt.Sprintf("%s%d.%02d", sign, minor/100, minor%100)}
}
