package people

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Merged is the payload of "people.merged": all that the gone person has is to
// become the kept one's, in every room of the house.
type Merged struct{ Gone, Kept id.Person }

// union is two people who are one, before and while they are merged.
type union struct {
	Kept, Gone Person
	Moves      []access.Grant // roles that the gone one has and the kept one gets
	Ends       []access.Grant // in an organisation that the kept one does not belong to
}

// Merge makes one of two people who are the same. The gone one stays as a name in
// what was done, and can no longer sign in: their address finds the kept one, who
// also gets their roles. Their sessions end. The job "people.merged" moves the
// rest. For the secretariat, which must be allowed to give the roles that move.
// The faults are of behold and vaek. Doing it again changes nothing.
func Merge(ctx context.Context, tx *db.Tx, kept, gone id.Person) error {
	if err := mayEditOrg(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.People, "person "+string(kept), "person "+string(gone)); err != nil {
		return err
	}
	u, err := uniting(ctx, tx, kept, gone)
	if err != nil || u.Gone.Into == kept {
		return err
	}
	if err := u.check(tx.Actor).Err(); err != nil {
		return err
	}
	if err := mayTurnInto(ctx, tx, kept); err != nil {
		return err
	}
	if active, err := stays(ctx, tx, kept, u.Kept.Org); err != nil {
		return err
	} else if !active {
		return problem.Fields{{Name: "behold", Key: "people.merge_not_active", About: u.Kept.Name}}.Err()
	}
	if err := mergeInto(ctx, tx, kept, gone); err != nil { // before the roles: one that is being given waits, and then is not
		return err
	}
	if err := u.moveRoles(ctx, tx); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "people.merged", string(kept), Merged{gone, kept}); err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, "people.left", gone); err != nil {
		return err
	}
	return tellMerged(ctx, tx, Merged{gone, kept})
}

// mayTurnInto: the gone one's address signs in as the kept one from now on. Whoever
// could not give somebody the roles of the house cannot give an address to one who
// has them.
func mayTurnInto(ctx context.Context, tx *db.Tx, kept id.Person) error {
	grants, err := Grants(ctx, tx, kept)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Role == access.Contact || g.Role == access.Signer {
			continue // the secretariat names them
		}
		if err := mayGive(tx.Actor, g.Role, g.Scope); err != nil {
			return err
		}
	}
	return nil
}

// tellMerged asks for the rest to be moved, and once more when every command that
// found the gone one before has surely ended.
func tellMerged(ctx context.Context, tx *db.Tx, m Merged) error {
	if err := tx.Enqueue(ctx, "people.merged", m); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "people.merged", m, db.At(tx.Now.Add(stragglers)))
}

// moveRoles gives the kept one all roles that count where they are. Nobody gives
// that way what they could not give otherwise.
func (u union) moveRoles(ctx context.Context, tx *db.Tx) error {
	taken, err := takeRoles(ctx, tx, u.Gone.ID)
	if err != nil {
		return err
	}
	moves, _ := u.divide(taken)
	for _, g := range moves {
		if g.Role != access.Signer { // one organisation's, and the secretariat names them
			if err := mayGive(tx.Actor, g.Role, g.Scope); err != nil {
				return err
			}
		}
		if _, err := insertRole(ctx, tx, u.Kept.ID, g.Role, g.Scope); err != nil {
			return err
		}
	}
	return nil
}

// divide tells the roles that move from those that end: contact persons and signers
// belong to the organisation.
func (u union) divide(grants []access.Grant) (moves, ends []access.Grant) {
	for _, g := range grants {
		if (g.Role == access.Contact || g.Role == access.Signer) && g.Scope != access.At(u.Kept.Org) {
			ends = append(ends, g)
		} else {
			moves = append(moves, g)
		}
	}
	return moves, ends
}

// uniting loads two people, and divides the roles of the one.
func uniting(ctx context.Context, tx *db.Tx, kept, gone id.Person) (u union, err error) {
	if u.Kept, err = PersonByID(ctx, tx, kept); err != nil {
		return u, err
	}
	if u.Gone, err = PersonByID(ctx, tx, gone); err != nil {
		return u, err
	}
	grants, err := Grants(ctx, tx, gone)
	u.Moves, u.Ends = u.divide(grants)
	return u, err
}

// check is every reason not to.
func (u union) check(who access.Actor) (bad problem.Fields) {
	switch {
	case u.Kept.ID == u.Gone.ID:
		bad.Add("vaek", "people.merge_same", "")
	case u.Gone.Into != "":
		bad.Add("vaek", "people.merge_gone_before", u.Gone.Name)
	case u.Kept.State != Active || u.Kept.Into != "":
		bad.Add("behold", "people.merge_not_active", u.Kept.Name)
	case u.Gone.ID == who.Person:
		bad.Add("vaek", "people.merge_yourself", "")
	case slices.ContainsFunc(u.Ends, func(g access.Grant) bool { return g.Role == access.Signer }):
		bad.Add("vaek", "people.merge_signer", u.Gone.Name) // somebody must be left who decides
	}
	return bad
}
