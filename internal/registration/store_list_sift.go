package registration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/when"
)

// condition is a part of a query, with ? as SelectIn reads it.
type condition struct {
	text string
	args []any
}

func (c *condition) and(use bool, text string, args ...any) {
	if !use {
		return
	}
	if c.text != "" {
		c.text += " AND "
	}
	c.text, c.args = c.text+text, append(c.args, args...)
}

// base is the column whose index the list is read by, with what it may be: the one
// that leaves the fewest. None when only marks and days narrow it.
func (s sift) base() (column string, values []any) {
	switch {
	case s.Number > 0:
		return "number", []any{s.Number}
	case s.Meeting != "":
		return "meeting", []any{s.Meeting}
	case len(s.Orgs) > 0:
		return "org", anys(s.Orgs)
	case len(s.Senders) > 0:
		return "person", anys(s.Senders)
	case s.Programme != "":
		return "programme", []any{s.Programme}
	}
	return "", nil
}

func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, one := range list {
		all[i] = one
	}
	return all
}

// rest is all conditions but those of the index: the base and the marks. Columns
// that an index of another base begins with are hidden from the engine, which
// would not know which of them leaves the fewest; a sender in a programme has an
// index of its own.
func (s sift) rest(from place) (c condition) {
	column, _ := s.base()
	c.and(len(s.Senders) > 0 && column != "person", "person || '' IN (?)", s.Senders)
	c.and(len(s.Orgs) > 0 && column != "org", "org || '' IN (?)", s.Orgs)
	c.and(s.Meeting != "" && column != "meeting", "meeting || '' = ?", s.Meeting)
	c.and(s.Programme != "" && column == "person", "programme = ?", s.Programme)
	c.and(s.Programme != "" && column != "person" && column != "programme", "programme || '' = ?", s.Programme)
	c.and(s.From != "", "created_at >= ?", s.From.Time(when.Zone).UTC())
	c.and(s.To != "", "created_at < ?", s.To.Add(1).Time(when.Zone).UTC())
	c.and(from.ID != "" && !from.Newer, "(created_at, id) < (?, ?)", from.At, from.ID)
	c.and(from.ID != "" && from.Newer, "(created_at, id) > (?, ?)", from.At, from.ID)
	return c
}

// legs are the conditions, each of which is one walk along an index in the order
// of the list: engines sort all that fits when they must join several walks
// themselves, but each walk here ends after a page.
func (s sift) legs(from place) (list []condition) {
	column, values := s.base()
	rest, marks := s.rest(from), s.marks()
	if column == "" && len(marks) == int(markEnd) {
		rest.and(rest.text == "", "1 = 1")
		return []condition{rest}
	}
	if column == "" {
		values = []any{nil}
	}
	for _, value := range values {
		for _, m := range marks {
			var c condition
			c.and(column != "", column+" = ?", value)
			c.and(true, fmt.Sprint("marks = ", int64(m)))
			c.and(rest.text != "", rest.text, rest.args...)
			list = append(list, c)
		}
	}
	return list
}

// page is a page of the list in SQL. Marks, and how many rows it has, are written
// out: PostgreSQL plans a statement that it has seen often for any marks and any
// number, and would read the whole table.
func (s sift) page(from place, n int) (text string, args []any) {
	order := "created_at DESC, id DESC"
	if from.Newer {
		order = "created_at, id"
	}
	var walks []string
	for i, leg := range s.legs(from) {
		walks = append(walks, fmt.Sprintf(`SELECT id, created_at FROM (
			SELECT id, created_at FROM registrations WHERE %s ORDER BY %s LIMIT %d) AS walk%d`, leg.text, order, n, i))
		args = append(args, leg.args...)
	}
	return `
		SELECT ` + recordColumns + ` FROM registrations WHERE id IN (
			SELECT id FROM (` + strings.Join(walks, " UNION ALL ") + `) AS walks ORDER BY ` + order + ` LIMIT ` + strconv.Itoa(n) + `)
		ORDER BY ` + order, args
}

