package approval

import (
	"context"
	"net/http"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// pageSize is how many requests a page of the list shows.
const pageSize = 50

// listed is a request in the list.
type listed struct {
	Approval
	Programme string
	Org       string
	Asker     string
	Open      bool
}

type listView struct {
	Rows  []listed
	Next  string // address of the next page; empty on the last
	Staff bool
}

// List is an organisation's requests, or everybody's when org is empty, the
// latest first, after the one that ended the page before.
func List(ctx context.Context, tx *db.Tx, org id.Org, after id.Approval) ([]Approval, error) {
	if !tx.Actor.IsStaff() && (org == "" || !maySee(tx.Actor, org)) {
		return nil, problem.New(problem.Forbidden, "approval.signers_only")
	}
	return listOf(ctx, tx, org, after, pageSize)
}

// WaitingOf are the requests of an organisation that wait for a signer, the
// oldest first: for its contact persons and signers, and the secretariat.
func WaitingOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Approval, error) {
	if !maySee(tx.Actor, org) {
		return nil, problem.New(problem.Forbidden, "approval.signers_only")
	}
	return where(ctx, tx, `org = $1 AND state = 'waiting' AND until > $2 ORDER BY id`, org, tx.Now)
}

func showList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		org := tx.Actor.Org
		if v.Staff = tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(org)); v.Staff {
			org = ""
		}
		list, err := List(ctx, tx, org, id.Approval(r.FormValue("efter")))
		if err != nil {
			return err
		}
		return v.fill(ctx, tx, list)
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// fill adds the names.
func (v *listView) fill(ctx context.Context, tx *db.Tx, list []Approval) error {
	var orgs []id.Org
	var persons []id.Person
	var programmes []id.Programme
	for _, a := range list {
		orgs, persons, programmes = append(orgs, a.Org), append(persons, a.Person), append(programmes, a.Programme)
	}
	names, err := people.NamesFor(ctx, tx, orgs, persons)
	if err != nil || len(list) == 0 {
		return err
	}
	of, err := programme.ByIDs(ctx, tx, programmes)
	for _, a := range list {
		v.Rows = append(v.Rows, listed{a, of[a.Programme].Name, names.Orgs[a.Org].Name, names.Persons[a.Person].Name, a.open(tx.Now)})
	}
	if len(list) == pageSize {
		v.Next = listPath + "?efter=" + string(list[len(list)-1].ID)
	}
	return err
}
