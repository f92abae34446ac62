package approval

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// mayAsk: an organisation's contact persons; and the program, when it passes on
// what one of them asked for.
func mayAsk(who access.Actor, org id.Org) error {
	if who.IsSystem() || who.Is(access.Contact, access.At(org)) {
		return nil
	}
	return problem.New(problem.Forbidden, "approval.contacts_only")
}

// maySee: those who ask, those who decide, the secretariat and jobs. To all
// others it does not exist.
func maySee(who access.Actor, org id.Org) bool {
	return who.IsStaff() || who.Is(access.Signer, access.At(org)) || mayAsk(who, org) == nil
}

// maySign: whoever may commit the organisation's money in that field as this
// transaction sees it: a page that was left open gives no right.
func maySign(ctx context.Context, tx *db.Tx, a Approval) error {
	return maySignAs(ctx, tx, a, tx.Actor.Person)
}

func maySignAs(ctx context.Context, tx *db.Tx, a Approval, one id.Person) error {
	who, err := a.signers(ctx, tx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(who, func(p people.Person) bool { return p.ID == one }) {
		return problem.New(problem.Forbidden, "approval.signers_only")
	}
	return nil
}
