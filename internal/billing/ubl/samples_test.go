package ubl

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"faelled/internal/money"
)

var (
	update  = flag.Bool("update", false, "rewrite golden files")
	samples = flag.String("samples", "", "folder to write samples to, for conformance/einvoice")
)

// Nobody has these numbers: 952 is for examples (GS1), and the CVR begins 99.
var (
	seller = Party{
		Name: "Eksempel Netværk", CVR: "99112239", Street: "Prøvevej 1", Postcode: "8999", City: "Åbrinke",
		Contact: "Ærmine Østerlund", Phone: "+45 00 00 00 00", Email: "faktura@netvaerk.example",
	}
	buyer = Party{
		Name: "Åbrinke Kommune", GLN: "9520000000011", CVR: "99229977", Street: "Rådhuspladsen 2", Postcode: "8999", City: "Åbrinke",
		Contact: "Bodil Prøve", Email: "bodil@aabrinke.example",
	}
	june = Line{Text: "Konsulentnetværk, møde 2. juni 2021, 3 deltagere", Quantity: 1, Unit: money.DKK(4375), Category: Standard, RateBP: 2500, Delivered: "2021-06-02"}
)

func invoice(lines ...Line) Document {
	return Document{
		Number: "K1001", Issued: "2021-05-11", Due: "2021-06-10", Note: "Spørgsmål & svar <på> telefon",
		BuyerRef: "Bodil Prøve", OrderRef: "REKV-4711", AccountingCost: "1234-567",
		Seller: seller, Buyer: buyer, Bank: "9999", Account: "0001234567", Terms: "Netto 30 dage", Lines: lines,
	}
}

func following() (lines []Line) {
	for _, l := range []Line{
		{Text: "Møde 15. september 2021, 3 deltagere", Delivered: "2021-09-15"},
		{Text: "Møde 10. januar 2022, 3 deltagere", Delivered: "2022-01-10"},
		{Text: "Møde 9. juni 2022, 3 deltagere", Delivered: "2022-06-09"},
		{Text: "Møde 5. oktober 2022, 3 deltagere", Delivered: "2022-10-05"},
	} {
		l.About = "Konsulenter på børne- og ungeområdet"
		l.Quantity, l.Unit, l.Category, l.RateBP = 1, money.DKK(4375), Standard, 2500
		lines = append(lines, l)
	}
	return lines
}

var (
	teaching = Line{Text: "Momsfri undervisning", Quantity: 3, Unit: money.Money{Minor: 99999, Currency: "DKK"}, Category: Exempt, Reason: "Momsloven § 13, stk. 1, nr. 3"}
	grant    = Line{Text: "Tilskud til fællesdag", Quantity: 1, Unit: money.DKK(20_000), Category: Outside, Reason: "Tilskud uden modydelse"}
)

func documents() map[string]Document {
	bare := invoice(june)
	bare.Note, bare.OrderRef, bare.AccountingCost, bare.Terms = "", "", "", ""
	bare.Seller = Party{Name: seller.Name, CVR: seller.CVR, GLN: "9520000000028"}
	bare.Buyer = Party{Name: buyer.Name, GLN: buyer.GLN}
	byCVR := invoice(june)
	byCVR.Buyer.GLN = ""
	credit := invoice(june)
	credit.Credit, credit.Number, credit.Corrects, credit.CorrectsDate = true, "K1002", "K1001", "2021-05-11"
	undated := invoice(june, Line{Text: "Materialer", Quantity: 2, Unit: money.Money{Minor: 12345, Currency: "DKK"}, Category: Standard, RateBP: 2500})
	return map[string]Document{
		"one":       invoice(june),
		"following": invoice(following()...),
		"mixed":     invoice(june, teaching),
		"outside":   invoice(grant),
		"bare":      bare,
		"by-cvr":    byCVR,
		"undated":   undated,
		"credit":    credit,
	}
}

