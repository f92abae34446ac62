package approval

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// ByID finds a request: for the organisation's contact persons and signers, and
// the secretariat. To all others it does not exist.
func ByID(ctx context.Context, tx *db.Tx, one id.Approval) (Approval, error) {
	a, err := byID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !maySee(tx.Actor, a.Org) {
		return Approval{}, problem.New(problem.NotFound, "web.not_found")
	}
	return a, err
}

// Approve binds the organisation: the registration is made as if the contact
// person had sent it. accepted is the net price that the signer saw; when it has
// become another they are asked again. Whoever approves what they have approved
// already is told the same again. For those who sign at this moment. Faults are
// under ok, or as registration.Register has them.
func Approve(ctx context.Context, tx *db.Tx, one id.Approval, accepted money.Money) error {
	a, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	if err := maySign(ctx, tx, a); err != nil {
		return err
	}
	if a.State == Approved && a.DecidedBy == tx.Actor.Person {
		return nil
	}
	if err := a.checkOpen(tx).Err(); err != nil {
		return err
	}
	req := a.Request
	req.Accepted = accepted
	done, err := registration.Approved(ctx, tx, req, registration.Consent{For: a.Person, Hold: a.hold})
	if err != nil {
		return err
	}
	a.Registration = done.ID
	return a.close(ctx, tx, Approved, "approval.approved")
}

// Refuse says no: the places are free, and whoever asked is told why. For those
// who sign at this moment. Faults are under grund and ok.
func Refuse(ctx context.Context, tx *db.Tx, one id.Approval, reason string) error {
	a, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	if err := maySign(ctx, tx, a); err != nil {
		return err
	}
	if a.State == Refused && a.DecidedBy == tx.Actor.Person {
		return nil
	}
	if err := append(checkReason(&reason), a.checkOpen(tx)...).Err(); err != nil {
		return err
	}
	a.Reason = reason
	return a.end(ctx, tx, Refused, "approval.refused")
}

// CallBack takes a question back before anybody has answered. What was typed is
// in the form again, for whoever asked. For the organisation's contact persons.
func CallBack(ctx context.Context, tx *db.Tx, one id.Approval) error {
	a, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	if err := mayAsk(tx.Actor, a.Org); err != nil {
		return err
	}
	if a.State == Withdrawn {
		return nil
	}
	if err := a.checkOpen(tx).Err(); err != nil {
		return err
	}
	if tx.Actor.Person == a.Person {
		if _, err := registration.Unshelve(ctx, tx, a.Request); err != nil {
			return err
		}
	}
	return a.end(ctx, tx, Withdrawn, "approval.withdrawn")
}

// Reopen gives a contact person the form of a request that came to nothing, to
// mend it and send it again, and tells whose form it is. The fault is under no
// field when they have begun another in the same programme. For the organisation's
// contact persons.
func Reopen(ctx context.Context, tx *db.Tx, one id.Approval) (id.Programme, error) {
	a, err := locked(ctx, tx, one)
	if err != nil {
		return "", err
	}
	if err := mayAsk(tx.Actor, a.Org); err != nil {
		return "", err
	}
	if !a.mendable(tx.Now) {
		return "", problem.Fields{{Key: "approval.not_over"}}.Err()
	}
	given, err := registration.Unshelve(ctx, tx, a.Request)
	if err == nil && !given {
		err = problem.Fields{{Key: "approval.other_form"}}.Err()
	}
	return a.Programme, err
}

// mendable tells whether it may be tried again: somebody said no, or nobody yes.
func (a Approval) mendable(now time.Time) bool {
	return a.State == Refused || a.State == Expired || a.State == Waiting && !a.open(now)
}

// expire ends a question that nobody answered in time.
func expire(ctx context.Context, tx *db.Tx, one id.Approval) error {
	a, err := locked(ctx, tx, one)
	if err != nil || a.State != Waiting || tx.Now.Before(a.Until) {
		return err
	}
	return a.end(ctx, tx, Expired, "approval.expired")
}

// locked finds a request for a decision: two at once wait for each other.
func locked(ctx context.Context, tx *db.Tx, one id.Approval) (Approval, error) {
	if err := tx.Lock(ctx, db.Approvals, string(one)); err != nil {
		return Approval{}, err
	}
	return ByID(ctx, tx, one)
}

// checkOpen says why nobody can decide it any more.
func (a Approval) checkOpen(tx *db.Tx) (bad problem.Fields) {
	switch {
	case a.State == Approved:
		bad.Add("ok", "approval.is_approved", "")
	case a.State == Refused:
		bad.Add("ok", "approval.is_refused", "")
	case a.State == Withdrawn:
		bad.Add("ok", "approval.is_withdrawn", "")
	case !a.open(tx.Now):
		bad.Add("ok", "approval.is_expired", "")
	}
	return bad
}

// end closes a request that came to nothing: its places are free.
func (a Approval) end(ctx context.Context, tx *db.Tx, how State, code string) error {
	if err := a.close(ctx, tx, how, code); err != nil {
		return err
	}
	return registration.Release(ctx, tx, a.hold)
}

// close keeps what was decided. The links in mails work no more, and whoever
// asked is told, unless it was they who took it back.
func (a Approval) close(ctx context.Context, tx *db.Tx, how State, code string) error {
	a.State, a.DecidedAt = how, &tx.Now
	if !tx.Actor.IsSystem() {
		a.DecidedBy = tx.Actor.Person
	}
	err := update(ctx, tx, a)
	err = errors.Join(err, deleteLinks(ctx, tx, a.ID))
	if how != Withdrawn {
		err = errors.Join(err, tx.Enqueue(ctx, "approval.answered", a.ID))
	}
	return errors.Join(err, tx.Audit(ctx, code, string(a.ID), map[string]any{"org": a.Org, "registration": a.Registration}))
}
