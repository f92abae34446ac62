package people

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayManageOrgs: whoever looks after the register of organisations.
func mayManageOrgs(who access.Actor) error {
	if who.IsAdmin() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_admin")
}

// mayEditOrg: the secretariat, and the program when it imports.
func mayEditOrg(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_staff")
}

// maySeePeople: a contact person sees their own organisation's people, the
// secretariat sees all.
func maySeePeople(who access.Actor, org id.Org) error { return mayManagePeople(who, org) }

// mayManagePeople: a contact person looks after their own organisation's people,
// the secretariat after all. Jobs do it for whoever caused them.
func mayManagePeople(who access.Actor, org id.Org) error {
	if who.Is(access.Contact, access.At(org)) || who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_your_org")
}

// theirs finds a person whom the actor may look after. One who belongs to another
// organisation is not found, like one who does not exist (ASVS V8.2.2).
func theirs(ctx context.Context, tx *db.Tx, one id.Person) (Person, error) {
	if !tx.Actor.SignedIn() {
		return Person{}, problem.New(problem.Unknown, "web.sign_in_first")
	}
	p, err := PersonByID(ctx, tx, one)
	if err == nil && mayManagePeople(tx.Actor, p.Org) != nil {
		return Person{}, problem.New(problem.NotFound, "web.not_found")
	}
	return p, err
}

// mayGive: contact persons are made, and unmade, by the secretariat and by the
// other contact persons of their organisation; all other roles by administrators.
// Whether the person belongs there is asked once we know who it is.
func mayGive(who access.Actor, role access.Role, in access.Scope) error {
	switch {
	case !slices.Contains(access.Roles, role) || in == "":
		return problem.New(problem.Invalid, "people.no_such_role")
	case who.IsAdmin() || who.IsSystem():
		return nil
	case role == access.Contact && (who.Is(access.Contact, in) || who.IsStaff()):
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_admin")
}

// mayEditSelf: everybody their own.
func mayEditSelf(who access.Actor) error {
	if who.SignedIn() && !who.IsSystem() {
		return nil
	}
	return problem.New(problem.Unknown, "web.sign_in_first")
}

// mayAsk: signin, once it has proved that the address is theirs.
func mayAsk(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_staff")
}

// maySeeMandate: who may bind an organisation is known to those who act for it.
func maySeeMandate(who access.Actor, org id.Org) error {
	if who.Is(access.Signer, access.At(org)) {
		return nil
	}
	return mayManagePeople(who, org)
}

// mayLoosen: to allow contact persons more is for those who answer for it.
func mayLoosen(who access.Actor, org id.Org) bool {
	return who.Is(access.Signer, access.At(org)) || who.IsStaff() || who.IsSystem()
}

// mayName: those who may look after an organisation's people, and those who
// commit its money, for the people they commit it for.
func mayName(who access.Actor, org id.Org) error { return maySeeMandate(who, org) }

// mayImport: a contact person brings in their own organisation's people, the
// secretariat anybody, with no organisation said.
func mayImport(who access.Actor, org id.Org) error {
	if org == "" {
		return mayEditOrg(who)
	}
	return mayManagePeople(who, org)
}

// mayHandOver: a contact person their own task; the secretariat gives and takes
// the role on the organisation's page.
func mayHandOver(who access.Actor, org id.Org) error {
	if who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_your_org")
}
