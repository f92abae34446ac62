package db_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// part is a column of a table, or of one of its indices.
type part struct {
	Tab, Idx, Col string
	Kind          string // of a column
	Needed        bool   // NOT NULL
	Sole          bool   // the index is unique
	Some          bool   // the index leaves rows out
}

const (
	columnsOfSQLite = `
		SELECT t.name AS tab, c.name AS col, upper(c.type) AS kind, c."notnull" OR c.pk > 0 AS needed
		FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid`
	columnsOfPostgres = `
		SELECT table_name AS tab, column_name AS col, is_nullable = 'NO' AS needed,
			CASE data_type WHEN 'timestamp without time zone' THEN 'TIMESTAMP' ELSE upper(data_type) END AS kind
		FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`
	indicesOfSQLite = `
		SELECT t.name AS tab, i.name AS idx, c.name AS col, i."unique" AS sole, i.partial AS some
		FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
		WHERE t.type = 'table' ORDER BY t.name, i.name, c.seqno`
	indicesOfPostgres = `
		SELECT t.relname AS tab, i.relname AS idx, c.attname AS col, x.indisunique AS sole, x.indpred IS NOT NULL AS some
		FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
			JOIN pg_namespace n ON n.oid = t.relnamespace
			CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (attnum, n)
			JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.attnum
		WHERE n.nspname = 'public' ORDER BY t.relname, i.relname, k.n`
)

// The tables are as testdata/schema.txt says, on both engines alike: columns
// in their order, then indices by what they are of.
func TestSchema(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var columns, indices []part
		err := d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
			of, in := columnsOfSQLite, indicesOfSQLite
			if tx.Postgres() {
				of, in = columnsOfPostgres, indicesOfPostgres
			}
			if err := tx.Select(ctx, &columns, of); err != nil {
				return err
			}
			return tx.Select(ctx, &indices, in)
		})
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "schema.txt")
		got := schema(columns, indices)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || got != string(want) {
			t.Errorf("the tables are not as in %s, see -update; %v\n%s", golden, err, got)
		}
	})
}

// schema leaves out what the migrations' own library keeps, and the names of
// indices that the engines choose.
func schema(columns, indices []part) string {
	var out strings.Builder
	of := map[string][]string{}
	for _, list := range slices.Collect(chunks(indices)) {
		first := list[0]
		kind := map[bool]string{true: "unique", false: "index"}[first.Sole]
		if first.Some {
			kind += " of some"
		}
		var names []string
		for _, p := range list {
			names = append(names, p.Col)
		}
		of[first.Tab] = append(of[first.Tab], fmt.Sprintf("\t%s (%s)\n", kind, strings.Join(names, ", ")))
	}
	for i, c := range columns {
		if c.Tab == "goose_db_version" {
			continue
		}
		if i == 0 || columns[i-1].Tab != c.Tab {
			fmt.Fprintln(&out, c.Tab)
		}
		need := map[bool]string{true: " NOT NULL", false: ""}[c.Needed]
		fmt.Fprintf(&out, "\t%s %s%s\n", c.Col, c.Kind, need)
		if i == len(columns)-1 || columns[i+1].Tab != c.Tab {
			slices.Sort(of[c.Tab])
			fmt.Fprintln(&out, strings.Join(of[c.Tab], ""))
		}
	}
	return out.String()
}

// chunks are the parts of one index each.
func chunks(parts []part) func(yield func([]part) bool) {
	return func(yield func([]part) bool) {
		for len(parts) > 0 {
			n := 1
			for n < len(parts) && parts[n].Tab == parts[0].Tab && parts[n].Idx == parts[0].Idx {
				n++
			}
			if !yield(parts[:n]) {
				return
			}
			parts = parts[n:]
		}
	}
}

// Asking whether the tables are up to date makes none.
func TestTablesAreNotMadeByLooking(t *testing.T) {
	d, err := db.Open(filepath.Join(t.TempDir(), "faelled.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for range 2 {
		if err := d.Migrated(t.Context()); err == nil {
			t.Fatal("an empty database is said to be ready")
		}
	}
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Migrated(t.Context()); err != nil {
		t.Error(err)
	}
	err = d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrated(t.Context()); err == nil {
		t.Error("older tables are said to be ready")
	}
}

// However often a command asks for one job, the earliest moment counts.
func TestJobsThatWaitAsOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var n int
		err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			for _, after := range []int{3, 1, 2} {
				for _, kind := range []string{"a", "b"} {
					if err := tx.Enqueue(ctx, kind, after, db.Once("x"), db.At(dbtest.Noon.AddDate(0, 0, after))); err != nil {
						return err
					}
				}
				if err := tx.Enqueue(ctx, "a", after); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			return tx.Get(ctx, &n, `SELECT count(*) FROM jobs WHERE once = 'x' AND run_at = $1 OR once IS NULL AND kind = 'a'`, dbtest.Noon.AddDate(0, 0, 1))
		})
		if err != nil || n != 5 {
			t.Errorf("%d jobs, %v", n, err)
		}
	})
}
