package evaluation

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// mayLead: the secretariat, and jobs.
func mayLead(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// isMember tells whether the reader has a seat at a meeting, or is a contact person
// of an organisation that takes part in its programme: they are told what the
// answers say on average.
func isMember(ctx context.Context, tx *db.Tx, p id.Programme, m id.Meeting) (bool, error) {
	if !tx.Actor.SignedIn() {
		return false, nil
	}
	if _, found, err := registration.OwnSeat(ctx, tx, m); found || err != nil {
		return found, err
	}
	if !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)) {
		return false, nil
	}
	ours, err := registration.ProgrammesOf(ctx, tx, tx.Actor.Org)
	return slices.Contains(ours, p), err
}
