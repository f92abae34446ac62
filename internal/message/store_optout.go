package message

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

func optedOut(ctx context.Context, tx *db.Tx, p id.Programme) (map[id.Person]bool, error) {
	var list []id.Person
	if err := tx.Select(ctx, &list, `SELECT person FROM message_optouts WHERE programme = $1`, p); err != nil {
		return nil, fmt.Errorf("who wants no news of %s: %w", p, err)
	}
	found := make(map[id.Person]bool, len(list))
	for _, one := range list {
		found[one] = true
	}
	return found, nil
}

func isOut(ctx context.Context, tx *db.Tx, who id.Person, p id.Programme) (bool, error) {
	var n int
	err := tx.Get(ctx, &n, `SELECT count(*) FROM message_optouts WHERE person = $1 AND programme = $2`, who, p)
	return n > 0, err
}

// insertOptout and deleteOptout tell whether they changed anything.
func insertOptout(ctx context.Context, tx *db.Tx, who id.Person, p id.Programme) (bool, error) {
	return changed(tx.Exec(ctx, `
		INSERT INTO message_optouts (person, programme, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, who, p, tx.Now))
}

func deleteOptout(ctx context.Context, tx *db.Tx, who id.Person, p id.Programme) (bool, error) {
	return changed(tx.Exec(ctx, `DELETE FROM message_optouts WHERE person = $1 AND programme = $2`, who, p))
}

// out is a programme whose news somebody does not want.
type out struct {
	Programme id.Programme
	Since     time.Time
}

func outsOf(ctx context.Context, tx *db.Tx, who id.Person) (list []out, err error) {
	return list, tx.Select(ctx, &list, `SELECT programme, since FROM message_optouts WHERE person = $1 ORDER BY since`, who)
}
