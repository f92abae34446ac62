package registration

import (
	"context"
	"errors"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Consent is whom a signer registers for, and the places that were kept while
// they were asked.
type Consent struct {
	For  id.Person // who asked, and is told as if they had sent it
	Hold id.Hold   // empty where there was room for all
}

// Approved registers what a contact person asked for, as the signer who answers
// for it: whoever acts must be one at this moment. All else is as in Register.
func Approved(ctx context.Context, tx *db.Tx, req Request, by Consent) (Receipt, error) {
	if err := mayOrder(tx.Actor, req.Org); err != nil {
		return Receipt{}, err
	}
	if by.For == "" {
		return Receipt{}, problem.New(problem.Invalid, "registration.no_sender")
	}
	return register(ctx, tx, req, by)
}

// authority is what gives whoever acts the right to a sum.
type authority struct {
	Limited bool        // the organisation has said how much a contact person decides alone
	Most    money.Money // then this is it
	By      id.Person   // who answers for more than that: the signer or the secretariat that acts; empty for others
}

// authorityOf finds it. A signer is one at this moment, not when they signed in.
func authorityOf(ctx context.Context, tx *db.Tx, s scene, org id.Org) (a authority, err error) {
	if a.Most, a.Limited, err = people.LimitIn(ctx, tx, org, s.Programme.Field); err != nil || !a.Limited {
		return a, err
	}
	by, err := behind(ctx, tx)
	if err != nil {
		return a, err
	}
	if by.IsStaff() {
		a.By = by.Person
		return a, nil
	}
	if !by.Is(access.Signer, access.At(org)) {
		return a, nil
	}
	who, err := people.SignersIn(ctx, tx, org, s.Programme.Field)
	if slices.ContainsFunc(who, func(p people.Person) bool { return p.ID == by.Person }) {
		a.By = by.Person
	}
	return a, err
}

// behind is who acts, or for whom the program does: what waited for room is theirs
// to decide as if they sent it now.
func behind(ctx context.Context, tx *db.Tx) (access.Actor, error) {
	if !tx.Actor.IsSystem() || tx.Actor.OnBehalf == "" {
		return tx.Actor, nil
	}
	p, known, err := people.Identify(ctx, tx, tx.Actor.OnBehalf)
	if err != nil || !known {
		return tx.Actor, err
	}
	return access.Actor{Person: p.ID, Org: p.Org, Grants: p.Grants}, nil
}

// tooLarge tells whether somebody else has to say yes to a sum.
func (a authority) tooLarge(net money.Money) bool {
	return a.Limited && a.By == "" && people.Exceeds(net, a.Most)
}

// check refuses a sum that is too large.
func (a authority) check(net money.Money) (bad problem.Fields) {
	if a.tooLarge(net) {
		bad.Add("ok", "registration.needs_approval", a.Most.String())
	}
	return bad
}

// record keeps the right with the registration, for Check.
func (a authority) record(r *record) {
	if a.Limited {
		r.LimitMinor, r.ApprovedBy = &a.Most.Minor, a.By
	}
}

// counting leaves out the places that are kept for this very registration.
func (s *scene) counting(ctx context.Context, tx *db.Tx, kept id.Hold) error {
	if kept == "" {
		return nil
	}
	rows, err := holdRows(ctx, tx, kept)
	s.Held = make(map[id.Meeting]int64, len(rows))
	for _, r := range rows {
		s.Held[r.Meeting] = r.N
		if _, limited := s.Taken[r.Meeting]; limited {
			s.Taken[r.Meeting] -= r.N
		}
	}
	return err
}

// contested is where there must be room and may be none: at the meeting asked for,
// but not when places enough were kept for this very registration, whoever has begun
// to wait there since. At later meetings the guests may wait in line.
func (s scene) contested() []standing {
	first := s.At[0]
	if first.Add > 0 && first.Add <= s.Held[first.Meeting.ID] {
		return nil
	}
	return s.At[:1]
}

// heldAt are the meetings where places are kept.
func heldAt(ctx context.Context, tx *db.Tx, kept id.Hold) (at []id.Meeting, err error) {
	if kept == "" {
		return nil, nil
	}
	rows, err := holdRows(ctx, tx, kept)
	for _, r := range rows {
		at = append(at, r.Meeting)
	}
	return at, err
}

// use lets go of the places that were kept, at meetings that are locked. Those
// that the guests do not need after all are free for whoever waits.
func (s scene) use(ctx context.Context, tx *db.Tx, kept id.Hold) error {
	had, err := letGo(ctx, tx, kept)
	return errors.Join(err, tellLess(ctx, tx, had, s.At))
}
