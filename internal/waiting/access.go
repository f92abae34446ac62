package waiting

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayWait: a contact person for their own organisation, the secretariat for any,
// as they may register. To others the wait does not exist.
func mayWait(who access.Actor, org id.Org) error {
	if org != "" && who.IsStaff() || who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return problem.New(problem.NotFound, "web.not_found")
}

// maySort: the order of a line, and who stands in it, is for the secretariat.
func maySort(who access.Actor) error {
	if who.IsStaff() {
		return nil
	}
	return problem.New(problem.Forbidden, "waiting.staff_only")
}
