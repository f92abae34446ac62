package meeting

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

const columns = `m.id, m.programme, m.slug, m.title, m.lead, m.day, m.starts, m.ends, m.venue, m.street, m.postcode, m.city,
	m.online, m.online_url, m.capacity, m.free_until, m.state, m.reason, m.sequence, m.changed_at`

// utc: engines give times in zones of their own.
func utc(list []Meeting) []Meeting {
	for i := range list {
		m := &list[i]
		m.ChangedAt = m.ChangedAt.UTC()
		for _, at := range []**time.Time{&m.Starts, &m.Ends} {
			if *at != nil {
				moment := (*at).UTC()
				*at = &moment
			}
		}
	}
	return list
}

func one(m Meeting, err error) (Meeting, error) { return utc([]Meeting{m})[0], err }

func byID(ctx context.Context, tx *db.Tx, which id.Meeting) (Meeting, error) {
	var m Meeting
	err := tx.Get(ctx, &m, `SELECT `+columns+` FROM meetings m WHERE m.id = $1`, which)
	return one(m, err)
}

func bySlug(ctx context.Context, tx *db.Tx, in id.Programme, slug string) (Meeting, error) {
	var m Meeting
	err := tx.Get(ctx, &m, `
		SELECT `+columns+` FROM meetings m
		WHERE m.id = (SELECT s.meeting FROM meeting_slugs s WHERE s.programme = $1 AND s.slug = $2)`, in, slug)
	return one(m, err)
}

func byIDs(ctx context.Context, tx *db.Tx, ids []id.Meeting) ([]Meeting, error) {
	var list []Meeting
	err := tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM meetings m WHERE m.id IN (?)`, ids)
	return utc(list), err
}

func inProgramme(ctx context.Context, tx *db.Tx, in id.Programme) ([]Meeting, error) {
	var list []Meeting
	err := tx.Select(ctx, &list, `SELECT `+columns+` FROM meetings m WHERE m.programme = $1 ORDER BY m.day, m.id`, in)
	return utc(list), err
}

func inProgrammes(ctx context.Context, tx *db.Tx, ids []id.Programme) ([]Meeting, error) {
	var list []Meeting
	err := tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM meetings m WHERE m.programme IN (?) ORDER BY m.day, m.id`, ids)
	return utc(list), err
}

func upcoming(ctx context.Context, tx *db.Tx, in []id.Programme, from when.Date, limit int) ([]Meeting, error) {
	var list []Meeting
	err := tx.SelectIn(ctx, &list, `
		SELECT `+columns+` FROM meetings m WHERE m.day >= ? AND m.programme IN (?) AND m.state = 'planned'
		ORDER BY m.day, m.id LIMIT ?`, from, in, limit)
	return utc(list), err
}

// takenBy is whose address a slug is or was; empty when nobody's.
func takenBy(ctx context.Context, tx *db.Tx, in id.Programme, slug string) (m id.Meeting, err error) {
	err = tx.Get(ctx, &m, `SELECT meeting FROM meeting_slugs WHERE programme = $1 AND slug = $2`, in, slug)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return m, err
}

func insert(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Named(ctx, `
		INSERT INTO meetings (id, programme, slug, title, lead, day, starts, ends, venue, street, postcode, city,
			online, online_url, capacity, free_until, state, reason, sequence, changed_at)
		VALUES (:id, :programme, :slug, :title, :lead, :day, :starts, :ends, :venue, :street, :postcode, :city,
			:online, :online_url, :capacity, :free_until, :state, :reason, :sequence, :changed_at)`, m)
	if err != nil {
		return fmt.Errorf("insert meeting %s: %w", m.ID, err)
	}
	return keepSlug(ctx, tx, m)
}

