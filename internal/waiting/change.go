package waiting

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
)

// live finds a wait that has not ended, with its line locked. One that has is
// nothing any more.
func live(ctx context.Context, tx *db.Tx, one id.Wait) (w Wait, err error) {
	if w, err = byID(ctx, tx, one); err != nil {
		return w, err
	}
	if err := tx.Lock(ctx, db.Waits, string(w.Meeting)); err != nil {
		return w, err
	}
	if w, err = byID(ctx, tx, one); err == nil && w.State != Waiting {
		err = problem.Fields{{Key: "waiting.over"}}.Err()
	}
	return w, err
}

// owned is live for those who may change it.
func owned(ctx context.Context, tx *db.Tx, one id.Wait) (w Wait, err error) {
	if w, err = byID(ctx, tx, one); err != nil {
		return w, err
	}
	if err := mayWait(tx.Actor, w.Org); err != nil {
		return w, err
	}
	return live(ctx, tx, one)
}

// Leave takes people off the list: for the organisation's contact persons and the
// secretariat. The fault is under no field when it is over already.
func Leave(ctx context.Context, tx *db.Tx, one id.Wait) error {
	w, err := owned(ctx, tx, one)
	if err != nil {
		return err
	}
	w.end(Left, tx)
	return errors.Join(
		tx.Audit(ctx, "waiting.left", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "people": len(w.Guests)}),
		tx.Enqueue(ctx, "waiting.look", w.Meeting, db.Once(string(w.Meeting))),
		w.leave(ctx, tx))
}

// Accept says yes to the higher price they were asked about. Until then others are
// seated before them. For the organisation's contact persons and the secretariat.
// The fault is under ok when the price is another again.
func Accept(ctx context.Context, tx *db.Tx, one id.Wait, price money.Money) error {
	w, err := owned(ctx, tx, one)
	if err != nil {
		return err
	}
	if w.Asked == 0 || w.NewPrice() != price {
		return problem.Fields{{Name: "ok", Key: "waiting.price_changed"}}.Err()
	}
	w.Shown, w.Asked = w.Asked, 0
	return errors.Join(
		update(ctx, tx, w),
		tx.Audit(ctx, "waiting.accepted", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "net": w.Shown}),
		tx.Enqueue(ctx, "waiting.look", w.Meeting, db.Once(string(w.Meeting))))
}

// longestReason is in letters.
const longestReason = 500

// Prefer moves people to the front of the line, for a reason that is kept. Ahead
// gives them their seats although others before them do not fit yet. For the
// secretariat. Faults are under grund.
func Prefer(ctx context.Context, tx *db.Tx, one id.Wait, ahead bool, reason string) error {
	if err := maySort(tx.Actor); err != nil {
		return err
	}
	w, err := live(ctx, tx, one)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if err := checkReason(reason).Err(); err != nil {
		return err
	}
	line, err := lineAt(ctx, tx, w.Meeting)
	if err != nil {
		return err
	}
	w.Place, w.Ahead, w.Reason = line[0].Place-1, w.Ahead || ahead, reason
	return errors.Join(
		update(ctx, tx, w),
		tx.Audit(ctx, "waiting.preferred", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "ahead": ahead}),
		tx.Enqueue(ctx, "waiting.look", w.Meeting, db.Once(string(w.Meeting))))
}

func checkReason(reason string) (bad problem.Fields) {
	switch {
	case reason == "":
		bad.Add("grund", "waiting.no_reason", "")
	case utf8.RuneCountInString(reason) > longestReason:
		bad.Add("grund", "waiting.reason_long", "")
	case danish.Surely(reason):
		bad.Add("grund", "waiting.cpr", "")
	}
	return bad
}
