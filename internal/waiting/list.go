package waiting

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
)

// Stands tells whether people of an organisation wait for room in a programme, and
// keeps it so while the transaction lasts. It is for neighbours who would otherwise
// act for an organisation that has not been idle.
func Stands(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (bool, error) {
	meetings, err := meeting.InProgramme(ctx, tx, p)
	if err != nil {
		return false, err
	}
	var lines []string
	for _, m := range meetings {
		lines = append(lines, string(m.ID))
	}
	if err := tx.Lock(ctx, db.Waits, lines...); err != nil {
		return false, err
	}
	live, err := liveOf(ctx, tx, org)
	return slices.ContainsFunc(live, func(w Wait) bool { return w.Programme == p }), err
}

// InProgramme is all who wait in a programme: for the secretariat and jobs.
func InProgramme(ctx context.Context, tx *db.Tx, p id.Programme) (all []Wait, err error) {
	if !tx.Actor.IsSystem() {
		if err := maySort(tx.Actor); err != nil {
			return nil, err
		}
	}
	meetings, err := meetingsIn(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		line, err := lineAt(ctx, tx, m)
		if err != nil {
			return nil, err
		}
		all = append(all, line...)
	}
	return all, nil
}

// Of is those of an organisation's people who wait, for all meetings: for its
// contact persons and the secretariat.
func Of(ctx context.Context, tx *db.Tx, org id.Org) ([]Wait, error) {
	if err := mayWait(tx.Actor, org); err != nil {
		return nil, err
	}
	return liveOf(ctx, tx, org)
}
