package approval

import (
	"context"
	"errors"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// letter is the payload of "approval.tell": one signer is asked, or reminded.
type letter struct {
	Approval id.Approval
	Signer   id.Person
	Again    bool `json:",omitempty"`
}

// Ask has the signers decide about a registration that is too large for whoever
// asks: its places are kept, where room is limited, and the signers get a mail.
// What Register would refuse is refused here too. For contact persons, and for
// jobs on behalf of one. Faults are named as in the form.
func Ask(ctx context.Context, tx *db.Tx, req registration.Request) (id.Approval, error) {
	return askWith(ctx, tx, req, "")
}

// Asked tells whether an organisation waits for a signer's answer in a programme,
// and keeps it so while the transaction lasts. It is for neighbours who would
// otherwise act for an organisation that has not been idle.
func Asked(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (bool, error) {
	if err := tx.Lock(ctx, db.Approvals, about(p, org)); err != nil {
		return false, err
	}
	waiting, err := waitingIn(ctx, tx, p, org)
	return len(waiting) > 0, err
}

// about names an organisation's requests in a programme, to lock them.
func about(p id.Programme, org id.Org) string { return string(p) + " " + string(org) }

// askWith is Ask with places that are kept for it already.
func askWith(ctx context.Context, tx *db.Tx, req registration.Request, kept id.Hold) (one id.Approval, err error) {
	if err := mayAsk(tx.Actor, req.Org); err != nil {
		return "", err
	}
	if found, err := tx.Recall(ctx, req.Key, req, &one); found || err != nil {
		return one, err
	}
	if err := tx.Lock(ctx, db.Approvals, about(req.Programme, req.Org)); err != nil {
		return "", err
	}
	w, err := registration.Weigh(ctx, tx, req, registration.Consent{Hold: kept})
	if err != nil {
		return "", err
	}
	if err := w.Faults.Err(); err != nil {
		return "", err
	}
	waiting, err := waitingIn(ctx, tx, req.Programme, req.Org)
	if err != nil {
		return "", err
	}
	if err := checkBeside(w, waiting).Err(); err != nil {
		return "", err
	}
	if !w.TooLarge {
		return "", problem.Fields{{Name: "ok", Key: "approval.not_needed"}}.Err()
	}
	a := Approval{
		ID: id.Approval(tx.NewID()), Programme: w.Programme.ID, Org: req.Org, Person: asker(tx.Actor), Field: w.Programme.Field,
		Request: w.Request, Quote: w.Quote, Limit: w.Limit, State: Waiting, AskedAt: tx.Now,
	}
	deadline := w.Programme.Deadline
	if !w.Joins {
		deadline = ""
	}
	a.Until = lasts(w.Meeting, deadline, tx.Now)
	if err := a.tell(ctx, tx); err != nil {
		return "", err
	}
	if err := tx.Remember(ctx, req.Key, req, a.ID); err != nil {
		return "", err
	}
	if a.hold, err = registration.Hold(ctx, tx, registration.Holding{Org: a.Org, Places: w.Places, Together: req.Together, Until: a.Until, Why: holdsFor, For: kept}); err != nil {
		return "", err
	}
	return a.ID, insert(ctx, tx, a)
}

// holdsFor is what this room's holds are kept under.
const holdsFor = "approval"

// asker is who wants the places: a job asks for whoever caused it.
func asker(who access.Actor) id.Person {
	if who.IsSystem() {
		return who.OnBehalf
	}
	return who.Person
}

// tell notes the question, and has all told that follow from it.
func (a Approval) tell(ctx context.Context, tx *db.Tx) error {
	signers, err := a.signers(ctx, tx)
	if err != nil {
		return err
	}
	if len(signers) == 0 {
		return problem.Fields{{Name: "ok", Key: "approval.no_signer"}}.Err()
	}
	for _, s := range signers {
		err = errors.Join(err, tx.Enqueue(ctx, "approval.tell", letter{Approval: a.ID, Signer: s.ID}))
	}
	for _, at := range reminding(a.AskedAt, a.Until) {
		err = errors.Join(err, tx.Enqueue(ctx, "approval.remind", a.ID, db.At(at)))
	}
	err = errors.Join(err, tx.Enqueue(ctx, "approval.expire", a.ID, db.At(a.Until)))
	return errors.Join(err, tx.Audit(ctx, "approval.asked", string(a.ID), map[string]any{"programme": a.Programme, "org": a.Org, "minor": a.Quote.Net.Minor}))
}
