package jobs

import (
	"faelled/internal/access"
	"faelled/internal/problem"
)

// mayTend: the secretariat, and the program itself for its own figures.
func mayTend(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "jobs.staff_only")
}
