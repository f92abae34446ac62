package news

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/when"
)

// row is a piece of news with what it is about, read in the same query.
type row struct {
	News
	Key   string      `db:"search_key"`
	About string      // ids of programmes with spaces between
	On    *when.Date  `db:"on_day"`
	For   *id.Meeting `db:"for_meeting"`
}

// brief are the columns of a list, wholly those of a page.
const (
	brief  = `w.id, w.day AS on_day, w.slug, w.title, w.lead, w.meeting AS for_meeting, w.publish_at, w.changed_at, w.version`
	wholly = brief + `, w.body,
		COALESCE((SELECT string_agg(p.programme, ' ' ORDER BY p.n) FROM news_programmes p WHERE p.news = w.id), '') AS about`
)

func (r row) whole() News {
	n := r.News
	for _, one := range strings.Fields(r.About) {
		n.Programmes = append(n.Programmes, id.Programme(one))
	}
	if r.On != nil {
		n.Day = *r.On
	}
	if r.For != nil {
		n.Meeting = *r.For
	}
	n.ChangedAt = n.ChangedAt.UTC()
	if n.PublishAt != nil {
		at := n.PublishAt.UTC()
		n.PublishAt = &at
	}
	return n
}

func wholes(rows []row) []News {
	all := make([]News, len(rows))
	for i, r := range rows {
		all[i] = r.whole()
	}
	return all
}

func byID(ctx context.Context, tx *db.Tx, one id.News) (News, error) {
	var r row
	err := tx.Get(ctx, &r, `SELECT `+wholly+` FROM news w WHERE w.id = $1`, one)
	return r.whole(), err
}

func bySlug(ctx context.Context, tx *db.Tx, day when.Date, slug string) (News, error) {
	var r row
	err := tx.Get(ctx, &r, `
		SELECT `+wholly+` FROM news w
		WHERE w.id = (SELECT s.news FROM news_slugs s WHERE s.day = $1 AND s.slug = $2)`, day, slug)
	return r.whole(), err
}

// later orders the newest first, after the last one of the page before. One that
// is not there has no moment, and nothing is left out.
const later = ` AND ($2 = '' OR NOT EXISTS (SELECT 1 FROM news a WHERE a.id = $2 AND a.publish_at IS NOT NULL)
		OR (w.publish_at, w.id) < (SELECT a.publish_at, a.id FROM news a WHERE a.id = $2))`

func list(ctx context.Context, tx *db.Tx, w Wanted, most int) ([]News, error) {
	if w.Text != "" {
		return search(ctx, tx, w, most)
	}
	from, to := w.span(tx)
	var rows []row
	err := tx.Select(ctx, &rows, `
		SELECT `+brief+` FROM news w
		WHERE w.publish_at <= $1`+later+` AND w.day >= $3 AND w.day <= $4
			AND ($5 = '' OR EXISTS (SELECT 1 FROM news_programmes p WHERE p.news = w.id AND p.programme = $5))
		ORDER BY w.publish_at DESC, w.id DESC LIMIT $6`, tx.Now.UTC(), w.After, from, to, w.Programme, most)
	return wholes(rows), err
}

// span is the first and last day of the year wanted, or of all time.
func (w Wanted) span(tx *db.Tx) (from, to when.Date) {
	if w.Year == "" {
		return "1900-01-01", when.On(tx.Now).Add(1)
	}
	return when.Date(w.Year + "-01-01"), when.Date(w.Year + "-12-31")
}

