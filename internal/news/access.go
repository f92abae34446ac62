package news

import (
	"faelled/internal/access"
	"faelled/internal/problem"
)

// mayWrite: the secretariat, and the program when it sets up a world.
func mayWrite(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}