// broken are official rules, each with a way to break it in a sample. "XSD" is no
// rule but the schema: elements out of order.
var broken = map[string]struct{ in, from, to string }{
	"PEPPOL-COMMON-R040":  {"one", "9520000000011", "9520000000012"},
	"PEPPOL-EN16931-R003": {"bare", "  <cbc:BuyerReference>Bodil Prøve</cbc:BuyerReference>\n", ""},
	"DK-R-002":            {"one", "        <cbc:CompanyID schemeID=\"0184\">99112239</cbc:CompanyID>\n", ""},
	"DK-R-006":            {"one", "      <cac:FinancialInstitutionBranch>\n        <cbc:ID>9999</cbc:ID>\n      </cac:FinancialInstitutionBranch>\n", ""},
	"DK-R-014":            {"one", "schemeID=\"0184\">99112239</cbc:CompanyID>", ">99112239</cbc:CompanyID>"},
	"BR-CO-15":            {"one", "<cbc:TaxInclusiveAmount currencyID=\"DKK\">5468.75", "<cbc:TaxInclusiveAmount currencyID=\"DKK\">5468.00"},
	"BR-CO-10":            {"one", "<cbc:LineExtensionAmount currencyID=\"DKK\">4375.00</cbc:LineExtensionAmount>\n    <cbc:TaxEx", "<cbc:LineExtensionAmount currencyID=\"DKK\">4374.00</cbc:LineExtensionAmount>\n    <cbc:TaxEx"},
	"BR-E-10":             {"mixed", "        <cbc:TaxExemptionReason>Momsloven § 13, stk. 1, nr. 3</cbc:TaxExemptionReason>\n", ""},
	"BR-O-02":             {"outside", "      <cac:PartyLegalEntity>\n        <cbc:RegistrationName>Eksempel", "      <cac:PartyTaxScheme>\n        <cbc:CompanyID>DK99112239</cbc:CompanyID>\n        <cac:TaxScheme>\n          <cbc:ID>VAT</cbc:ID>\n        </cac:TaxScheme>\n      </cac:PartyTaxScheme>\n      <cac:PartyLegalEntity>\n        <cbc:RegistrationName>Eksempel"},
	"PEPPOL-EN16931-R110": {"following", "<cbc:StartDate>2021-09-15</cbc:StartDate>\n    <cbc:EndDate>2022-10-05", "<cbc:StartDate>2021-09-16</cbc:StartDate>\n    <cbc:EndDate>2022-10-05"},
	"PEPPOL-EN16931-R010": {"one", "      <cbc:EndpointID schemeID=\"0088\">9520000000011</cbc:EndpointID>\n", ""},
	"DK-R-016":            {"credit", "<cbc:PayableAmount currencyID=\"DKK\">5468.75", "<cbc:PayableAmount currencyID=\"DKK\">-5468.75"},
	"XSD":                 {"one", "  <cbc:ID>K1001</cbc:ID>\n  <cbc:IssueDate>2021-05-11</cbc:IssueDate>", "  <cbc:IssueDate>2021-05-11</cbc:IssueDate>\n  <cbc:ID>K1001</cbc:ID>"},
}

func marshal(t testing.TB, d Document) []byte {
	t.Helper()
	text, err := Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSamples compares with the golden files, which the official rules have
// judged, and lends them to conformance/einvoice with the planted faults.
func TestSamples(t *testing.T) {
	for name, d := range documents() {
		golden := filepath.Join("testdata", name+".xml")
		got := marshal(t, d)
		write(t, *update, golden, got)
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; run with -update, read the diff and put it before conformance/einvoice", golden)
		}
		write(t, *samples != "", filepath.Join(*samples, "einvoice", name+".xml"), got)
	}
	for rule, b := range broken {
		whole := marshal(t, documents()[b.in])
		if n := bytes.Count(whole, []byte(b.from)); n != 1 {
			t.Errorf("%s: the place to break is there %d times", rule, n)
		}
		write(t, *samples != "", filepath.Join(*samples, "einvoice", "broken", rule+".xml"), bytes.Replace(whole, []byte(b.from), []byte(b.to), 1))
	}
}

func write(t *testing.T, really bool, file string, text []byte) {
	t.Helper()
	if !really {
		return
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
