package registration

import (
	"context"
	"errors"

	"faelled/internal/db"
	"faelled/internal/meeting"
)

// freed says that seats may be had again at some meetings, to whoever has people
// waiting for them. Where room is not limited nobody waits.
func freed(ctx context.Context, tx *db.Tx, meetings []meeting.Meeting) (err error) {
	for _, m := range limited(meetings) {
		err = errors.Join(err, tellFreed(ctx, tx, m.ID))
	}
	return err
}
