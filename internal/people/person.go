package people

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// What a person's affiliation to their organisation can be.
const (
	Active  = "active"
	Pending = "pending" // asked for; nobody has answered yet
	Ended   = "ended"   // has left, or was not let in
)

// Person is somebody, and the organisation they belong to.
type Person struct {
	ID      id.Person
	Name    string
	Email   string // small letters; one person has it
	Title   string
	Phone   string
	Lang    string // "da" or "en"
	SortKey string `db:"sort_key"`
	Org     id.Org
	State   string    // of the affiliation: Active, Pending or Ended
	Into    id.Person `db:"merged_into"` // who they turned out to be, see Merge; nobody for most
}

// Guest is somebody as a form names them.
type Guest struct{ Name, Email, Title string }

// PersonByID finds a person; problem.NotFound when there is none. It does not
// ask who reads: the caller decides who is shown what.
func PersonByID(ctx context.Context, tx *db.Tx, one id.Person) (Person, error) {
	p, err := personByID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, problem.New(problem.NotFound, "web.not_found")
	}
	return p, err
}

// Persons finds several at once; those that do not exist are left out. As with
// PersonByID the caller decides who is shown what.
func Persons(ctx context.Context, tx *db.Tx, ids []id.Person) (map[id.Person]Person, error) {
	found := make(map[id.Person]Person, len(ids))
	for some := range slices.Chunk(ids, atOnce) {
		list, err := personsByID(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			found[p.ID] = p
		}
	}
	return found, nil
}

// PersonByMail finds the person with an address, however it is written.
func PersonByMail(ctx context.Context, tx *db.Tx, email string) (Person, bool, error) {
	email, ok := ParseEmail(email)
	if !ok {
		return Person{}, false, nil
	}
	p, err := personByMail(ctx, tx, email)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	return p, err == nil, err
}

// PersonsOf is an organisation's people, active and pending, by name: for its
// contact persons and the secretariat.
func PersonsOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Person, error) {
	if err := maySeePeople(tx.Actor, org); err != nil {
		return nil, err
	}
	return personsOf(ctx, tx, org)
}

// Contacts are an organisation's contact persons, by name. Their names are no
// secret: a colleague must know whom to ask.
func Contacts(ctx context.Context, tx *db.Tx, org id.Org) ([]Person, error) {
	return holders(ctx, tx, access.At(org), access.Contact)
}

// StaffList is everybody in the secretariat, by name; administrators too.
func StaffList(ctx context.Context, tx *db.Tx) ([]Person, error) {
	return holders(ctx, tx, access.Everywhere, access.Staff, access.Admin)
}

// Waiting is everybody who has asked to join and has no answer, the oldest
// first: for the secretariat.
func Waiting(ctx context.Context, tx *db.Tx) ([]Person, error) {
	if err := mayEditOrg(tx.Actor); err != nil {
		return nil, err
	}
	return pending(ctx, tx)
}

// Identity is all that a page must know about who looks at it.
type Identity struct {
	Person
	OrgName string `db:"org_name"`
	Grants  []access.Grant
}

// Identify finds a person with their organisation's name and their roles, in one
// query: it is asked for every page. Somebody who is not active is nobody.
func Identify(ctx context.Context, tx *db.Tx, one id.Person) (who Identity, known bool, err error) {
	rows, err := identity(ctx, tx, one)
	if err != nil || len(rows) == 0 {
		return who, false, err
	}
	who = rows[0].Identity
	for _, row := range rows {
		if row.Role != "" {
			who.Grants = append(who.Grants, access.Grant{Role: row.Role, Scope: row.Scope})
		}
	}
	return who, true, nil
}

// Grants are the roles that a person holds. Somebody who is not active has none.
func Grants(ctx context.Context, tx *db.Tx, of id.Person) ([]access.Grant, error) {
	return grantsOf(ctx, tx, of)
}