// sifted is a page of the list, in its order, which against the list is that of
// the nearest first.
func sifted(ctx context.Context, tx *db.Tx, s sift, from place, n int) (rows []record, err error) {
	text, args := s.page(from, n)
	if err := tx.SelectIn(ctx, &rows, text, args...); err != nil {
		return nil, fmt.Errorf("list registrations: %w", err)
	}
	for i := range rows {
		rows[i].CreatedAt = rows[i].CreatedAt.UTC()
	}
	return rows, nil
}

// mostCounted is how far a list is counted: further takes longer than reading it.
const mostCounted = 10_000

// size counts in SQL, and stops when there are more than mostCounted.
func (s sift) size() (text string, args []any) {
	c, marks := s.rest(place{}), s.marks()
	column, values := s.base()
	c.and(column != "", column+" IN (?)", values)
	c.and(len(marks) < int(markEnd), "marks IN ("+numbers(marks)+")")
	c.and(c.text == "", "1 = 1")
	return `SELECT count(*) FROM (SELECT id FROM registrations WHERE ` + c.text + ` LIMIT ` + strconv.Itoa(mostCounted+1) + `) AS counted`, c.args
}

func numbers(marks []mark) string {
	list := make([]string, len(marks))
	for i, m := range marks {
		list[i] = strconv.Itoa(int(m))
	}
	return strings.Join(list, ", ")
}

func sizeOf(ctx context.Context, tx *db.Tx, s sift) (n int, err error) {
	text, args := s.size()
	var rows []int
	if err := tx.SelectIn(ctx, &rows, text, args...); err != nil {
		return 0, fmt.Errorf("count registrations: %w", err)
	}
	return rows[0], nil
}

// placeOf is where a registration stands in the list; the beginning when there is
// none.
func placeOf(ctx context.Context, tx *db.Tx, one id.Registration, newer bool) (place, error) {
	r, err := recordByID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return place{}, nil
	}
	return place{r.CreatedAt, r.ID, newer}, err
}

// senders are all who ever sent a registration. It leaps from one to the next in
// their index instead of reading all that they sent.
func senders(ctx context.Context, tx *db.Tx) (map[id.Person]people.Named, error) {
	var ids []id.Person
	err := tx.Select(ctx, &ids, `
		WITH RECURSIVE sender (person) AS (
			SELECT min(person) FROM registrations
			UNION ALL SELECT (SELECT min(r.person) FROM registrations r WHERE r.person > sender.person) FROM sender WHERE sender.person IS NOT NULL
		) SELECT person FROM sender WHERE person IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("senders: %w", err)
	}
	names, err := people.NamesFor(ctx, tx, nil, ids)
	return names.Persons, err
}

// markRegistrations notes that somebody left seats that a registration gave.
func markRegistrations(ctx context.Context, tx *db.Tx, left []former) error {
	ids := make([]id.Registration, len(left))
	for i, f := range left {
		ids[i] = f.Registration
	}
	_, err := tx.ExecIn(ctx, `UPDATE registrations SET marks = marks | ? WHERE id IN (?)`, markChanged, ids)
	return err
}

// mismarked are registrations whose marks say something else than the rest of them.
func mismarked(ctx context.Context, tx *db.Tx) (ids []id.Registration, err error) {
	err = tx.Select(ctx, &ids, `
		SELECT id FROM registrations WHERE marks <>
			CASE WHEN joined THEN $1 ELSE 0 END + CASE WHEN message <> '' THEN $2 ELSE 0 END + CASE WHEN order_ref = '' THEN $3 ELSE 0 END
			+ CASE WHEN EXISTS (SELECT 1 FROM former_seats f WHERE f.registration = registrations.id) THEN $4 ELSE 0 END`,
		markJoined, markMessage, markNoOrder, markChanged)
	return ids, err
}
