package waiting

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Stands tells whether people of an organisation wait for room in a programme. It
// is for neighbours who would otherwise act for an organisation that has not been
// idle.
func Stands(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (bool, error) {
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
