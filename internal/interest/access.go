package interest

import (
	"faelled/internal/access"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// mayRead: there is nothing to wait for at a draft, which others do not know of.
func mayRead(p programme.Programme) error {
	if p.State != programme.Public {
		return problem.New(problem.NotFound, "web.not_found")
	}
	return nil
}

// maySay: whoever is signed in, for themselves.
func maySay(who access.Actor, p programme.Programme) error {
	if who.Person == "" {
		return problem.New(problem.Forbidden, "interest.sign_in")
	}
	return mayRead(p)
}

// mayCount: how many there are is for the secretariat.
func mayCount(who access.Actor) error {
	if who.IsStaff() {
		return nil
	}
	return problem.New(problem.Forbidden, "interest.staff_only")
}