// search looks through the keys in the program: the engines would not agree on
// how to look for æ, ø and å.
func search(ctx context.Context, tx *db.Tx, w Wanted, most int) (page []News, err error) {
	var keys []struct {
		ID  id.News
		Key string `db:"search_key"`
	}
	if err := tx.Select(ctx, &keys, `
		SELECT w.id, w.search_key FROM news w WHERE w.publish_at <= $1`+later+`
		ORDER BY w.publish_at DESC, w.id DESC`, tx.Now.UTC(), w.After); err != nil {
		return nil, err
	}
	words := strings.Fields(i18n.SearchKey(w.Text))
	var found []id.News
	for _, k := range keys {
		missing := false
		for _, word := range words {
			missing = missing || !strings.Contains(k.Key, word)
		}
		if !missing && len(found) < most {
			found = append(found, k.ID)
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	var rows []row
	err = tx.SelectIn(ctx, &rows, `SELECT `+brief+` FROM news w WHERE w.id IN (?) ORDER BY w.publish_at DESC, w.id DESC`, found)
	return wholes(rows), err
}

func whole(ctx context.Context, tx *db.Tx, most int) ([]News, error) {
	var rows []row
	err := tx.Select(ctx, &rows, `
		SELECT `+wholly+` FROM news w WHERE w.publish_at <= $1 ORDER BY w.publish_at DESC, w.id DESC LIMIT $2`, tx.Now.UTC(), most)
	return wholes(rows), err
}

func all(ctx context.Context, tx *db.Tx, after id.News, most int) ([]News, error) {
	var rows []row
	err := tx.Select(ctx, &rows, `
		SELECT `+brief+` FROM news w
		WHERE $1 = '' OR NOT EXISTS (SELECT 1 FROM news a WHERE a.id = $1)
			OR (COALESCE(w.day, '9999-12-31'), w.id) < (SELECT COALESCE(a.day, '9999-12-31'), a.id FROM news a WHERE a.id = $1)
		ORDER BY COALESCE(w.day, '9999-12-31') DESC, w.id DESC LIMIT $2`, after, most)
	return wholes(rows), err
}

func years(ctx context.Context, tx *db.Tx) (list []string, err error) {
	err = tx.Select(ctx, &list, `
		SELECT DISTINCT SUBSTR(w.day, 1, 4) AS y FROM news w WHERE w.publish_at <= $1 ORDER BY y DESC`, tx.Now.UTC())
	return list, err
}

// takenBy is whose address it is or was; empty when nobody's.
func takenBy(ctx context.Context, tx *db.Tx, day when.Date, slug string) (one id.News, err error) {
	err = tx.Get(ctx, &one, `SELECT news FROM news_slugs WHERE day = $1 AND slug = $2`, day, slug)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return one, err
}

// stored is a piece of news as its row.
func stored(n News) row {
	r := row{News: n, Key: searched(n)}
	if n.Day != "" {
		r.On = &n.Day
	}
	if n.Meeting != "" {
		r.For = &n.Meeting
	}
	return r
}

func insert(ctx context.Context, tx *db.Tx, n News) error {
	_, err := tx.Named(ctx, `
		INSERT INTO news (id, day, slug, title, lead, body, search_key, meeting, publish_at, changed_at, version)
		VALUES (:id, :on_day, :slug, :title, :lead, :body, :search_key, :for_meeting, :publish_at, :changed_at, :version)`, stored(n))
	if err != nil {
		return fmt.Errorf("insert news %s: %w", n.ID, err)
	}
	return saveAbout(ctx, tx, n)
}

func update(ctx context.Context, tx *db.Tx, n News) error {
	_, err := tx.Named(ctx, `
		UPDATE news SET day = :on_day, slug = :slug, title = :title, lead = :lead, body = :body, search_key = :search_key,
			meeting = :for_meeting, publish_at = :publish_at, changed_at = :changed_at, version = :version
		WHERE id = :id`, stored(n))
	if err != nil {
		return fmt.Errorf("update news %s: %w", n.ID, err)
	}
	if n.PublishAt != nil {
		if _, err := tx.Exec(ctx, `
			INSERT INTO news_slugs (day, slug, news) VALUES ($1, $2, $3) ON CONFLICT (day, slug) DO NOTHING`, n.Day, n.Slug, n.ID); err != nil {
			return err
		}
	}
	return saveAbout(ctx, tx, n)
}

func saveAbout(ctx context.Context, tx *db.Tx, n News) error {
	if _, err := tx.Exec(ctx, `DELETE FROM news_programmes WHERE news = $1`, n.ID); err != nil {
		return err
	}
	for i, p := range n.Programmes {
		if _, err := tx.Exec(ctx, `INSERT INTO news_programmes (news, n, programme) VALUES ($1, $2, $3)`, n.ID, i+1, p); err != nil {
			return err
		}
	}
	return nil
}

// deleteDrafts deletes those that nobody has touched since a moment.
func deleteDrafts(ctx context.Context, tx *db.Tx, before time.Time) error {
	const old = `(SELECT d.id FROM news d WHERE d.publish_at IS NULL AND d.changed_at < $1)`
	for _, wipe := range []string{
		`DELETE FROM news_slugs WHERE news IN ` + old, `DELETE FROM news_programmes WHERE news IN ` + old, `DELETE FROM news WHERE id IN ` + old,
	} {
		if _, err := tx.Exec(ctx, wipe, before.UTC()); err != nil {
			return err
		}
	}
	return nil
}

func titles(ctx context.Context, tx *db.Tx, ids []id.News) (map[id.News]string, error) {
	found := map[id.News]string{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		ID    id.News
		Title string
	}
	err := tx.SelectIn(ctx, &rows, `SELECT w.id, w.title FROM news w WHERE w.id IN (?)`, ids)
	for _, r := range rows {
		found[r.ID] = r.Title
	}
	return found, err
}
