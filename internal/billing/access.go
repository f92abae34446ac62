package billing

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayOrder: a contact person or a signer for their own organisation, the
// secretariat for any, and jobs that settle what somebody ordered.
func mayOrder(who access.Actor, buyer id.Org) error {
	if who.IsSystem() || who.Is(access.Signer, access.At(buyer)) || maySee(who, buyer) {
		return nil
	}
	return problem.New(problem.Forbidden, "billing.not_your_org")
}

// maySee: those who pay and those who ask for it.
func maySee(who access.Actor, buyer id.Org) bool {
	return who.IsStaff() || who.Is(access.Contact, access.At(buyer))
}

// seesInvoicesOf is whose invoices the list shows: every organisation's to the
// secretariat (an empty id), to a contact person their own.
func seesInvoicesOf(who access.Actor) (id.Org, error) {
	switch {
	case who.IsStaff():
		return "", nil
	case who.Is(access.Contact, access.At(who.Org)):
		return who.Org, nil
	}
	return "", problem.New(problem.Forbidden, "billing.contacts_only")
}

// mayIssue: only the program, once a draft lies there.
func mayIssue(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "billing.program_only")
}

// mayPrice: the secretariat, and the program when it sets a world up.
func mayPrice(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "billing.staff_only")
}

// maySell: where the money goes is for administrators.
func maySell(who access.Actor) error {
	if who.IsAdmin() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "billing.admin_only")
}
