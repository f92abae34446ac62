package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// pageSize is how many invoices a page shows.
const pageSize = 50

// filter narrows the list; what is empty does not.
type filter struct {
	Buyers    []id.Org
	Programme id.Programme
	State     State
	Year      string // "2021", of issuing: drafts are in no year
	Number    int64
	Prefix    string     // of the number; empty: any
	Before    id.Invoice // further down the list: the next page
}

// tally is the invoices of one programme, year and state counted together.
type tally struct {
	Programme id.Programme
	Name      string
	Year      string // empty for drafts
	State     State
	Count     int64
	Net       money.Money
}

// Latest is an organisation's newest invoices, drafts among them, at most n. For
// its contact persons and the secretariat.
func Latest(ctx context.Context, tx *db.Tx, org id.Org, n int) ([]Summary, error) {
	if !maySee(tx.Actor, org) {
		return nil, problem.New(problem.Forbidden, "billing.not_your_org")
	}
	return summaries(ctx, tx, filter{Buyers: []id.Org{org}}, n)
}

// summaries lists the newest first, with the buyers' names and what several
// lines are about. Who calls it has asked whose invoices the reader may see.
func summaries(ctx context.Context, tx *db.Tx, f filter, n int) ([]Summary, error) {
	list, err := listed(ctx, tx, f, n)
	if err != nil {
		return nil, err
	}
	orgs, err := people.Orgs(ctx, tx, ids(list, func(s Summary) id.Org { return s.Buyer }))
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].BuyerName = orgs[list[i].Buyer].Name
	}
	return list, addContents(ctx, tx, list)
}

// Invoiced is what an organisation has been asked to pay for each meeting of a
// programme, excl. VAT, drafts counted in: what the next order is a difference
// to. One statement.
func Invoiced(ctx context.Context, tx *db.Tx, programme id.Programme, buyer id.Org) (map[id.Meeting]money.Money, error) {
	if err := mayOrder(tx.Actor, buyer); err != nil {
		return nil, err
	}
	return invoiced(ctx, tx, programme, buyer)
}

// ReadyToIssue counts the drafts of each programme, for the secretariat's desk:
// they lie there for moments only, unless something is wrong with them.
func ReadyToIssue(ctx context.Context, tx *db.Tx) ([]Waiting, error) {
	if err := mayPrice(tx.Actor); err != nil {
		return nil, err
	}
	return waiting(ctx, tx)
}

// paper is an issued invoice with its files; PDF is empty until it is drawn.
type paper struct {
	snapshot
	ID       id.Invoice
	XML, PDF id.File
	Kind     web.Kind     // of the programme; empty when it is gone
	Href     string       // of the programme's page; empty when the reader cannot open it
	Today    when.Date    // of the reader
	Credits  []creditNote // what was taken back
}

// byNumber finds an issued invoice by its address. One that is not for the
// reader's eyes is not found, like one that does not exist.
func byNumber(ctx context.Context, tx *db.Tx, text string) (p paper, err error) {
	none := problem.New(problem.NotFound, "web.not_found")
	prefix, n, ok := parseNumber(text)
	if !ok {
		return p, none
	}
	row, found, err := issuedRow(ctx, tx, prefix, n)
	if err != nil {
		return p, err
	}
	if !found || !maySee(tx.Actor, row.Buyer) {
		return p, none
	}
	if p.snapshot, err = thaw(ctx, tx, row.Snapshot); err != nil {
		return p, err
	}
	p.ID, p.XML, p.PDF, p.Today = row.ID, row.XML, row.PDF, when.On(tx.Now)
	if p.Credits, err = creditsOf(ctx, tx, row.ID); err != nil {
		return p, err
	}
	programmes, err := programme.ByIDs(ctx, tx, []id.Programme{p.Programme})
	if about, ok := programmes[p.Programme]; ok {
		p.Kind = about.Kind
		if about.State == programme.Public || tx.Actor.IsStaff() {
			p.Href = about.Path()
		}
	}
	return p, err
}
