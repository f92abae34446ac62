package people

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// houseRoles count everywhere: those who run the house. Other roles are given
// where they count.
var houseRoles = []access.Role{access.Staff, access.Admin}

// holding is somebody with a role everywhere.
type holding struct {
	Person
	Role access.Role
}

// holdings are an organisation's people with a role everywhere, by role and
// name: for administrators.
func holdings(ctx context.Context, tx *db.Tx, of id.Org) (all []holding, err error) {
	if err := mayGive(tx.Actor, access.Admin, access.Everywhere); err != nil {
		return nil, err
	}
	for _, role := range houseRoles {
		list, err := holders(ctx, tx, access.Everywhere, role)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if p.Org == of {
				all = append(all, holding{p, role})
			}
		}
	}
	return all, nil
}

// runsTheHouse tells whether people of such an organisation are likely to have a
// role everywhere: those who are employed to run it.
func (k OrgKind) runsTheHouse() bool { return k == Association || k == Centre }

// giveHouse gives one of an organisation's people a role everywhere, and
// takeHouse takes it: for administrators. Somebody who belongs elsewhere is not
// found. The last administrator stays.
func giveHouse(ctx context.Context, tx *db.Tx, of id.Org, to id.Person, role access.Role) error {
	if err := checkHouse(ctx, tx, of, to, role); err != nil {
		return err
	}
	return GiveRole(ctx, tx, to, role, access.Everywhere)
}

func takeHouse(ctx context.Context, tx *db.Tx, of id.Org, from id.Person, role access.Role) error {
	if err := checkHouse(ctx, tx, of, from, role); err != nil {
		return err
	}
	return TakeRole(ctx, tx, from, role, access.Everywhere)
}

func checkHouse(ctx context.Context, tx *db.Tx, of id.Org, one id.Person, role access.Role) error {
	if err := mayGive(tx.Actor, access.Admin, access.Everywhere); err != nil {
		return err
	}
	if !slices.Contains(houseRoles, role) {
		return problem.New(problem.Invalid, "people.no_such_role")
	}
	p, err := theirs(ctx, tx, one)
	if err == nil && p.Org != of {
		return problem.New(problem.NotFound, "web.not_found")
	}
	return err
}
