package programme

import (
	"faelled/internal/access"
	"faelled/internal/problem"
)

// mayWrite: the secretariat, and the program when it sets up a world.
func mayWrite(who access.Actor) error {
	if seesDrafts(who) {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// seesDrafts: whoever may write them, and jobs, which send what they are told.
func seesDrafts(who access.Actor) bool { return who.IsStaff() || who.IsSystem() }
