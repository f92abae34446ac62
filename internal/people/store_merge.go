package people

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
)

// stragglers is how long after a merger the last command that found the gone one
// has surely ended.
const stragglers = 2 * time.Minute

// mergeInto leaves the gone one as a name that leads to the kept one, and so do
// those who were merged into the gone one before.
func mergeInto(ctx context.Context, tx *db.Tx, kept, gone id.Person) error {
	_, err := tx.Exec(ctx, `UPDATE persons SET merged_into = $1, state = 'ended', since = $2 WHERE id = $3`, kept, tx.Now, gone)
	if err != nil {
		return fmt.Errorf("merge person %s: %w", gone, err)
	}
	if _, err := tx.Exec(ctx, `UPDATE persons SET merged_into = $1 WHERE merged_into = $2`, kept, gone); err != nil {
		return fmt.Errorf("merge those merged into %s: %w", gone, err)
	}
	for _, change := range []string{
		`UPDATE signers SET person = $1 WHERE person = $2
			AND NOT EXISTS (SELECT 1 FROM signers k WHERE k.person = $1 AND k.org = signers.org AND k.field = signers.field)`,
		`DELETE FROM signers WHERE person = $2 AND org IN (SELECT k.org FROM signers k WHERE k.person = $1)`,
	} {
		if _, err := tx.Exec(ctx, change, kept, gone); err != nil {
			return fmt.Errorf("merge signer %s: %w", gone, err)
		}
	}
	_, err = forgetReturns(ctx, tx, gone) // they were of an address that nobody is written to at any more
	return err
}

// takeRoles ends all roles of a person, and tells which they were.
func takeRoles(ctx context.Context, tx *db.Tx, of id.Person) (list []access.Grant, err error) {
	return list, tx.Select(ctx, &list, `DELETE FROM roles WHERE person = $1 RETURNING role, scope`, of)
}

// present is everybody who belongs to an organisation, or asks to.
func present(ctx context.Context, tx *db.Tx) (list []Person, err error) {
	return list, tx.Select(ctx, &list, `SELECT `+personColumns+` FROM persons WHERE state <> 'ended' ORDER BY id`)
}
