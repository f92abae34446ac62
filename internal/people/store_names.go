package people

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// namedRow is one name of either kind.
type namedRow struct {
	ID     string
	Person bool
	Named
}

func namesFor(ctx context.Context, tx *db.Tx, orgs []id.Org, persons []id.Person) (rows []namedRow, err error) {
	if len(orgs) == 0 {
		orgs = []id.Org{""} // SQL allows no empty list, and nobody has no id
	}
	if len(persons) == 0 {
		persons = []id.Person{""}
	}
	err = tx.SelectIn(ctx, &rows, `
		SELECT id, name, '' AS title, FALSE AS person FROM orgs WHERE id IN (?)
		UNION ALL SELECT id, name, title, TRUE FROM persons WHERE id IN (?)`, orgs, persons)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	return rows, nil
}
