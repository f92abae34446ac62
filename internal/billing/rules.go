package billing

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/billing/ubl"
	"faelled/internal/i18n"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/when"
)

const (
	// termDays is how long a buyer has: public bodies at most 30 days (renteloven § 3 b).
	termDays = 30
	// longestText is how many letters a reference or a text on an invoice may have.
	longestText = 200
	// largestSum, in minor units, keeps sums and VAT far inside an int64: ten billion kroner.
	largestSum = 1_000_000_000_000
	// mostLines is how many lines one order may have.
	mostLines = 200
	// mostTiers is how many steps a price stair may have.
	mostTiers = 20
)

// dueOn is the last day to pay an invoice.
func dueOn(issued when.Date) when.Date { return issued.Add(termDays) }

// oneLine is a text without control characters, on one line, without spaces
// around it: what may stand in XML and in a table.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return strings.Join(strings.Fields(text), " ")
}

var (
	numbered = regexp.MustCompile(`(\d\.?) ([\p{Ll}%])`)
	numberOf = regexp.MustCompile(`(kl\.|nr\.|stk\.|§) (\d)`)
)

// bound keeps a number and what it counts on one line: "3 deltagere", "16.
// september", "kl. 9.30".
func bound(text string) string {
	return numberOf.ReplaceAllString(numbered.ReplaceAllString(text, "${1}\u00a0${2}"), "${1}\u00a0${2}")
}

