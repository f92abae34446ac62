package waiting

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// lineAt is those who wait at a meeting, in order: this room's own, and those whose
// membership covers it.
func lineAt(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Wait, error) {
	rows, err := waitsWhere(ctx, tx, `meeting = $1 AND state = 'waiting'`, m)
	if err != nil {
		return nil, err
	}
	groups, err := registration.StandbysAt(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	return joined(ctx, tx, rows, groups)
}

// liveOf is those of an organisation's people who wait, for all meetings.
func liveOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Wait, error) {
	rows, err := waitsWhere(ctx, tx, `org = $1 AND state = 'waiting'`, org)
	if err != nil {
		return nil, err
	}
	groups, err := registration.StandbysOf(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	return joined(ctx, tx, rows, groups)
}

// byID finds a wait, or problem.NotFound. A covered one that nobody has done anything
// to yet is known to registration alone.
func byID(ctx context.Context, tx *db.Tx, one id.Wait) (w Wait, err error) {
	w, err = rowByID(ctx, tx, one)
	known := err == nil
	if err != nil && !problem.Is(err, problem.NotFound) || known && (!w.Covered() || w.State != Waiting) {
		return w, err
	}
	group, waits, err := registration.StandbyOf(ctx, tx, one)
	if err != nil {
		return w, err
	}
	if !waits {
		if w.State = Left; known {
			return w, nil
		}
		return w, problem.New(problem.NotFound, "web.not_found")
	}
	list, err := joined(ctx, tx, slices.DeleteFunc([]Wait{w}, func(Wait) bool { return !known }), []registration.Standby{group})
	if err != nil {
		return w, err
	}
	return list[0], nil
}

// joined puts covered waits in their places among the others. One whose people have
// left it by another door is no wait any more.
func joined(ctx context.Context, tx *db.Tx, rows []Wait, groups []registration.Standby) ([]Wait, error) {
	var who []id.Person
	for _, g := range groups {
		who = append(who, g.Persons...)
	}
	known, err := people.Persons(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(slices.Clone(rows), Wait.Covered)
	for _, g := range groups {
		w := Wait{
			ID: g.Wait, Programme: g.Programme, Meeting: g.Meeting, Org: g.Org, Person: g.Sender, Place: g.Place, Together: g.Together,
			Email: g.Email, Registration: g.Registration, State: Waiting, CreatedAt: g.At, List: "[]",
		}
		if i := slices.IndexFunc(rows, func(r Wait) bool { return r.ID == g.Wait }); i >= 0 {
			w = rows[i]
		}
		w.Number, w.Guests = g.Number, nil
		for _, one := range g.Persons {
			p := known[one]
			w.Guests = append(w.Guests, people.Guest{Name: p.Name, Email: p.Email, Title: p.Title})
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Wait) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// endGone ends what is kept of covered waits whose people have left the line by
// another door: they withdrew, or were moved.
func endGone(ctx context.Context, tx *db.Tx, m id.Meeting, line []Wait) error {
	rows, err := waitsWhere(ctx, tx, `meeting = $1 AND state = 'waiting' AND registration <> ''`, m)
	if err != nil {
		return err
	}
	for _, w := range rows {
		if slices.ContainsFunc(line, func(l Wait) bool { return l.ID == w.ID }) {
			continue
		}
		w.end(Left, tx)
		if err := update(ctx, tx, w); err != nil {
			return err
		}
	}
	return nil
}

// passOn gives the place of a wait to the group of its organisation that one of its
// guests is in now, because they joined with another meeting meanwhile: they do not
// begin from the end of the line. It tells whether there is such a group.
func passOn(ctx context.Context, tx *db.Tx, w Wait, email string) (found bool, err error) {
	line, err := lineAt(ctx, tx, w.Meeting)
	for _, l := range line {
		if !l.Covered() || l.Org != w.Org || !slices.ContainsFunc(l.Guests, func(g people.Guest) bool { return g.Email == email }) {
			continue
		}
		found = true
		if l.Place > w.Place {
			l.Place, l.Ahead, l.Reason = w.Place, l.Ahead || w.Ahead, cmp.Or(w.Reason, l.Reason)
			err = errors.Join(err, update(ctx, tx, l))
		}
	}
	return found, err
}

// standby is a covered wait as registration has it.
func (w Wait) standby(ctx context.Context, tx *db.Tx) (registration.Standby, error) {
	s, waits, err := registration.StandbyOf(ctx, tx, w.ID)
	if err == nil && !waits {
		err = problem.Fields{{Key: "waiting.over"}}.Err()
	}
	return s, err
}

// promote gives the first n of a covered wait their seats, which are paid for.
func promote(ctx context.Context, tx *db.Tx, w Wait, n int64) error {
	s, err := w.standby(ctx, tx)
	if err != nil {
		return err
	}
	if n == int64(len(w.Guests)) {
		w.end(Seated, tx)
	}
	if err := update(ctx, tx, w); err != nil {
		return err
	}
	err = tx.Audit(ctx, "waiting.seated", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "people": n})
	if err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, "waiting.seated", letter{Wait: w.ID, Number: w.Number, People: n}); err != nil {
		return err
	}
	return registration.Promote(ctx, tx, s, n)
}
