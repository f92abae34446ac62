package people

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"faelled/internal/access"
	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"
)

// importRow is one row of a table of people. No civil registration number is kept:
// the cell is empty instead, and CPR names its column.
type importRow struct {
	N     int      // where its reader finds it in the file
	Cells []string `json:",omitempty"`
	CPR   []int    `json:",omitempty"`
}

func (r importRow) cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// importTable is what was handed in.
type importTable struct {
	Heads []string // as many as the widest row has cells
	Rows  []importRow
}

// handed is a table that somebody looks through before it is brought in.
type handed struct {
	ID      string
	Person  id.Person
	Org     id.Org // the one everybody goes to; none for a table of many
	File    string
	Columns []importField // what each column holds
	Table   importTable
	Outcome *outcome // when it is brought in
}

// outcome counts what was done with the rows.
type outcome struct {
	Added, Changed, Same, Back, Let, Moved, Skipped, Faulty int
}

// HandIn keeps a table of people for the actor to look through, and tells its id.
// org is the organisation that all of them go to: its contact persons hand in
// their own people. The secretariat hands in people of many, with no org. Faults
// are of the field fil.
func HandIn(ctx context.Context, tx *db.Tx, org id.Org, file string, t tabular.Table) (string, error) {
	if err := mayImport(tx.Actor, org); err != nil {
		return "", err
	}
	h := handed{ID: tx.NewID(), Person: tx.Actor.Person, Org: org, Table: tableOf(t)}
	if len(h.Table.Rows) == 0 {
		return "", problem.Fields{{Name: "fil", Key: "people.import_empty"}}.Err()
	}
	if h.File, _ = line(file); danish.Surely(h.File) {
		h.File = ""
	}
	h.Columns = guessFields(h.Table)
	return h.ID, insertImport(ctx, tx, h)
}

// tableOf divides headings from people: a first row with an address in it is a
// person already.
func tableOf(t tabular.Table) (table importTable) {
	rows := t.Rows
	if len(rows) > 0 && !strings.Contains(strings.Join(rows[0].Cells, " "), "@") {
		table.Heads, rows = rows[0].Cells, rows[1:]
	}
	wide := len(table.Heads)
	for _, r := range rows {
		wide = max(wide, len(r.Cells))
		table.Rows = append(table.Rows, importRow{N: r.Number, Cells: r.Cells})
	}
	for len(table.Heads) < wide {
		table.Heads = append(table.Heads, "")
	}
	for i, head := range table.Heads { // of a list without addresses, these are a person
		if danish.Surely(head) {
			table.Heads[i] = ""
		}
	}
	for i := range table.Rows {
		table.Rows[i].dropCPR(table.Heads)
	}
	return table
}

// dropCPR empties the cells that surely hold a civil registration number, by
// themselves or by what the heading says.
func (r *importRow) dropCPR(heads []string) {
	sure := func(h danish.Hit) bool { return h.Grade == danish.Sure }
	for i, cell := range r.Cells {
		if slices.ContainsFunc(danish.CPR(cell), sure) || slices.ContainsFunc(danish.CPR(heads[i]+" "+cell), sure) {
			r.Cells[i], r.CPR = "", append(r.CPR, i)
		}
	}
}

// handedIn is the actor's own table. Another's is not found.
func handedIn(ctx context.Context, tx *db.Tx, org id.Org, one string) (h handed, err error) {
	if err := mayImport(tx.Actor, org); err != nil {
		return h, err
	}
	h, err = importByID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (h.Person != tx.Actor.Person || h.Org != org) {
		return handed{}, problem.New(problem.NotFound, "people.no_import")
	}
	return h, err
}

// SetColumns says what the columns of a table hold, instead of what was guessed.
// Faults are of the fields kolonne0 and so on. One that is brought in stays as it
// is.
func SetColumns(ctx context.Context, tx *db.Tx, org id.Org, one string, columns []string) error {
	h, err := handedIn(ctx, tx, org, one)
	if err != nil || h.Outcome != nil {
		return err
	}
	fields, err := readFields(columns, len(h.Table.Heads))
	if err != nil {
		return err
	}
	return setImportColumns(ctx, tx, one, fields)
}

// Import brings in all rows of a table that have no fault, in one go: people who
// are new, and what is new about those we know. Empty cells take nothing away.
// Somebody who belongs to another organisation is moved only when move says so,
// and never one of the secretariat's own. Doing it again changes nothing.
func Import(ctx context.Context, tx *db.Tx, org id.Org, one string, move bool) error {
	if h, err := handedIn(ctx, tx, org, one); err != nil || h.Outcome != nil {
		return err
	}
	if first, err := claimImport(ctx, tx, one); err != nil || !first {
		return err
	}
	h, err := handedIn(ctx, tx, org, one) // as it is now: its columns may have been set anew before the claim
	if err != nil {
		return err
	}
	rows, err := planImport(ctx, tx, h)
	if err != nil {
		return err
	}
	done, err := bringIn(ctx, tx, rows, move && org == "")
	if err != nil {
		return err
	}
	if err := finishImport(ctx, tx, one, done); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.imported", string(tx.Actor.Org), done)
}

func bringIn(ctx context.Context, tx *db.Tx, rows []plannedRow, move bool) (done outcome, err error) {
	var added []personRow
	for _, r := range rows {
		p := r.becomes()
		switch r.Does {
		case rowNew:
			added = append(added, personRow{r.Wish.person(tx), tx.Now})
		case rowChanged:
			var changed bool
			if changed, err = updatePerson(ctx, tx, p); changed {
				done.Changed++
			} else {
				done.Skipped++ // they left meanwhile
			}
		case rowSame:
			done.Same++
		case rowBack:
			done.Back++
			_, _, err = rejoin(ctx, tx, r.Known, r.Wish)
		case rowWaits:
			done.Let++
			err = Approve(ctx, tx, r.Known.ID)
		case rowElsewhere:
			err = r.moveOver(ctx, tx, move, &done)
		case rowFaulty:
			done.Faulty++
		}
		if err != nil {
			return done, err
		}
	}
	n, err := insertMany(ctx, tx, added)
	done.Added = int(n)
	done.Skipped += len(added) - int(n) // somebody else added them meanwhile
	return done, err
}

// moveOver takes somebody out of their organisation and into the one in the row.
func (r plannedRow) moveOver(ctx context.Context, tx *db.Tx, move bool, done *outcome) error {
	grants, err := Grants(ctx, tx, r.Known.ID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		move = move && g.Role != access.Staff && g.Role != access.Admin
	}
	if !move || r.Known.ID == tx.Actor.Person {
		done.Skipped++
		return nil
	}
	if err := Leave(ctx, tx, r.Known.ID); err != nil {
		return err
	}
	done.Moved++
	_, _, err = rejoin(ctx, tx, r.Known, r.Wish)
	return err
}

// importKept is how long a table is kept: long enough to look something up and ask
// a colleague.
const importKept = 24 * time.Hour

// RetainImports deletes the tables that were handed in a day ago, brought in or
// not.
func RetainImports(ctx context.Context, tx *db.Tx) error {
	return deleteImports(ctx, tx, tx.Now.Add(-importKept))
}

func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}
