package people

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// atOnce is how many people one statement adds or asks for: the engines bound how
// many values it may have.
const atOnce = 500

// planImport holds a table against all that we know.
func planImport(ctx context.Context, tx *db.Tx, h handed) ([]plannedRow, error) {
	r := register{own: h.Org, known: map[string]Person{}}
	orgs, err := allOrgs(ctx, tx)
	if err != nil {
		return nil, err
	}
	r.names(orgs)
	if r.domains, err = allDomains(ctx, tx); err != nil {
		return nil, err
	}
	rows := make([]plannedRow, len(h.Table.Rows))
	emails := make([]string, 0, len(rows))
	for i, row := range h.Table.Rows {
		rows[i] = r.read(row, h.Columns)
		if email := rows[i].Wish.Email; email != "" {
			emails = append(emails, email)
		}
	}
	for some := range slices.Chunk(emails, atOnce) {
		list, err := personsByMail(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			r.known[p.Asked] = p.Person
		}
	}
	r.judge(rows)
	return rows, nil
}

func allDomains(ctx context.Context, tx *db.Tx) (map[string]id.Org, error) {
	var rows []struct {
		Domain string
		Org    id.Org
	}
	err := tx.Select(ctx, &rows, `SELECT domain, org FROM org_domains`)
	found := make(map[string]id.Org, len(rows))
	for _, r := range rows {
		found[r.Domain] = r.Org
	}
	return found, err
}

// insertMany adds people in the order that insertPersons wants, and tells how many.
func insertMany(ctx context.Context, tx *db.Tx, rows []personRow) (all int64, err error) {
	slices.SortFunc(rows, func(a, b personRow) int { return cmp.Compare(a.Email, b.Email) })
	for some := range slices.Chunk(rows, atOnce) {
		n, err := insertPersons(ctx, tx, some)
		if err != nil {
			return all, err
		}
		all += n
	}
	return all, nil
}

// importKeptRow is a table as it is kept.
type importKeptRow struct {
	ID        string
	Person    id.Person
	Org       id.Org
	File      string
	Columns   string
	Data      string
	Outcome   string
	CreatedAt time.Time `db:"created_at"`
}

func insertImport(ctx context.Context, tx *db.Tx, h handed) error {
	columns, err := asJSON(h.Columns)
	if err != nil {
		return err
	}
	data, err := asJSON(h.Table)
	if err != nil {
		return err
	}
	_, err = tx.Named(ctx, `
		INSERT INTO imports (id, person, org, file, columns, data, outcome, created_at)
		VALUES (:id, :person, :org, :file, :columns, :data, '', :created_at)`,
		importKeptRow{h.ID, h.Person, h.Org, h.File, columns, data, "", tx.Now})
	if err != nil {
		return fmt.Errorf("insert import %s: %w", h.ID, err)
	}
	return nil
}

func importByID(ctx context.Context, tx *db.Tx, one string) (h handed, err error) {
	var row importKeptRow
	err = tx.Get(ctx, &row, `SELECT id, person, org, file, columns, data, outcome, created_at FROM imports WHERE id = $1`, one)
	if err != nil {
		return h, err
	}
	h = handed{ID: row.ID, Person: row.Person, Org: row.Org, File: row.File}
	if row.Outcome != "" && row.Outcome != claimed {
		h.Outcome = &outcome{}
		return h, json.Unmarshal([]byte(row.Outcome), h.Outcome)
	}
	if err := json.Unmarshal([]byte(row.Columns), &h.Columns); err != nil {
		return h, err
	}
	return h, json.Unmarshal([]byte(row.Data), &h.Table)
}

func setImportColumns(ctx context.Context, tx *db.Tx, one string, fields []importField) error {
	columns, err := asJSON(fields)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE imports SET columns = $1 WHERE id = $2 AND outcome = ''`, columns, one)
	return err
}

// claimed is the outcome of a table that is being brought in.
const claimed = "{}"

// claimImport tells whether a table is still to be brought in, and makes another
// who asks at the same time wait for the answer.
func claimImport(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE imports SET outcome = $2 WHERE id = $1 AND outcome = ''`, id, claimed))
}

// finishImport forgets the rows and keeps what was done with them.
func finishImport(ctx context.Context, tx *db.Tx, one string, done outcome) error {
	text, err := asJSON(done)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE imports SET outcome = $1, data = '', columns = '' WHERE id = $2`, text, one)
	return err
}

func deleteImports(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM imports WHERE created_at < $1`, before)
	return err
}
