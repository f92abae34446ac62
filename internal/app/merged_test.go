package app

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/jobs"
)

// stays are the columns in which somebody stays who turned out to be another, and
// why. In all others they become the one who is kept, or are deleted.
var stays = map[string]string{
	"answers.actor":       "what was said to them, for a few days",
	"audit.actor":         "the trail is never changed; the name leads to the kept one",
	"audit.on_behalf":     "as audit.actor",
	"former_seats.person": "who gave a seat up is nobody's seat now, and the name is still there",
	"imports.person":      "a file that they are just handing in; nobody else sees it, and it is deleted after days",
	"jobs.on_behalf":      "what was begun as them; for the trail",
	"persons.id":          "their name in what was done",
	"persons.merged_into": "people.Merge does that",
	"roles.person":        "people.Merge moves them",
	"sessions.person":     "people.left ends them",
	"signers.person":      "people.Merge moves them",
	"mail_returns.person": "people.Merge forgets them",
	"unreachable.person":  "people.Merge forgets them",
}

// column is one column of the schema.
type column struct {
	Table, Column, Type string
	Required            bool
	SQL                 string `db:"sql"` // of the table
	To                  string // the table that it points at
}

func schema(t testing.TB, d *db.DB) (tables []string, of map[string][]column) {
	t.Helper()
	of = map[string][]column{}
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		var all []column
		err := tx.Select(ctx, &all, `
			SELECT t.name AS "table", c.name AS "column", c.type AS "type", c."notnull" OR c.pk AS required, t.sql AS "sql",
				COALESCE((SELECT min(f."table") FROM pragma_foreign_key_list(t.name) f WHERE f."from" = c.name), '') AS "to"
			FROM sqlite_master t JOIN pragma_table_info(t.name) c
			WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'goose_db_version' ORDER BY t.rowid, c.cid`)
		for _, c := range all {
			if of[c.Table] == nil {
				tables = append(tables, c.Table)
			}
			of[c.Table] = append(of[c.Table], c)
		}
		return err
	}))
	return tables, of
}

// points tells whether a column names a person: it refers to one, or is registered
// as personal and called as such columns are.
func (c column) points() bool {
	if c.To == "persons" || c.Table == "persons" && c.Column == "id" {
		return true
	}
	for _, h := range Holdings() {
		if h.Table == c.Table && slices.Contains(h.Columns, c.Column) {
			return strings.HasSuffix(c.Column, "_by") || slices.Contains([]string{"person", "author", "actor", "on_behalf", "successor"}, c.Column)
		}
	}
	return false
}

// filler is a value that the table takes.
func (c column) filler() any {
	if m := regexp.MustCompile(`CHECK \(` + c.Column + ` IN \('(\w*)'`).FindStringSubmatch(c.SQL); m != nil {
		return m[1]
	}
	switch {
	case c.Column == "day":
		return "2026-06-03"
	case c.Type == "TEXT":
		return "x"
	case c.Type == "TIMESTAMP":
		return time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC)
	case c.Type == "BOOLEAN":
		return true
	}
	return 1
}

const kept, gone = id.Person("kept"), id.Person("gone")

// fill gives every table that names a person one row, of the gone one, and what that
// row refers to.
func fill(t testing.TB, d *db.DB, tables []string, of map[string][]column) {
	t.Helper()
	seen, order := map[string]bool{}, []string{} // those first that others refer to
	var need func(table string)
	need = func(table string) {
		if seen[table] {
			return
		}
		seen[table] = true
		for _, c := range of[table] {
			if c.To != "" {
				need(c.To)
			}
		}
		order = append(order, table)
	}
	for _, table := range tables {
		if slices.ContainsFunc(of[table], column.points) {
			need(table)
		}
	}
	must(t, d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		for _, table := range order {
			who := []id.Person{gone}
			if table == "persons" {
				who = append(who, kept)
			}
			for _, one := range who {
				if err := fillRow(ctx, tx, table, of[table], one, "x"); err != nil {
					return fmt.Errorf("%s: %w", table, err)
				}
			}
		}
		return nil
	}))
}

