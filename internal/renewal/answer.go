package renewal

import (
	"context"
	"slices"
	"strings"

	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
)

// No is an organisation's answer that it stops.
type No struct {
	Programme id.Programme // the next season
	Org       id.Org
	Reason    Reason
	Note      string // to the secretariat; needed when the reason is Other
}

// Decline tells that an organisation does not go on, and why. Until the round is
// closed it may be told again, otherwise. One that has registered goes on: it must
// withdraw its people. Faults are under grund and bem. For the organisation's
// contact persons and the secretariat.
func Decline(ctx context.Context, tx *db.Tx, no No) error {
	if err := mayAnswer(tx.Actor, no.Org); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Renewals, member(no.Programme, no.Org)); err != nil {
		return err
	}
	r, a, err := standing(ctx, tx, no.Programme, no.Org)
	if err != nil {
		return err
	}
	no.Note = strings.TrimSpace(strings.ReplaceAll(no.Note, "\r\n", "\n"))
	bad := checkReason(no.Reason, no.Note)
	if danish.Surely(no.Note) {
		bad.Add("bem", "renewal.cpr", "")
	}
	switch {
	case r.ClosedAt != nil:
		bad.Add("", "renewal.closed", "")
	case a.Member:
		bad.Add("", "renewal.goes_on", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	a.State, a.Reason, a.Note, a.Person, a.AnsweredAt = Declined, no.Reason, no.Note, tx.Actor.Person, &tx.Now
	if err := updateAnswer(ctx, tx, a); err != nil {
		return err
	}
	return tx.Audit(ctx, "renewal.declined", string(no.Org), map[string]any{"programme": no.Programme, "reason": no.Reason})
}

// GoOn fills the registration form of the next season in with last season's
// people and where their invoices go, for the reader to look through and send. A
// form that they have begun stays as it is. It is their answer only when they send
// it. For the organisation's contact persons and the secretariat.
func GoOn(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) error {
	if err := mayAnswer(tx.Actor, org); err != nil {
		return err
	}
	r, _, err := standing(ctx, tx, p, org)
	if err != nil {
		return err
	}
	return registration.Prepare(ctx, tx, r.Previous, p, org)
}

// standing finds a round and how an organisation stands in it; problem.NotFound
// when it was not asked.
func standing(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (r Round, a Answer, err error) {
	r, opened, err := roundOf(ctx, tx, p)
	if err != nil {
		return r, a, err
	}
	a, asked, err := answerOf(ctx, tx, p, org)
	if err == nil && (!opened || !asked) {
		err = problem.New(problem.NotFound, "renewal.not_asked")
	}
	if err != nil {
		return r, a, err
	}
	in, err := registration.ProgrammesOf(ctx, tx, org)
	a.Member = slices.Contains(in, p)
	return r, a, err
}

// member names one organisation in one round, to lock it.
func member(p id.Programme, org id.Org) string { return string(p) + " " + string(org) }

// Pending is a question that an organisation has not answered.
type Pending struct {
	Round
	Season programme.Programme // the next one
}

// PendingOf is what an organisation is asked and has not answered: for its contact
// persons and the secretariat.
func PendingOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Pending, error) {
	if err := mayAnswer(tx.Actor, org); err != nil {
		return nil, err
	}
	rounds, err := silentIn(ctx, tx, org)
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	in, err := registration.ProgrammesOf(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	ids := make([]id.Programme, len(rounds))
	for i, r := range rounds {
		ids[i] = r.Programme
	}
	seasons, err := programme.ByIDs(ctx, tx, ids)
	var list []Pending
	for _, r := range rounds {
		if p := seasons[r.Programme]; p.State == programme.Public && !slices.Contains(in, p.ID) {
			list = append(list, Pending{r, p})
		}
	}
	return list, err
}