// unbound is the text for other programs, which look for plain spaces.
func unbound(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// tidy makes one line of everything typed, and lets no line of the invoice break
// inside a number.
func (o Order) tidy() Order {
	for _, text := range []*string{&o.GLN, &o.OrderRef, &o.BuyerRef, &o.AccountingCost, &o.Email, &o.ProgrammeName} {
		*text = oneLine(*text)
	}
	o.GLN = strings.ReplaceAll(o.GLN, " ", "")
	lines := make([]Line, len(o.Lines))
	for i, l := range o.Lines {
		l.Text, l.Reason = bound(oneLine(l.Text)), bound(oneLine(l.Reason))
		lines[i] = l
	}
	o.Lines = lines
	return o
}

// faults are those of the fields that people fill in.
func (o Order) faults() (bad problem.Fields) {
	if o.GLN != "" && !ubl.ValidGLN(o.GLN) {
		bad.Add("gln", "billing.gln_wrong", "")
	}
	if o.OrderRef == "" && o.BuyerRef == "" {
		bad.Add("order_ref", "billing.reference_missing", "")
	}
	for _, f := range []struct{ name, text string }{
		{"order_ref", o.OrderRef}, {"buyer_ref", o.BuyerRef}, {"accounting_cost", o.AccountingCost}, {"email", o.Email},
	} {
		if utf8.RuneCountInString(f.text) > longestText {
			bad.Add(f.name, "billing.too_long", "")
		}
	}
	return bad
}

// sound tells what is wrong with what the program itself puts into an order.
func (o Order) sound() error {
	if o.Seller == "" || o.Buyer == "" || o.Programme == "" || o.ProgrammeName == "" {
		return fmt.Errorf("billing: an order without seller, buyer or programme")
	}
	if len(o.Lines) > mostLines {
		return fmt.Errorf("billing: an order of %d lines", len(o.Lines))
	}
	for _, l := range o.Lines {
		if l.Quantity < 1 || l.Unit.Minor < 0 || l.Unit.Minor > largestSum/l.Quantity {
			return fmt.Errorf("billing: %d times %s in an order", l.Quantity, l.Unit)
		}
	}
	if err := ubl.CheckLines(toUBL(o.Lines)); err != nil {
		return fmt.Errorf("billing: order: %w", err)
	}
	return nil
}

// toUBL is the lines as the e-invoice knows them.
func toUBL(lines []Line) []ubl.Line {
	out := make([]ubl.Line, len(lines))
	for i, l := range lines {
		out[i] = ubl.Line{Text: unbound(l.Text), Quantity: l.Quantity, Unit: l.Unit, Category: l.VAT, RateBP: l.RateBP, Reason: unbound(l.Reason), Delivered: l.Delivered}
	}
	return out
}

// numberText is an invoice's number as people see it: "K1001".
func numberText(prefix string, n int64) string { return prefix + strconv.FormatInt(n, 10) }

// parseNumber takes such a text apart. A number has no leading zeros, so that an
// invoice has one address.
func parseNumber(text string) (prefix string, n int64, ok bool) {
	prefix = strings.TrimRight(text, "0123456789")
	n, err := strconv.ParseInt(text[len(prefix):], 10, 64)
	ok = err == nil && n > 0 && validPrefix(prefix) && numberText(prefix, n) == text
	return prefix, n, ok
}

// validPrefix: up to three capital letters.
func validPrefix(text string) bool {
	return len(text) <= 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// check finds the faults of a price list: one for each field, tier by tier from
// tier1_from, tier1_to, tier1_price on.
func (l PriceList) check() error {
	var bad problem.Fields
	if len(l.Tiers) == 0 || len(l.Tiers) > mostTiers {
		bad.Add("tier1_to", "billing.tiers_missing", "")
	}
	next := int64(1)
	for i, t := range l.Tiers {
		field := func(part string) string { return fmt.Sprintf("tier%d_%s", i+1, part) }
		if t.From != next {
			bad.Add(field("from"), "billing.tier_hole", strconv.FormatInt(next, 10))
		}
		if t.To < t.From {
			bad.Add(field("to"), "billing.tier_backwards", strconv.FormatInt(t.From, 10))
		}
		if t.PerMeeting.Minor < 0 || t.PerMeeting.Minor > largestSum || t.PerMeeting.Currency != "DKK" {
			bad.Add(field("price"), "billing.tier_price", "")
		}
		next = max(t.To, t.From) + 1
	}
	l.checkVAT(&bad)
	for _, d := range []struct {
		name string
		day  when.Date
	}{{"valid_from", l.ValidFrom}, {"valid_to", l.ValidTo}} {
		if d.day != "" && !d.day.Valid() {
			bad.Add(d.name, "billing.no_such_day", string(d.day))
		}
	}
	if l.ValidTo != "" && l.ValidTo.Before(l.ValidFrom) {
		bad.Add("valid_to", "billing.ends_before", "")
	}
	return bad.Err()
}

func (l PriceList) checkVAT(bad *problem.Fields) {
	switch l.VAT {
	case Standard:
		if l.RateBP <= 0 || l.RateBP > 10_000 {
			bad.Add("rate", "billing.rate_wrong", "")
		}
	case Exempt, Outside:
		if l.RateBP != 0 {
			bad.Add("rate", "billing.rate_without_vat", "")
		}
		if l.Reason == "" {
			bad.Add("reason", "billing.reason_missing", "")
		}
	default:
		bad.Add("vat", "billing.vat_unknown", "")
	}
	if utf8.RuneCountInString(l.Reason) > longestText {
		bad.Add("reason", "billing.too_long", "")
	}
}

// tidy makes one line of everything typed.
func (s Seller) tidy() Seller {
	for _, text := range []*string{&s.Name, &s.Street, &s.Postcode, &s.City, &s.Contact, &s.Email, &s.Phone} {
		*text = oneLine(*text)
	}
	for _, number := range []*string{&s.CVR, &s.Bank, &s.Account, &s.GLN, &s.Prefix} {
		*number = strings.ReplaceAll(oneLine(*number), " ", "")
	}
	s.Prefix = strings.ToUpper(s.Prefix)
	return s
}

// check finds the faults of a seller; before is what was set, used whether any
// invoice has a number of the series, taken whether the prefix is another's.
func (s Seller) check(before Seller, used, taken bool) error {
	var bad problem.Fields
	must := func(ok bool, name string, key i18n.Key) {
		if !ok {
			bad.Add(name, string(key), "")
		}
	}
	for _, f := range []struct{ name, text string }{
		{"name", s.Name}, {"street", s.Street}, {"postcode", s.Postcode}, {"city", s.City},
	} {
		must(f.text != "", f.name, i18n.Key("billing.seller_missing"))
	}
	for _, f := range []struct{ name, text string }{
		{"name", s.Name}, {"street", s.Street}, {"postcode", s.Postcode}, {"city", s.City},
		{"contact", s.Contact}, {"phone", s.Phone},
	} {
		must(utf8.RuneCountInString(f.text) <= longestText, f.name, i18n.Key("billing.too_long"))
	}
	_, reachable := people.ParseEmail(s.Email)
	must(s.Email == "" || reachable, "email", i18n.Key("billing.email_wrong"))
	must(ubl.ValidCVR(s.CVR), "cvr", i18n.Key("billing.cvr_wrong"))
	must(s.GLN == "" || ubl.ValidGLN(s.GLN), "gln", i18n.Key("billing.gln_wrong"))
	must(ubl.ValidBank(s.Bank), "bank", i18n.Key("billing.bank_wrong"))
	must(ubl.ValidAccount(s.Account), "account", i18n.Key("billing.account_wrong"))
	must(validPrefix(s.Prefix), "prefix", i18n.Key("billing.prefix_wrong"))
	must(s.First > 0 && s.First < largestSum, "first", i18n.Key("billing.first_wrong"))
	if taken {
		bad.Add("prefix", "billing.prefix_taken", s.Prefix)
	}
	must(!used || s.Prefix == before.Prefix, "prefix", i18n.Key("billing.series_begun"))
	must(!used || s.First == before.First, "first", i18n.Key("billing.series_begun"))
	return bad.Err()
}

// whatOf is what a list says an order is about, beside the programme's name:
// the text of its only line.
func whatOf(o Order) string {
	if len(o.Lines) == 1 {
		return o.Lines[0].Text
	}
	return ""
}

// ids are those of a list, for one statement.
func ids[T any, K comparable](list []T, of func(T) K) (all []K) {
	seen := map[K]bool{}
	for _, one := range list {
		if k := of(one); !seen[k] {
			seen[k] = true
			all = append(all, k)
		}
	}
	return all
}

// byAge puts drafts in the order they came.
func byAge(drafts []draft) []draft {
	slices.SortFunc(drafts, func(a, b draft) int { return cmp.Compare(a.ID, b.ID) })
	return drafts
}
