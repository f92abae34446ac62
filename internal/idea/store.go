package idea

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

const columns = `i.id, i.programme, i.kind, i.title, i.text, i.hard, i.ways, coalesce(i.person, '') AS person, coalesce(i.org, '') AS org, i.shown, i.state, i.note,
	coalesce(i.meeting, '') AS meeting, coalesce(i.part_of, '') AS part_of, i.version, i.added_at,
	(SELECT count(*) FROM idea_supports s WHERE s.idea = i.id) AS supports, (SELECT count(*) FROM ideas p WHERE p.part_of = i.id) AS parts`

// byID is problem.NotFound when there is none.
func byID(ctx context.Context, tx *db.Tx, one id.Idea) (i Idea, err error) {
	err = tx.Get(ctx, &i, `SELECT `+columns+` FROM ideas i WHERE i.id = $1`, one)
	if errors.Is(err, sql.ErrNoRows) {
		return i, problem.New(problem.NotFound, "web.not_found")
	}
	i.AddedAt = i.AddedAt.UTC()
	return i, err
}

func byIDs(ctx context.Context, tx *db.Tx, ids []string) (list []Idea, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return list, tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM ideas i WHERE i.id IN (?)`, ids)
}

// inProgramme is all of a programme's ideas, the latest first.
func inProgramme(ctx context.Context, tx *db.Tx, p id.Programme) ([]Idea, error) {
	return where(ctx, tx, `i.programme = $1`, p)
}

// atMeeting are those planned for a meeting.
func atMeeting(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Idea, error) {
	return where(ctx, tx, `i.meeting = $1`, m)
}

func where(ctx context.Context, tx *db.Tx, condition string, arg any) (list []Idea, err error) {
	if err := tx.Select(ctx, &list, `SELECT `+columns+` FROM ideas i WHERE `+condition+` ORDER BY i.id DESC`, arg); err != nil {
		return nil, fmt.Errorf("ideas: %w", err)
	}
	for n := range list {
		list[n].AddedAt = list[n].AddedAt.UTC()
	}
	return list, nil
}

// counts is how many ideas a programme has, and how many of them are somebody's that
// nobody has answered.
func counts(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (all, open int64, err error) {
	var row struct{ Every, Open int64 }
	err = tx.Get(ctx, &row, `
		SELECT count(*) AS every, coalesce(sum(CASE WHEN person = $2 AND state = 'new' THEN 1 ELSE 0 END), 0) AS open
		FROM ideas WHERE programme = $1`, p, who)
	return row.Every, row.Open, err
}

// unanswered is how many new ideas each programme has; those without are left out.
func unanswered(ctx context.Context, tx *db.Tx) (map[id.Programme]int64, error) {
	var rows []struct {
		Programme id.Programme
		N         int64
	}
	err := tx.Select(ctx, &rows, `SELECT programme, count(*) AS n FROM ideas WHERE state = 'new' GROUP BY programme`)
	found := map[id.Programme]int64{}
	for _, r := range rows {
		found[r.Programme] = r.N
	}
	return found, err
}

func insert(ctx context.Context, tx *db.Tx, i Idea) error {
	_, err := tx.Named(ctx, `
		INSERT INTO ideas (id, programme, kind, title, text, hard, ways, person, org, shown, state, note, version, added_at)
		VALUES (:id, :programme, :kind, :title, :text, :hard, :ways, nullif(:person, ''), nullif(:org, ''), :shown, :state, :note, :version, :added_at)`, i)
	if err != nil {
		return fmt.Errorf("insert idea %s: %w", i.ID, err)
	}
	return nil
}

// replace keeps what became of an idea: what was handed in stays as it is.
func replace(ctx context.Context, tx *db.Tx, i Idea) error {
	_, err := tx.Named(ctx, `
		UPDATE ideas SET state = :state, note = :note, meeting = nullif(:meeting, ''), part_of = nullif(:part_of, ''), version = :version
		WHERE id = :id`, i)
	if err != nil {
		return fmt.Errorf("update idea %s: %w", i.ID, err)
	}
	return nil
}

// remove deletes ideas with all that was said of them. What was united with one of
// them goes along: it had nothing of its own any more.
func remove(ctx context.Context, tx *db.Tx, ids []id.Idea) error {
	if len(ids) == 0 {
		return nil
	}
	var parts []id.Idea
	if err := tx.SelectIn(ctx, &parts, `SELECT id FROM ideas WHERE part_of IN (?) AND id NOT IN (?)`, ids, ids); err != nil {
		return err
	}
	if err := remove(ctx, tx, parts); err != nil {
		return err
	}
	for _, wipe := range []string{
		`DELETE FROM idea_supports WHERE idea IN (?)`,
		`DELETE FROM idea_notes WHERE idea IN (?)`,
		`UPDATE ideas SET part_of = NULL WHERE id IN (?)`,
		`DELETE FROM ideas WHERE id IN (?)`,
	} {
		if _, err := tx.ExecIn(ctx, wipe, ids); err != nil {
			return fmt.Errorf("delete ideas: %w", err)
		}
	}
	return nil
}

// outlived are ideas of programmes whose season ended before a day.
func outlived(ctx context.Context, tx *db.Tx, before when.Date) (ids []id.Idea, err error) {
	return ids, tx.Select(ctx, &ids, `SELECT id FROM ideas WHERE programme IN (SELECT id FROM programmes WHERE season_to < $1)`, before)
}

// left are the people who have left their organisation, and are not somebody else
// now.
const left = `(SELECT id FROM persons WHERE state = 'ended' AND merged_into IS NULL)`

// forgetLeavers takes their names off, also when they went to another organisation.
// What they wrote stays; that they wanted to hear about something is no wish of the
// network any more.
func forgetLeavers(ctx context.Context, tx *db.Tx) error {
	for _, wipe := range []string{
		`UPDATE ideas SET person = NULL WHERE person IN ` + left,
		`UPDATE ideas SET person = NULL WHERE EXISTS (SELECT 1 FROM persons p WHERE p.id = ideas.person AND p.merged_into IS NULL AND p.org <> ideas.org)`,
		`DELETE FROM idea_supports WHERE person IN ` + left,
	} {
		if _, err := tx.Exec(ctx, wipe); err != nil {
			return fmt.Errorf("forget leavers: %w", err)
		}
	}
	return nil
}

func insertNote(ctx context.Context, tx *db.Tx, n Note) error {
	_, err := tx.Named(ctx, `INSERT INTO idea_notes (id, idea, author, text, at) VALUES (:id, :idea, :author, :text, :at)`, n)
	return err
}

// notesOn are the notes on an idea and on those united with it, the first first.
func notesOn(ctx context.Context, tx *db.Tx, one id.Idea) (list []Note, err error) {
	err = tx.Select(ctx, &list, `
		SELECT id, idea, author, text, at FROM idea_notes
		WHERE idea = $1 OR idea IN (SELECT i.id FROM ideas i WHERE i.part_of = $1) ORDER BY id`, one)
	for n := range list {
		list[n].At = list[n].At.UTC()
	}
	return list, err
}

func insertSupport(ctx context.Context, tx *db.Tx, one id.Idea, who id.Person) error {
	_, err := tx.Exec(ctx, `INSERT INTO idea_supports (idea, person) VALUES ($1, $2) ON CONFLICT DO NOTHING`, one, who)
	return err
}

func deleteSupport(ctx context.Context, tx *db.Tx, one id.Idea, who id.Person) error {
	_, err := tx.Exec(ctx, `DELETE FROM idea_supports WHERE idea = $1 AND person = $2`, one, who)
	return err
}

// supportedBy is which ideas of a programme somebody wants to hear about.
func supportedBy(ctx context.Context, tx *db.Tx, p id.Programme, who id.Person) (map[id.Idea]bool, error) {
	var list []id.Idea
	err := tx.Select(ctx, &list, `
		SELECT s.idea FROM idea_supports s JOIN ideas i ON i.id = s.idea WHERE s.person = $2 AND i.programme = $1`, p, who)
	found := make(map[id.Idea]bool, len(list))
	for _, one := range list {
		found[one] = true
	}
	return found, err
}

// moveSupports lets all who wanted to hear about the gone idea, and whose it was,
// want to hear about the kept one: each once, and not whose that is. Ideas that live
// on in the gone one live on in the kept one.
func moveSupports(ctx context.Context, tx *db.Tx, gone, kept Idea) error {
	for _, change := range []string{
		`INSERT INTO idea_supports (idea, person) SELECT $2, s.person FROM idea_supports s WHERE s.idea = $1
			AND s.person NOT IN (SELECT k.person FROM ideas k WHERE k.id = $2 AND k.person IS NOT NULL) ON CONFLICT DO NOTHING`,
		`INSERT INTO idea_supports (idea, person) SELECT $2, g.person FROM ideas g WHERE g.id = $1 AND g.person IS NOT NULL
			AND g.person NOT IN (SELECT k.person FROM ideas k WHERE k.id = $2 AND k.person IS NOT NULL) ON CONFLICT DO NOTHING`,
		`UPDATE ideas SET part_of = $2 WHERE part_of = $1`,
	} {
		if _, err := tx.Exec(ctx, change, gone.ID, kept.ID); err != nil {
			return fmt.Errorf("unite %s with %s: %w", gone.ID, kept.ID, err)
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM idea_supports WHERE idea = $1`, gone.ID)
	return err
}

// inherit makes one person's what was another's. Nobody supports their own idea.
func inherit(ctx context.Context, tx *db.Tx, kept, gone id.Person) error {
	for _, change := range []string{
		`UPDATE ideas SET person = $1 WHERE person = $2`,
		`UPDATE idea_notes SET author = $1 WHERE author = $2`,
		`INSERT INTO idea_supports (idea, person) SELECT s.idea, $1 FROM idea_supports s WHERE s.person = $2 ON CONFLICT DO NOTHING`,
	} {
		if _, err := tx.Exec(ctx, change, kept, gone); err != nil {
			return fmt.Errorf("ideas merged into %s: %w", kept, err)
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM idea_supports WHERE person = $1`, gone); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM idea_supports WHERE person = $1 AND idea IN (SELECT i.id FROM ideas i WHERE i.person = $1)`, kept)
	return err
}
