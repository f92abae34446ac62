package renewal

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayRun: rounds are the secretariat's, and jobs go on with them.
func mayRun(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// mayAnswer: the contact persons of an organisation, and the secretariat for any.
func mayAnswer(who access.Actor, org id.Org) error {
	if org != "" && who.IsStaff() || who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return problem.New(problem.Forbidden, "renewal.not_your_org")
}
