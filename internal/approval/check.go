package approval

import (
	"context"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// slack is how long a request may wait in the queue after its time.
const slack = time.Hour

// Check finds what must never be: places kept for nothing, a request that waits
// after its time, and a registration above what a contact person decides without
// anybody's yes. It reads everything, and is for the system and the secretariat.
func Check(ctx context.Context, tx *db.Tx) error {
	if !tx.Actor.IsSystem() && !tx.Actor.IsStaff() {
		return problem.New(problem.Forbidden, "approval.signers_only")
	}
	var faults []error
	waiting, err := where(ctx, tx, `state = 'waiting' ORDER BY id`)
	if err != nil {
		return err
	}
	live := map[id.Hold]bool{}
	for _, a := range waiting {
		live[a.hold] = true
		if tx.Now.After(a.Until.Add(slack)) {
			faults = append(faults, fmt.Errorf("approval %s: waits since %s", a.ID, a.Until))
		}
	}
	holds, err := registration.Holds(ctx, tx, holdsFor)
	if err != nil {
		return err
	}
	for one := range holds {
		if !live[one] {
			faults = append(faults, fmt.Errorf("hold %s: nobody asks for its places", one))
		}
	}
	above, err := registration.AboveLimit(ctx, tx, tx.Now.AddDate(-keep, 0, 0))
	if err != nil {
		return err
	}
	for _, r := range above {
		found, err := where(ctx, tx, `registration = $1 AND state = 'approved' AND decided_by = $2`, r.ID, r.ApprovedBy)
		if err != nil {
			return err
		}
		if r.ApprovedBy == "" || !r.Own && len(found) != 1 {
			faults = append(faults, fmt.Errorf("registration %s: more than its sender decides alone, and nobody approved", r.ID))
		}
	}
	return errors.Join(faults...)
}
