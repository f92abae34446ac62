package material

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"

	"slices"
)

// mayWrite: the secretariat, and the program when it sets up a world or clears
// away.
func mayWrite(who access.Actor) error {
	if who.IsStaff() || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "web.staff_only")
}

// maySee: what somebody may not see does not exist for them. A visitor may be
// one who can, and is asked to sign in.
func maySee(who access.Actor, r reader, m Material) error {
	switch {
	case r.sees(m):
		return nil
	case !who.SignedIn():
		return problem.New(problem.Unknown, "web.sign_in_first")
	}
	return problem.New(problem.NotFound, "web.not_found")
}

// readerOf finds what matters about who looks.
func readerOf(ctx context.Context, tx *db.Tx, p programme.Programme, meetings []meeting.Meeting) (reader, error) {
	r := reader{Staff: tx.Actor.IsStaff() || tx.Actor.IsSystem(), Now: tx.Now, Seats: map[id.Meeting]bool{}}
	if r.Staff || !tx.Actor.SignedIn() {
		return r, nil
	}
	ids := make([]id.Meeting, len(meetings))
	for i, m := range meetings {
		ids[i] = m.ID
	}
	own, err := registration.OwnAt(ctx, tx, ids)
	if err != nil {
		return r, err
	}
	for m, o := range own {
		if o.Me {
			r.Seats[m], r.Member = true, true
		}
	}
	if r.Member || !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)) {
		return r, nil
	}
	ours, err := registration.ProgrammesOf(ctx, tx, tx.Actor.Org)
	r.Member = slices.Contains(ours, p.ID)
	return r, err
}
