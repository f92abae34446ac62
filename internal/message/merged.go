package message

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/people"
)

// Merged makes the kept person's what two people had who are one, see people.Merge:
// who wanted no news under one of their addresses wants none, and a link in a mail to
// the gone one still unsubscribes. It may be called any number of times. For the
// secretariat and jobs.
func Merged(ctx context.Context, tx *db.Tx, m people.Merged) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	for _, change := range []string{
		`INSERT INTO message_optouts (person, programme, since)
			SELECT $1, o.programme, o.since FROM message_optouts o WHERE o.person = $2
			ON CONFLICT (person, programme) DO NOTHING`,
		`DELETE FROM message_optouts WHERE person = $2 AND programme IN (SELECT k.programme FROM message_optouts k WHERE k.person = $1)`,
		`UPDATE message_recipients SET person = $1 WHERE person = $2`,
		`UPDATE messages SET author = $1 WHERE author = $2`,
		`UPDATE news_doors SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, m.Kept, m.Gone); err != nil {
			return fmt.Errorf("messages merged into %s: %w", m.Kept, err)
		}
	}
	return nil
}