func update(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Named(ctx, `
		UPDATE meetings SET slug = :slug, title = :title, lead = :lead, day = :day, starts = :starts, ends = :ends,
			venue = :venue, street = :street, postcode = :postcode, city = :city, online = :online, online_url = :online_url,
			capacity = :capacity, free_until = :free_until, state = :state, reason = :reason, sequence = :sequence,
			changed_at = :changed_at
		WHERE id = :id`, m)
	if err != nil {
		return fmt.Errorf("update meeting %s: %w", m.ID, err)
	}
	return keepSlug(ctx, tx, m)
}

func keepSlug(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO meeting_slugs (programme, slug, meeting) VALUES ($1, $2, $3) ON CONFLICT (programme, slug) DO NOTHING`,
		m.Programme, m.Slug, m.ID)
	return err
}

type itemRow struct {
	Meeting id.Meeting
	N       int64
	Kind    ItemKind
	Starts  time.Time
	Ends    time.Time
	Title   string
	Text    string
}

type voiceRow struct {
	Meeting id.Meeting
	Item    int64
	N       int64
	Role    access.Role
	Name    string
	Title   string
}

// agenda is one query, because the public page asks for it.
func agenda(ctx context.Context, tx *db.Tx, of id.Meeting) (items []Item, err error) {
	var rows []struct {
		itemRow
		Role       *access.Role
		VoiceName  *string `db:"voice_name"`
		VoiceTitle *string `db:"voice_title"`
	}
	if err := tx.Select(ctx, &rows, `
		SELECT i.n, i.kind, i.starts, i.ends, i.title, i.text, s.role, s.name AS voice_name, s.title AS voice_title
		FROM agenda_items i LEFT JOIN agenda_speakers s ON s.meeting = i.meeting AND s.item = i.n
		WHERE i.meeting = $1 ORDER BY i.n, s.n`, of); err != nil {
		return nil, err
	}
	for i, r := range rows {
		if i == 0 || rows[i-1].N != r.N {
			items = append(items, Item{Kind: r.Kind, Starts: r.Starts.UTC(), Ends: r.Ends.UTC(), Title: r.Title, Text: r.Text})
		}
		if r.Role != nil {
			last := &items[len(items)-1]
			last.Voices = append(last.Voices, Voice{*r.VoiceName, *r.VoiceTitle, *r.Role})
		}
	}
	return items, nil
}

// replaceAgenda puts items in place of those there were.
func replaceAgenda(ctx context.Context, tx *db.Tx, of id.Meeting, items []Item) error {
	for _, wipe := range []string{`DELETE FROM agenda_speakers WHERE meeting = $1`, `DELETE FROM agenda_items WHERE meeting = $1`} {
		if _, err := tx.Exec(ctx, wipe, of); err != nil {
			return err
		}
	}
	var rows []itemRow
	var voices []voiceRow
	for i, item := range items {
		n := int64(i + 1)
		rows = append(rows, itemRow{of, n, item.Kind, item.Starts, item.Ends, item.Title, item.Text})
		for j, v := range item.Voices {
			voices = append(voices, voiceRow{of, n, int64(j + 1), v.Role, v.Name, v.Title})
		}
	}
	if len(rows) > 0 {
		if _, err := tx.Named(ctx, `
			INSERT INTO agenda_items (meeting, n, kind, starts, ends, title, text)
			VALUES (:meeting, :n, :kind, :starts, :ends, :title, :text)`, rows); err != nil {
			return fmt.Errorf("agenda of %s: %w", of, err)
		}
	}
	if len(voices) > 0 {
		if _, err := tx.Named(ctx, `
			INSERT INTO agenda_speakers (meeting, item, n, role, name, title)
			VALUES (:meeting, :item, :n, :role, :name, :title)`, voices); err != nil {
			return fmt.Errorf("speakers of %s: %w", of, err)
		}
	}
	return nil
}

func withAgenda(ctx context.Context, tx *db.Tx, ids []id.Meeting) (list []id.Meeting, err error) {
	return list, tx.SelectIn(ctx, &list, `SELECT DISTINCT meeting FROM agenda_items WHERE meeting IN (?)`, ids)
}
