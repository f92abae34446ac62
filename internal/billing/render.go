package billing

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"faelled/internal/billing/ubl"
	"faelled/internal/i18n"
	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
	"faelled/internal/people"
	"faelled/internal/when"
)

// render draws a snapshot as an accessible PDF in the language of ctx. The same
// snapshot gives the same bytes.
func render(ctx context.Context, s snapshot) ([]byte, error) {
	fonts, err := plex.Fonts()
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	d := pdf.New(pdf.Options{
		Title: s.title(ctx),
		Fonts: fonts, Author: s.Seller.Name, Lang: i18n.Lang(ctx), Created: s.IssuedAt, Notice: s.Note,
		Footer: pdf.Band{
			Left:  s.Seller.Name + " · " + i18n.F(ctx, "billing.cvr", i18n.Args{"CVR": s.Seller.CVR}),
			Right: i18n.F(ctx, "billing.pages", i18n.Args{"Page": "{page}", "Pages": "{pages}"}),
		},
	})
	drawParties(ctx, d, s)
	drawLines(ctx, d, s)
	drawPayment(ctx, d, s)
	file, err := d.Bytes()
	if err != nil {
		return nil, fmt.Errorf("draw invoice %s: %w", s.Number, err)
	}
	return file, nil
}

func drawParties(ctx context.Context, d *pdf.Document, s snapshot) {
	d.Columns([]float64{3, 2},
		func(f *pdf.Flow) { f.H1(s.kind(ctx)) },
		func(f *pdf.Flow) {
			f.SetAlign(pdf.Right)
			f.P(pdf.Bold(s.Seller.Name+"\n"), lines(address(s.Seller.Street, s.Seller.Postcode, s.Seller.City),
				i18n.F(ctx, "billing.cvr", i18n.Args{"CVR": s.Seller.CVR})))
		})
	d.Space(8)
	d.Columns([]float64{2, 3},
		func(f *pdf.Flow) {
			f.Text(pdf.TextStyle{Size: 8.5, Color: pdf.House().Muted, After: 1}, i18n.T(ctx, "billing.to"))
			f.P(pdf.Bold(s.Buyer.Name+"\n"), lines(s.buyerAddress(ctx)...))
		},
		func(f *pdf.Flow) {
			var rows [][]any
			for _, fact := range s.facts(ctx) {
				rows = append(rows, []any{fact.Term, fact.Value})
			}
			f.Table(pdf.Table{RowHeader: true, NoHeader: true, Plain: true, Rows: rows,
				Columns: []pdf.Column{{Width: 3}, {Width: 7, Align: pdf.Right}}})
		})
}

func drawLines(ctx context.Context, d *pdf.Document, s snapshot) {
	d.H2(s.ProgrammeName)
	t := pdf.Table{
		RowHeader: true,
		Columns: []pdf.Column{
			{Title: i18n.T(ctx, "billing.text"), Width: 46}, {Title: i18n.T(ctx, "billing.quantity"), Width: 10, Align: pdf.Right},
			{Title: i18n.T(ctx, "billing.unit_price"), Width: 18, Align: pdf.Right}, {Title: i18n.T(ctx, "billing.vat"), Width: 11, Align: pdf.Right},
			{Title: i18n.T(ctx, "billing.amount"), Width: 20, Align: pdf.Right},
		},
	}
	for _, l := range s.Lines {
		t.Rows = append(t.Rows, []any{l.Text, strconv.FormatInt(l.Quantity, 10), i18n.Exact(ctx, l.Unit), rate(l), i18n.Exact(ctx, l.Net())})
	}
	for _, a := range s.sums(ctx) {
		t.Foot = append(t.Foot, []any{pdf.Cell{Text: []any{a.Term}, Span: 4}, a.Value})
	}
	d.Table(t)
}

func drawPayment(ctx context.Context, d *pdf.Document, s snapshot) {
	d.Panel(func(f *pdf.Flow) {
		f.H3(i18n.T(ctx, "billing.payment"))
		f.P(s.howToPay(ctx))
		if s.Seller.Email != "" {
			f.P(i18n.T(ctx, "billing.questions")+" ", pdf.Link(s.Seller.Email, "mailto:"+s.Seller.Email))
		}
	})
	d.Small(i18n.T(ctx, "billing.as_e_invoice"))
}

// fact is one line of what stands on the invoice beside the addresses.
type fact struct{ Term, Value string }

