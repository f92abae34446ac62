package evaluation

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/people"
)

// Merged lets the kept person be asked instead of the one they turned out to be,
// see people.Merge. Where both were asked they are one who has answered when either
// has, and the links of both open the same form. It may be called any number of
// times. For the secretariat and jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	return inherit(ctx, tx, m.Kept, m.Gone)
}
