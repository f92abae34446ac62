package material

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

const columns = `id, programme, coalesce(meeting, '') AS meeting, title, speaker, phase, reach, link, coalesce(file, '') AS file, media,
	filename, size, n, shown_from, downloads, version, added_at`

func (m *Material) utc() { m.ShownFrom, m.AddedAt = m.ShownFrom.UTC(), m.AddedAt.UTC() }

// byID is problem.NotFound when there is none.
func byID(ctx context.Context, tx *db.Tx, one id.Material) (m Material, err error) {
	err = tx.Get(ctx, &m, `SELECT `+columns+` FROM materials WHERE id = $1`, one)
	if errors.Is(err, sql.ErrNoRows) {
		return m, problem.New(problem.NotFound, "web.not_found")
	}
	m.utc()
	return m, err
}

func byIDs(ctx context.Context, tx *db.Tx, ids []string) (list []Material, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM materials WHERE id IN (?)`, ids)
	return list, err
}

// inProgramme is all of a programme's, in the order of their places.
func inProgramme(ctx context.Context, tx *db.Tx, p id.Programme) ([]Material, error) {
	return where(ctx, tx, `programme = $1`, p)
}

func ofMeeting(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Material, error) {
	return where(ctx, tx, `meeting = $1`, m)
}

func where(ctx context.Context, tx *db.Tx, condition string, arg any) (list []Material, err error) {
	if err := tx.Select(ctx, &list, `SELECT `+columns+` FROM materials WHERE `+condition+` ORDER BY n, id`, arg); err != nil {
		return nil, fmt.Errorf("materials: %w", err)
	}
	for i := range list {
		list[i].utc()
	}
	return list, nil
}

// room is how many materials a programme has, and the last place that is taken.
func room(ctx context.Context, tx *db.Tx, p id.Programme) (count, last int64, err error) {
	var row struct{ Count, Last int64 }
	err = tx.Get(ctx, &row, `SELECT count(*) AS count, coalesce(max(n), 0) AS last FROM materials WHERE programme = $1`, p)
	return row.Count, row.Last, err
}

func insert(ctx context.Context, tx *db.Tx, m Material) error {
	_, err := tx.Named(ctx, `
		INSERT INTO materials (id, programme, meeting, title, speaker, phase, reach, link, file, media, filename, size, n, shown_from, downloads, version, added_at)
		VALUES (:id, :programme, nullif(:meeting, ''), :title, :speaker, :phase, :reach, :link, nullif(:file, ''), :media, :filename, :size, :n,
			:shown_from, :downloads, :version, :added_at)`, m)
	if err != nil {
		return fmt.Errorf("insert material %s: %w", m.ID, err)
	}
	return nil
}

func replace(ctx context.Context, tx *db.Tx, m Material) error {
	_, err := tx.Named(ctx, `
		UPDATE materials SET meeting = nullif(:meeting, ''), title = :title, speaker = :speaker, phase = :phase, reach = :reach, link = :link,
			file = nullif(:file, ''), media = :media, filename = :filename, size = :size, n = :n, shown_from = :shown_from, version = :version
		WHERE id = :id`, m)
	if err != nil {
		return fmt.Errorf("update material %s: %w", m.ID, err)
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, one id.Material) error {
	_, err := tx.Exec(ctx, `DELETE FROM materials WHERE id = $1`, one)
	return err
}

// count adds to how often a material was fetched.
func count(ctx context.Context, tx *db.Tx, one id.Material, times int64) error {
	_, err := tx.Exec(ctx, `UPDATE materials SET downloads = downloads + $1 WHERE id = $2`, times, one)
	return err
}

// untold are those that are shown, and that nobody has been told of, the first first.
// A draft shows nothing.
func untold(ctx context.Context, tx *db.Tx) (list []Material, err error) {
	err = tx.Select(ctx, &list, `SELECT `+columns+` FROM materials WHERE told_at IS NULL AND shown_from <= $1
		AND programme IN (SELECT p.id FROM programmes p WHERE p.state = 'published') ORDER BY shown_from, id`, tx.Now)
	for i := range list {
		list[i].utc()
	}
	return list, err
}

// told says that materials have been told of.
func told(ctx context.Context, tx *db.Tx, list []Material) error {
	ids := make([]id.Material, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	_, err := tx.ExecIn(ctx, `UPDATE materials SET told_at = ? WHERE id IN (?)`, tx.Now, ids)
	return err
}

// outlived are materials of programmes whose season ended before a day.
func outlived(ctx context.Context, tx *db.Tx, before when.Date) ([]Material, error) {
	return where(ctx, tx, `programme IN (SELECT id FROM programmes WHERE season_to < $1)`, before)
}
