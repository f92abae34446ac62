package ubl

import (
	"errors"
	"strings"
	"testing"

	"faelled/internal/money"

	"pgregory.net/rapid"
)

func TestMarshalRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*Document)
		rule  string
	}{
		"the buyer's GLN":       {func(d *Document) { d.Buyer.GLN = "9520000000012" }, "PEPPOL-COMMON-R040"},
		"the seller's GLN":      {func(d *Document) { d.Seller.GLN = "952000000002" }, "PEPPOL-COMMON-R040"},
		"no address":            {func(d *Document) { d.Buyer.GLN, d.Buyer.CVR = "", "" }, "PEPPOL-EN16931-R010"},
		"no reference":          {func(d *Document) { d.BuyerRef, d.OrderRef = "", "" }, "PEPPOL-EN16931-R003"},
		"the seller's CVR":      {func(d *Document) { d.Seller.CVR = "99112238" }, "DK-R-002"},
		"the buyer's CVR":       {func(d *Document) { d.Buyer.CVR = "00000000" }, "DK-R-017"},
		"the bank":              {func(d *Document) { d.Bank = "999" }, "DK-R-006"},
		"a letter in the bank":  {func(d *Document) { d.Bank = "99x9" }, "DK-R-006"},
		"the account":           {func(d *Document) { d.Account = "" }, "DK-R-006"},
		"a long account":        {func(d *Document) { d.Account = "12345678901" }, "DK-R-006"},
		"no number":             {func(d *Document) { d.Number = "" }, "BR-02"},
		"no day":                {func(d *Document) { d.Issued = "2021-02-30" }, "BR-03"},
		"no due day":            {func(d *Document) { d.Due = "" }, "BR-CO-25"},
		"no names":              {func(d *Document) { d.Seller.Name, d.Buyer.Name = "", "" }, "BR-06 BR-07"},
		"no lines":              {func(d *Document) { d.Lines = nil }, "BR-16"},
		"no text":               {func(d *Document) { d.Lines[0].Text = "" }, "BR-25"},
		"a negative price":      {func(d *Document) { d.Lines[0].Unit.Minor = -1 }, "BR-27 DK-R-016"},
		"a negative total":      {func(d *Document) { d.Lines[0].Quantity = -1 }, "DK-R-016"},
		"another currency":      {func(d *Document) { d.Lines[0].Unit.Currency = "EUR" }, "BR-CO-04"},
		"standard without rate": {func(d *Document) { d.Lines[0].RateBP = 0 }, "BR-S-05"},
		"exempt with rate":      {func(d *Document) { d.Lines = []Line{teaching}; d.Lines[0].RateBP = 2500 }, "BR-E-05"},
		"exempt, no reason":     {func(d *Document) { d.Lines = []Line{teaching}; d.Lines[0].Reason = "" }, "BR-E-10"},
		"outside with rate":     {func(d *Document) { d.Lines = []Line{grant}; d.Lines[0].RateBP = 1 }, "BR-O-05"},
		"outside, no reason":    {func(d *Document) { d.Lines = []Line{grant}; d.Lines[0].Reason = "" }, "BR-O-10"},
		"outside with others":   {func(d *Document) { d.Lines = []Line{june, grant} }, "BR-O-11"},
		"others with outside":   {func(d *Document) { d.Lines = []Line{grant, june} }, "BR-O-11"},
		"an unknown category":   {func(d *Document) { d.Lines[0].Category = "Z" }, "BR-CL-18"},
		"a loose credit note":   {func(d *Document) { d.Credit = true }, "DK-R-016"},
	} {
		t.Run(name, func(t *testing.T) {
			d := invoice(june)
			c.spoil(&d)
			text, err := Marshal(d)
			if err == nil || text != nil {
				t.Fatal("written all the same")
			}
			if got := rules(err); got != c.rule {
				t.Errorf("breaks %q, want %q", got, c.rule)
			}
		})
	}
}

// rules names those broken, in order.
func rules(err error) string {
	var names []string
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			if f, ok := errors.AsType[Fault](one); ok {
				names = append(names, f.Rule)
			}
		}
	}
	return strings.Join(names, " ")
}

