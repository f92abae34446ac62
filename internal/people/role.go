package people

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// GiveRole makes a person responsible for something. Contact persons of an
// organisation are made by the secretariat and by its other contact persons, and
// belong to it; every other role is given by administrators and jobs. Giving a
// role twice changes nothing.
func GiveRole(ctx context.Context, tx *db.Tx, to id.Person, role access.Role, in access.Scope) error {
	if err := mayGive(tx.Actor, role, in); err != nil {
		return err
	}
	p, err := theirs(ctx, tx, to)
	if err != nil {
		return err
	}
	if role == access.Contact && in != access.At(p.Org) {
		return problem.New(problem.Invalid, "people.not_of_org")
	}
	if active, err := stays(ctx, tx, to, p.Org); err != nil {
		return err
	} else if !active {
		return problem.New(problem.Invalid, "people.not_of_org")
	}
	changed, err := insertRole(ctx, tx, to, role, in)
	if err != nil || !changed {
		return err
	}
	return tx.Audit(ctx, "people.role_given", string(to), access.Grant{Role: role, Scope: in})
}

// TakeRole ends a responsibility, and is for those who may give it. It counts at
// once: roles are read anew for every request. The last contact person of an
// organisation can only be taken by the secretariat, and the last administrator
// by nobody.
func TakeRole(ctx context.Context, tx *db.Tx, from id.Person, role access.Role, in access.Scope) error {
	if err := mayGive(tx.Actor, role, in); err != nil {
		return err
	}
	p, err := theirs(ctx, tx, from)
	if err != nil {
		return err
	}
	if err := notTheLast(ctx, tx, from, role, in); err != nil {
		return err
	}
	if err := notTheLastSigner(ctx, tx, p, role, in); err != nil {
		return err
	}
	changed, err := deleteRole(ctx, tx, from, role, in)
	if err != nil || !changed {
		return err
	}
	return tx.Audit(ctx, "people.role_taken", string(from), access.Grant{Role: role, Scope: in})
}

// notTheLast keeps the house from being locked from within. The lock makes two
// who take each other's role wait.
func notTheLast(ctx context.Context, tx *db.Tx, from id.Person, role access.Role, in access.Scope) error {
	if !mustStay(tx.Actor, role) {
		return nil
	}
	if err := lockRole(ctx, tx, role, in); err != nil {
		return err
	}
	left, err := holders(ctx, tx, in, role)
	if err != nil || len(left) != 1 || left[0].ID != from {
		return err
	}
	if role == access.Admin {
		return problem.New(problem.Invalid, "people.last_admin")
	}
	return problem.New(problem.Invalid, "people.last_contact")
}

// lockRole makes a command alone with who holds a role.
func lockRole(ctx context.Context, tx *db.Tx, role access.Role, in access.Scope) error {
	return tx.Lock(ctx, db.People, roleLock(role, in))
}

func roleLock(role access.Role, in access.Scope) string {
	return "role " + string(role) + " " + string(in)
}

// mustStay tells whether somebody may not take the last one's role.
func mustStay(who access.Actor, role access.Role) bool {
	return role == access.Admin || role == access.Contact && !who.IsStaff() && !who.IsSystem()
}
