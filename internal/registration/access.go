package registration

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayRegister: the secretariat for any organisation, a contact person for their
// own, and a job for the one on whose behalf it acts: whoever queued it knew that
// they may.
func mayRegister(who access.Actor, org id.Org) error {
	if org != "" && (who.IsStaff() || who.IsSystem() && who.OnBehalf != "") || who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return problem.New(problem.Forbidden, "registration.not_your_org")
}

// mayList: who has a seat is for those who may register, and for jobs.
func mayList(who access.Actor, org id.Org) error {
	if who.IsSystem() {
		return nil
	}
	return mayRegister(who, org)
}

// maySeeAll: every organisation's seats are for the secretariat, and for jobs.
func maySeeAll(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "registration.staff_only")
}

// maySeeReceipt: whoever may register for that organisation. To others it does
// not exist: numbers could be guessed.
func maySeeReceipt(who access.Actor, org id.Org) error {
	if mayRegister(who, org) == nil {
		return nil
	}
	return problem.New(problem.NotFound, "registration.no_such_receipt")
}

// mayOrder: those who may register, and those who may commit the organisation's
// money: they answer for what its contact persons asked for.
func mayOrder(who access.Actor, org id.Org) error {
	if who.Is(access.Signer, access.At(org)) {
		return nil
	}
	return mayRegister(who, org)
}

// mayHold: those who may register, and jobs, which end what was begun.
func mayHold(who access.Actor, org id.Org) error {
	if who.IsSystem() {
		return nil
	}
	return mayOrder(who, org)
}

// mayLink: everybody has a calendar of their own seats, and an organisation's
// contact persons one of all its people's.
func mayLink(who access.Actor, org id.Org) error {
	if who.Person != "" && (org == "" || who.Is(access.Contact, access.At(org))) {
		return nil
	}
	return problem.New(problem.Forbidden, "registration.not_your_org")
}
