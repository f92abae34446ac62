package idea

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

// mayClear: the program itself.
func mayClear(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// readerOf finds what matters about who looks. A network's members are those with
// a seat at one of its meetings, and the contact persons of organisations that take
// part.
func readerOf(ctx context.Context, tx *db.Tx, p id.Programme) (reader, error) {
	r := reader{Person: tx.Actor.Person, Staff: tx.Actor.IsStaff() || tx.Actor.IsSystem()}
	if !tx.Actor.SignedIn() {
		return r, nil
	}
	seats, err := registration.SeatsFor(ctx, tx)
	if err != nil {
		return r, err
	}
	r.Member = slices.ContainsFunc(seats, func(s registration.Seat) bool { return s.Programme == p })
	if r.Member || !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)) {
		return r, nil
	}
	ours, err := registration.ProgrammesOf(ctx, tx, tx.Actor.Org)
	r.Member = slices.Contains(ours, p)
	return r, err
}

// mayGive: members, and the secretariat, which hears ideas on the telephone.
func mayGive(ctx context.Context, tx *db.Tx, p id.Programme) error {
	r, err := readerOf(ctx, tx, p)
	if err == nil && !r.Member && !r.Staff {
		err = problem.New(problem.Forbidden, "idea.members_only")
	}
	return err
}

// open finds an idea that the actor sees. To others it does not exist.
func open(ctx context.Context, tx *db.Tx, one id.Idea) (i Idea, r reader, err error) {
	if i, err = byID(ctx, tx, one); err != nil {
		return i, r, err
	}
	r, err = readerOf(ctx, tx, i.Programme)
	if err == nil && !r.sees(i) {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	return i, r, err
}

// locked is an idea that nobody else changes meanwhile.
func locked(ctx context.Context, tx *db.Tx, one id.Idea) (i Idea, r reader, err error) {
	if i, err = byID(ctx, tx, one); err != nil { // which programme it is of never changes
		return i, r, err
	}
	if err := tx.Lock(ctx, db.Ideas, string(i.Programme)); err != nil {
		return i, r, err
	}
	return open(ctx, tx, one)
}
