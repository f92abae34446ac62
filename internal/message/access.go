package message

import (
	"faelled/internal/access"
	"faelled/internal/problem"
)

// mayWrite: the secretariat writes messages, and jobs send them.
func mayWrite(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// mayKeep: the program itself.
func mayKeep(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// mayChoose: everybody which news they want, themselves.
func mayChoose(who access.Actor) error {
	if who.SignedIn() && !who.IsSystem() {
		return nil
	}
	return problem.New(problem.Unknown, "web.sign_in_first")
}
