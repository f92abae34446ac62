package signin

import (
	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayOpen: the program itself, once it knows who somebody is; and its jobs.
func mayOpen(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "signin.not_you")
}

// mayEnd: everybody their own sessions, administrators and jobs anybody's.
func mayEnd(who access.Actor, of id.Person) error {
	switch {
	case !who.SignedIn():
		return problem.New(problem.Unknown, "web.sign_in_first")
	case who.Person == of || who.IsAdmin() || who.IsSystem():
		return nil
	}
	return problem.New(problem.Forbidden, "signin.not_you")
}
