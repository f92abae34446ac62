package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// OrgKind is what sort of body an organisation is.
type OrgKind string

const (
	Municipality OrgKind = "municipality"
	Association  OrgKind = "association"
	Centre       OrgKind = "centre"
	Ministry     OrgKind = "ministry"
	Union        OrgKind = "union"
	Other        OrgKind = "other"
)

// Org is an organisation as it is called today. What is not known is empty.
type Org struct {
	ID           id.Org
	Kind         OrgKind
	Name         string // "Egelund", as people say
	OfficialName string `db:"official_name"` // "Egelund Kommune", as contracts say
	SortKey      string `db:"sort_key"`      // orders names as Danes do
	Code         string // a municipality's four digits
	CVR          string // eight digits
	Street       string
	Postcode     string
	City         string
	Region       string
	Email        string
	Phone        string
	Population   int64 // thousands, about
}

// OrgName is what an organisation was called in a time. No From: since before we
// knew it; no To: until further notice.
type OrgName struct {
	Name         string
	OfficialName string    `db:"official_name"`
	From         when.Date `db:"valid_from"`
	To           when.Date `db:"valid_to"` // the last day
}

// GLN is an electronic address for invoices (EAN-lokationsnummer).
type GLN struct {
	Number string `db:"gln"` // thirteen digits
	Label  string // which office it is
	Field  string // of work that it is for; empty: all
}

// OrgByID finds an organisation; problem.NotFound when there is none.
func OrgByID(ctx context.Context, tx *db.Tx, one id.Org) (Org, error) {
	o, err := orgByID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return Org{}, problem.New(problem.NotFound, "web.not_found")
	}
	return o, err
}

// Orgs finds several at once; those that do not exist are left out.
func Orgs(ctx context.Context, tx *db.Tx, ids []id.Org) (map[id.Org]Org, error) {
	found := make(map[id.Org]Org, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	list, err := orgsByID(ctx, tx, ids)
	for _, o := range list {
		found[o.ID] = o
	}
	return found, err
}

// OrgList is all organisations of some kinds, or of every kind when none is
// named, ordered as Danes do.
func OrgList(ctx context.Context, tx *db.Tx, kinds ...OrgKind) ([]Org, error) {
	all, err := allOrgs(ctx, tx)
	if len(kinds) == 0 {
		return all, err
	}
	return slices.DeleteFunc(all, func(o Org) bool { return !slices.Contains(kinds, o.Kind) }), err
}

// OrgByMail finds the organisation whose mail domain an address has.
func OrgByMail(ctx context.Context, tx *db.Tx, email string) (Org, bool, error) {
	_, domain, _ := strings.Cut(email, "@")
	o, err := orgByDomain(ctx, tx, strings.ToLower(domain))
	if errors.Is(err, sql.ErrNoRows) {
		return Org{}, false, nil
	}
	return o, err == nil, err
}

// GLNs are an organisation's addresses for invoices, by number.
func GLNs(ctx context.Context, tx *db.Tx, of id.Org) ([]GLN, error) { return glnsOf(ctx, tx, of) }

// NamesOf is an organisation's names, the latest first.
func NamesOf(ctx context.Context, tx *db.Tx, of id.Org) ([]OrgName, error) {
	return namesOf(ctx, tx, of)
}