func anyLine(t *rapid.T) Line {
	l := Line{
		Text:     "x",
		Quantity: rapid.Int64Range(0, 1000).Draw(t, "quantity"),
		Unit:     money.Money{Minor: rapid.Int64Range(0, 1_000_000_00).Draw(t, "unit"), Currency: "DKK"},
	}
	switch rapid.IntRange(0, 2).Draw(t, "category") {
	case 0:
		l.Category, l.RateBP = Standard, rapid.SampledFrom([]int64{2500, 1250, 333}).Draw(t, "rate")
	default:
		l.Category, l.Reason = Exempt, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "reason")
	}
	return l
}

func TestSumsAreOfTheirParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(anyLine), 1, 12).Draw(t, "lines")
		total := Sum(lines)
		var net, vat, inGroups int64
		for _, l := range lines {
			net += l.Quantity * l.Unit.Minor
		}
		seen := map[[2]any]bool{}
		for _, g := range total.Groups {
			key := [2]any{g.Category, g.RateBP}
			if seen[key] {
				t.Fatalf("two groups of %v", key)
			}
			seen[key] = true
			inGroups += g.Net.Minor
			vat += g.VAT.Minor
			// Within half an øre of the exact tax: rounded once, and no more.
			if off := 10_000*g.VAT.Minor - g.Net.Minor*g.RateBP; off > 5000 || off <= -5000 {
				t.Fatalf("VAT of %v at %d is %v", g.Net, g.RateBP, g.VAT)
			}
		}
		if total.Net.Minor != net || inGroups != net || total.VAT.Minor != vat || total.Gross.Minor != net+vat {
			t.Fatalf("%+v is not the sum of %v", total, lines)
		}
	})
}

func TestVATIsRoundedOnce(t *testing.T) {
	// Ten lines of 2 øre: 10 × round(0.5) would be 10 øre; 25 % of 20 is 5.
	var lines []Line
	for range 10 {
		lines = append(lines, Line{Quantity: 1, Unit: money.Money{Minor: 2, Currency: "DKK"}, Category: Standard, RateBP: 2500})
	}
	if got := Sum(lines).VAT.Minor; got != 5 {
		t.Errorf("VAT %d øre, want 5", got)
	}
}

// What is written can be read again, whatever people typed.
func TestReadFindsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := invoice(rapid.SliceOfN(rapid.Custom(anyLine), 1, 5).Draw(t, "lines")...)
		d.Buyer.Contact, d.Lines[0].Text = rapid.String().Draw(t, "contact"), rapid.StringN(1, 50, -1).Draw(t, "text")
		text, err := Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		head, err := Read(text)
		if want := (Head{d.Number, Sum(d.Lines).Gross}); err != nil || head != want {
			t.Fatalf("read %v (%v), want %v", head, err, want)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, d := range documents() {
		f.Add(marshal(f, d))
	}
	f.Add([]byte(`<Invoice><ID>1</ID><LegalMonetaryTotal><PayableAmount currencyID="DKK">-0.5</PayableAmount></LegalMonetaryTotal></Invoice>`))
	f.Fuzz(func(t *testing.T, text []byte) {
		head, err := Read(text)
		if (err != nil) != (head == Head{}) {
			t.Fatalf("%v and %v", head, err)
		}
		if err == nil && (head.Number == "" || head.Payable.Currency == "") {
			t.Fatalf("half read: %+v", head)
		}
	})
}

func TestNumbersHaveTheirChecks(t *testing.T) {
	for text, want := range map[string]bool{"9520000000011": true, "9520000000012": false, "952000000001": false, "95200000000x1": false, "": false} {
		if ValidGLN(text) != want {
			t.Errorf("GLN %q: %v", text, !want)
		}
	}
	for text, want := range map[string]bool{"99112239": true, "99112293": false, "9911223": false, "00000000": false, "9911223a": false} {
		if ValidCVR(text) != want {
			t.Errorf("CVR %q: %v", text, !want)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	d := invoice(following()...)
	b.ReportAllocs()
	for b.Loop() {
		marshal(b, d)
	}
}
