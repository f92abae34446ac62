package evaluation

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Give keeps an answer, for whoever has the secret of a mail. The same secret
// again changes nothing. Nothing of it goes into the trail, or into what is kept
// of forms: both know who and when.
func Give(ctx context.Context, tx *db.Tx, secret string, a Answer) error {
	who, err := opened(ctx, tx, secret)
	if err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(who.Meeting)); err != nil {
		return err
	}
	if who, err = opened(ctx, tx, secret); err != nil || who.Answered {
		return err
	}
	a.ID, a.Meeting, a.Text = rand.Text(), who.Meeting, strings.TrimSpace(strings.ReplaceAll(a.Text, "\r\n", "\n"))
	if err := a.check().Err(); err != nil {
		return err
	}
	all, err := answersTo(ctx, tx, []id.Meeting{a.Meeting})
	if err != nil {
		return err
	}
	all = append(all, a)
	slices.SortFunc(all, func(a, b Answer) int { return strings.Compare(a.ID, b.ID) })
	return keepApart(ctx, tx, who, all)
}

// opened is who a secret belongs to; problem.NotFound when it is nobody's, or the
// evaluation has closed.
func opened(ctx context.Context, tx *db.Tx, secret string) (invite, error) {
	none := problem.New(problem.NotFound, "evaluation.no_such_door")
	who, found, err := behindDoor(ctx, tx, fingerprint(secret))
	if err != nil {
		return who, err
	}
	if !found {
		return who, none
	}
	e, err := byMeeting(ctx, tx, who.Meeting)
	if err == nil && (e.State != Open || e.over(tx.Now)) {
		err = none
	}
	return who, err
}