// fillRow gives a table a row of one person; what refers to nothing is text.
func fillRow(ctx context.Context, tx *db.Tx, table string, columns []column, one id.Person, text string) error {
	var names, marks []string
	var values []any
	for _, c := range columns {
		value := c.filler()
		switch {
		case c.Column == "merged_into":
			continue
		case c.points() || table == "persons" && c.Column == "email":
			value = one
		case !c.Required:
			continue
		case value == "x" && c.To == "":
			value = text
		}
		names, values = append(names, c.Column), append(values, value)
		marks = append(marks, fmt.Sprintf("$%d", len(values)))
	}
	_, err := tx.Exec(ctx, `INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`, values...)
	return err
}

// Wherever the house keeps who somebody is, they become the kept one when two are
// merged, or it is said here why not. A new table with a person fails this test until
// its room has an answer.
func TestNothingIsLeftWithWhoIsGone(t *testing.T) {
	tables, of := schema(t, dbtest.SQLite(t))
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, tables, of)
		merge(t, d)
		left, seen := maps.Clone(stays), 0
		for _, table := range tables {
			for _, c := range of[table] {
				if !c.points() {
					continue
				}
				name := table + "." + c.Column
				n := count(t, d, table+` WHERE `+c.Column+` = 'gone'`)
				if seen++; n > 0 && stays[name] == "" {
					t.Errorf("%s still names who is gone: move it in the room's Merged, or say why it stays", name)
				}
				if n > 0 || table == "persons" {
					delete(left, name)
				}
			}
		}
		if seen < 25 {
			t.Errorf("found only %d columns that name a person", seen)
		}
		for name := range left {
			t.Errorf("%s does not stay, or is not there", name)
		}
	})
}

// Where both have something, and only one can be had, the kept one's counts. In a
// directory nothing of theirs is shown that they have not said yes to. Who wanted no
// news under one of their addresses wants none.
func TestWhoIsKeptKeepsTheirOwn(t *testing.T) {
	tables, of := schema(t, dbtest.SQLite(t))
	for own, want := range map[bool]map[string]int{
		true: {
			`message_optouts WHERE person = 'kept'`: 1, `directory_entries WHERE person = 'kept' AND show_email AND ask = 'own'`: 1,
			`calendar_links WHERE secret_hash = 'own'`: 1, `registration_drafts WHERE data = 'own'`: 1,
			`attendance_marks WHERE person = 'gone'`: 1, // both have a seat at a meeting that has begun
		},
		false: {
			`message_optouts WHERE person = 'kept'`: 1, `directory_entries WHERE person = 'kept' AND NOT show_email AND NOT show_phone AND ask = 'x'`: 1,
			`calendar_links WHERE secret_hash = 'x'`: 1, `registration_drafts WHERE data = 'x'`: 1,
			`attendance_marks WHERE person = 'kept'`: 1,
		},
	} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			d.Now = func() time.Time { return time.Date(2026, 6, 4, 8, 0, 0, 0, time.UTC) } // the day after the meeting
			fill(t, d, tables, of)
			if own {
				must(t, d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
					for _, table := range []string{"message_optouts", "directory_entries", "calendar_links", "registration_drafts", "seats"} {
						if err := fillRow(ctx, tx, table, of[table], kept, "own"); err != nil {
							return fmt.Errorf("%s: %w", table, err)
						}
					}
					return nil
				}))
			}
			merge(t, d)
			for rows, n := range want {
				if got := count(t, d, rows); got != n {
					t.Errorf("%s: %d, want %d", rows, got, n)
				}
			}
		})
	}
}

// merge does the job twice, as the queue may.
func merge(t testing.TB, d *db.DB) {
	t.Helper()
	for range 2 {
		must(t, inherit(t.Context(), d, jobs.Job{Kind: "people.merged", Payload: `{"Gone":"gone","Kept":"kept"}`}))
	}
}

func count(t testing.TB, d *db.DB, rows string) (n int) {
	t.Helper()
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &n, `SELECT count(*) FROM `+rows)
	}))
	return n
}
