package app

import (
	"context"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/personal"
)

// Every column that looks personal has somebody who answers for it, and nobody
// answers for a column that is not there.
func TestSomebodyAnswersForEveryPersonalColumn(t *testing.T) {
	d := dbtest.SQLite(t)
	tables := map[string][]string{}
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		var columns []struct{ Table, Column string }
		err := tx.Select(ctx, &columns, `
			SELECT t.name AS "table", c.name AS "column" FROM sqlite_master t JOIN pragma_table_info(t.name) c
			WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'goose_db_version'`)
		for _, c := range columns {
			tables[c.Table] = append(tables[c.Table], c.Column)
		}
		return err
	}))
	if len(tables) < 20 {
		t.Fatalf("found only %d tables", len(tables))
	}
	for _, fault := range personal.Missing(tables, Holdings()) {
		t.Error(fault)
	}
}