// facts are those of an invoice, leaving out what is not there.
func (s snapshot) facts(ctx context.Context) (list []fact) {
	for _, f := range []fact{
		{i18n.T(ctx, "billing.number"), s.Number},
		{i18n.T(ctx, "billing.issued_on"), bound(when.Day(ctx, s.Issued))},
		{i18n.T(ctx, "billing.due_on"), bound(s.dueDay(ctx))},
		{i18n.T(ctx, "billing.corrects"), s.Corrects},
		{i18n.T(ctx, "billing.delivered"), bound(s.delivered(ctx))},
		{i18n.T(ctx, "billing.ean"), people.GroupGLN(s.Buyer.GLN)},
		{i18n.T(ctx, "billing.order_ref"), s.OrderRef},
		{i18n.T(ctx, "billing.buyer_ref"), s.BuyerRef},
		{i18n.T(ctx, "billing.accounting_cost"), s.AccountingCost},
	} {
		if f.Value != "" {
			list = append(list, f)
		}
	}
	return list
}

// sums are the amounts below the lines. What is without VAT stands apart, with
// its legal ground (momsbekendtgørelsen § 58).
func (s snapshot) sums(ctx context.Context) []fact {
	list := []fact{{i18n.T(ctx, "billing.net"), i18n.Exact(ctx, s.Total.Net)}}
	var taxes []fact
	for _, g := range s.Total.Groups {
		if g.Category == Standard {
			taxes = append(taxes, fact{i18n.F(ctx, "billing.vat_of", i18n.Args{"Rate": percent(g.RateBP), "Net": i18n.Exact(ctx, g.Net)}), i18n.Exact(ctx, g.VAT)})
		} else {
			list = append(list, fact{withoutVAT(ctx, g), i18n.Exact(ctx, g.Net)})
		}
	}
	total := i18n.T(ctx, "billing.gross")
	if s.credit() {
		total = i18n.T(ctx, "billing.credited")
	}
	return append(append(list, taxes...), fact{total, i18n.Exact(ctx, s.Total.Gross)})
}

// withoutVAT is said of a part of the sum above, not added to it.
func withoutVAT(ctx context.Context, g ubl.Group) string {
	return i18n.F(ctx, "billing.without_vat", i18n.Args{"Reason": bound(strings.Join(g.Reasons, "; "))})
}

// delivered is the day of what was ordered, or the first and the last.
func (s snapshot) delivered(ctx context.Context) string {
	var first, last when.Date
	for _, l := range s.Lines {
		if l.Delivered == "" {
			continue
		}
		if first == "" || l.Delivered.Before(first) {
			first = l.Delivered
		}
		last = max(last, l.Delivered)
	}
	return when.Days(ctx, first, last)
}

// kind is what the paper is called.
func (s snapshot) kind(ctx context.Context) string {
	if s.credit() {
		return i18n.T(ctx, "billing.credit_note")
	}
	return i18n.T(ctx, "billing.invoice")
}

// title is "Faktura K1001" or "Kreditnota K1002".
func (s snapshot) title(ctx context.Context) string { return s.kind(ctx) + " " + s.Number }

// dueDay is empty on a credit note: nobody has to pay it.
func (s snapshot) dueDay(ctx context.Context) string {
	if s.credit() {
		return ""
	}
	return when.Day(ctx, s.Due)
}

func (s snapshot) howToPay(ctx context.Context) string {
	if s.credit() {
		return i18n.F(ctx, "billing.how_credited", i18n.Args{"Number": s.Corrects})
	}
	return i18n.F(ctx, "billing.how_to_pay", i18n.Args{
		"Day": bound(when.Day(ctx, s.Due)), "Bank": s.Seller.Bank, "Account": s.Seller.Account, "Number": s.Number,
	})
}

func (s snapshot) buyerAddress(ctx context.Context) []string {
	cvr := ""
	if s.Buyer.CVR != "" {
		cvr = i18n.F(ctx, "billing.cvr", i18n.Args{"CVR": s.Buyer.CVR})
	}
	return []string{address(s.Buyer.Street, s.Buyer.Postcode, s.Buyer.City), cvr}
}

// address is street and town, each on its line.
func address(street, postcode, city string) string { return lines(street, oneLine(postcode+" "+city)) }

// lines sets texts under each other, leaving out empty ones.
func lines(texts ...string) string {
	var there []string
	for _, text := range texts {
		if text != "" {
			there = append(there, text)
		}
	}
	return strings.Join(there, "\n")
}

// rate is a line's VAT in a table's cell.
func rate(l Line) string {
	if l.VAT == Standard {
		return percent(l.RateBP)
	}
	return "–"
}

// percent is "25 %" or "12,5 %".
func percent(bp int64) string {
	text := strconv.FormatInt(bp/100, 10)
	if rest := bp % 100; rest != 0 {
		text += strings.TrimRight(fmt.Sprintf(",%02d", rest), "0")
	}
	return text + "\u00a0%"
}
