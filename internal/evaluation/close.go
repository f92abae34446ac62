package evaluation

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Close ends the evaluation of a meeting whose time has run out. Who was asked is
// deleted, and so are answers too few to be shown. For jobs.
func Close(ctx context.Context, tx *db.Tx, one id.Meeting) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	e, err := byMeeting(ctx, tx, one)
	if err != nil || e.State != Open || !e.over(tx.Now) {
		return err
	}
	list, err := answersTo(ctx, tx, []id.Meeting{one})
	if err != nil {
		return err
	}
	if len(list) < fewest {
		if err := deleteAnswers(ctx, tx, one); err != nil {
			return err
		}
	}
	if err := forgetAsked(ctx, tx, one); err != nil {
		return err
	}
	e.State = Closed
	if err := save(ctx, tx, e); err != nil {
		return err
	}
	return tx.Audit(ctx, "evaluation.closed", string(one), map[string]any{"invited": e.Invited})
}

// Remind writes once more to those who have not answered. For jobs.
func Remind(ctx context.Context, tx *db.Tx, one id.Meeting) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	e, err := byMeeting(ctx, tx, one)
	if err != nil || e.State != Open || !e.late(tx.Now) {
		return err
	}
	list, err := invitesTo(ctx, tx, one)
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Answered {
			continue
		}
		if err := tx.Enqueue(ctx, "evaluation.ask", asked{Meeting: one, Person: i.Person, Again: true}); err != nil {
			return err
		}
	}
	e.Reminded = true
	return save(ctx, tx, e)
}
