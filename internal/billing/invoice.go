package billing

import (
	"time"

	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// State is how far an invoice has come.
type State string

const (
	Drafted State = "draft"
	Issued  State = "issued"
)

// Summary is an invoice in a list. Number, IssuedOn and DueOn are empty while it
// is a draft.
type Summary struct {
	ID            id.Invoice
	Seller        id.Org
	Buyer         id.Org
	BuyerName     string // as it is now; on the invoice itself as it was
	Programme     id.Programme
	ProgrammeName string
	What          string // the text of its only line; empty when there are several
	Lines         int64
	Contents      contents // of several lines
	Number        string   // "K1001"
	IssuedOn      when.Date
	DueOn         when.Date
	CreatedAt     time.Time // UTC
	Net           money.Money
	Gross         money.Money
	State         State
	Credit        bool // a credit note: its amounts are below nothing
}

// contents are what the lines of an invoice are about together.
type contents struct {
	Meetings     int64
	From, To     when.Date // of the meetings; empty: not known
	Fewest, Most int64     // participants at a meeting
}

// Waiting is one programme's drafts.
type Waiting struct {
	Programme id.Programme
	Name      string
	Count     int64
	Net       money.Money
}
