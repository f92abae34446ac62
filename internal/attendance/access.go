package attendance

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// mayReceive: those who stand at the door. Jobs mark nobody.
func mayReceive(who access.Actor, p id.Programme) error {
	if registration.StandsAtDoor(who, p) {
		return nil
	}
	return problem.New(problem.Forbidden, "attendance.not_at_the_door")
}

// mayReadAll: who came is for the secretariat, and for jobs.
func mayReadAll(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// mayReadOwn: an organisation's contact persons see how it stands with their own.
func mayReadOwn(who access.Actor, org id.Org) error {
	if who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return mayReadAll(who)
}

// mayPlan: the run-sheet and the agreements are the secretariat's.
func mayPlan(who access.Actor) error {
	if who.IsStaff() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}
