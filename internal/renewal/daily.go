package renewal

import (
	"context"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// Daily reminds those who have not answered, on the days for it, and has the rounds
// closed whose last day is over. That is a job for each, and going on by itself one
// for each organisation, so that what cannot be done holds up nobody else. Running
// it twice a day is once.
func Daily(ctx context.Context, tx *db.Tx) error {
	if err := mayRun(tx.Actor); err != nil {
		return err
	}
	rounds, err := openRounds(ctx, tx)
	if err != nil {
		return err
	}
	today := when.On(tx.Now)
	for _, r := range rounds {
		switch {
		case r.over(today):
			err = tx.Enqueue(ctx, "renewal.end", r.Programme, db.Once(string(r.Programme)))
		case r.remindsOn(today):
			err = remind(ctx, tx, r, today)
		}
		if err != nil {
			return err
		}
	}
	return forgetNotes(ctx, tx, when.On(tx.Now.Add(-notesKept)))
}

// notesKept is how long what people wrote about why they stop is kept.
const notesKept = 2 * 366 * 24 * time.Hour

// remind writes to those who have not answered, once on each day for it.
func remind(ctx context.Context, tx *db.Tx, r Round, today when.Date) error {
	open, err := silent(ctx, tx, r)
	for _, a := range open {
		first, e := noteReminder(ctx, tx, a, today)
		err = errors.Join(err, e)
		if first && e == nil {
			err = errors.Join(err, write(ctx, tx, "renewal.remind", a.Programme, a.Org))
		}
	}
	return err
}

// end closes a round: those who never answered go on or stop, as it says. Nobody
// answers meanwhile.
func end(ctx context.Context, tx *db.Tx, p id.Programme) error {
	asked, err := answersOf(ctx, tx, p)
	if err != nil {
		return err
	}
	keys := []string{string(p)}
	for _, a := range asked {
		keys = append(keys, member(p, a.Org))
	}
	if err := tx.Lock(ctx, db.Renewals, keys...); err != nil {
		return err
	}
	r, opened, err := roundOf(ctx, tx, p)
	if err != nil || !opened || r.ClosedAt != nil || !r.over(when.On(tx.Now)) {
		return err
	}
	open, err := silent(ctx, tx, r)
	if err != nil {
		return err
	}
	for _, a := range open {
		if r.Fallback == Continue {
			err = errors.Join(err, tx.Enqueue(ctx, "renewal.continue", goingOn{a.Programme, a.Org}))
			continue
		}
		a.State = Lapsed
		err = errors.Join(err, updateAnswer(ctx, tx, a))
	}
	err = errors.Join(err, closeRound(ctx, tx, r.Programme, tx.Now))
	return errors.Join(err, tx.Audit(ctx, "renewal.ended", string(r.Programme), map[string]any{"silent": len(open), "fallback": r.Fallback}))
}

// silent are those who have not answered.
func silent(ctx context.Context, tx *db.Tx, r Round) ([]Answer, error) {
	all, err := Answers(ctx, tx, r.Programme)
	var list []Answer
	for _, a := range all {
		if a.State == Asked && !a.Member {
			list = append(list, a)
		}
	}
	return list, err
}

// SilentIn are the organisations that are asked whether they go on from a season or
// into it, and neither have joined nor said no: for the secretariat and jobs.
func SilentIn(ctx context.Context, tx *db.Tx, p id.Programme) (orgs []id.Org, err error) {
	if err := mayRun(tx.Actor); err != nil {
		return nil, err
	}
	rounds, err := openRounds(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range rounds {
		if r.Programme != p && r.Previous != p {
			continue
		}
		list, err := silent(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			orgs = append(orgs, a.Org)
		}
	}
	return orgs, nil
}

// StuckIn is how many organisations could not be registered by themselves and are
// not in by now, by season; seasons with none are left out. For the secretariat.
func StuckIn(ctx context.Context, tx *db.Tx) (map[id.Programme]int64, error) {
	if err := mayRun(tx.Actor); err != nil {
		return nil, err
	}
	seasons, err := stuckSeasons(ctx, tx)
	if err != nil {
		return nil, err
	}
	n := map[id.Programme]int64{}
	for _, p := range seasons {
		answers, err := Answers(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		for _, a := range answers {
			if a.State == Stuck && !a.Member {
				n[p]++
			}
		}
	}
	return n, nil
}

// Answers is how all who were asked stand: for the secretariat and jobs.
func Answers(ctx context.Context, tx *db.Tx, p id.Programme) ([]Answer, error) {
	if err := mayRun(tx.Actor); err != nil {
		return nil, err
	}
	list, err := answersOf(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	members, err := registration.Members(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	in := make(map[id.Org]bool, len(members))
	for _, m := range members {
		in[m.Org] = true
	}
	for i := range list {
		list[i].Member = in[list[i].Org]
	}
	return list, nil
}
