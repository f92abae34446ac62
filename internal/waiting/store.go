package waiting

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

const columns = `id, programme, meeting, org, person, place, ahead, together, only_one, guests, gln, order_ref, buyer_ref,
	email, message, shown_minor, asked_minor, currency, reason, registration, state, created_at, ended_at`

// waitsWhere lists waits; where is one of this package's own texts.
func waitsWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (list []Wait, err error) {
	if err = tx.Select(ctx, &list, `SELECT `+columns+` FROM waits WHERE `+where+` ORDER BY place, id`, args...); err != nil {
		return nil, fmt.Errorf("waits: %w", err)
	}
	for i := range list {
		if err := list[i].names(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// rowByID is problem.NotFound when there is none.
func rowByID(ctx context.Context, tx *db.Tx, one id.Wait) (w Wait, err error) {
	err = tx.Get(ctx, &w, `SELECT `+columns+` FROM waits WHERE id = $1`, one)
	if errors.Is(err, sql.ErrNoRows) {
		return w, problem.New(problem.NotFound, "web.not_found")
	}
	if err != nil {
		return w, err
	}
	return w, w.names()
}

// meetingsIn are those of a programme that somebody waits for, or of all when it is
// empty.
func meetingsIn(ctx context.Context, tx *db.Tx, p id.Programme) (list []id.Meeting, err error) {
	err = tx.Select(ctx, &list, `SELECT DISTINCT meeting FROM waits WHERE (programme = $1 OR $1 = '') AND state = 'waiting' ORDER BY meeting`, p)
	if err != nil {
		return nil, fmt.Errorf("lines of %s: %w", p, err)
	}
	more, err := registration.StandbyMeetings(ctx, tx, p)
	list = append(list, more...)
	slices.Sort(list)
	return slices.Compact(list), err
}

// insert keeps a wait; one that is kept already stays as it is.
func insert(ctx context.Context, tx *db.Tx, w Wait) error {
	_, err := tx.Named(ctx, `
		INSERT INTO waits (`+columns+`)
		VALUES (:id, :programme, :meeting, :org, :person, :place, :ahead, :together, :only_one, :guests, :gln, :order_ref, :buyer_ref,
			:email, :message, :shown_minor, :asked_minor, :currency, :reason, :registration, :state, :created_at, :ended_at)
		ON CONFLICT (id) DO NOTHING`, w)
	if err != nil {
		return fmt.Errorf("insert wait %s: %w", w.ID, err)
	}
	return nil
}

// update keeps what has changed. What is known of a covered wait is kept from its
// first change on.
func update(ctx context.Context, tx *db.Tx, w Wait) error {
	if w.Covered() {
		if err := insert(ctx, tx, w); err != nil {
			return err
		}
	}
	_, err := tx.Named(ctx, `
		UPDATE waits SET place = :place, ahead = :ahead, guests = :guests, shown_minor = :shown_minor, asked_minor = :asked_minor,
			reason = :reason, state = :state, ended_at = :ended_at
		WHERE id = :id`, w)
	if err != nil {
		return fmt.Errorf("update wait %s: %w", w.ID, err)
	}
	return nil
}

// claim notes that somebody waits for a meeting, and tells whether nobody had.
func claim(ctx context.Context, tx *db.Tx, w Wait, email string) (bool, error) {
	done, err := tx.Exec(ctx, `INSERT INTO wait_guests (meeting, email, wait) VALUES ($1, $2, $3) ON CONFLICT (meeting, email) DO NOTHING`, w.Meeting, email, w.ID)
	if err != nil {
		return false, fmt.Errorf("claim of wait %s: %w", w.ID, err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// unclaim forgets those who wait no more.
func unclaim(ctx context.Context, tx *db.Tx, w Wait, guests []people.Guest) error {
	for _, g := range guests {
		if _, err := tx.Exec(ctx, `DELETE FROM wait_guests WHERE meeting = $1 AND email = $2 AND wait = $3`, w.Meeting, g.Email, w.ID); err != nil {
			return fmt.Errorf("unclaim of wait %s: %w", w.ID, err)
		}
	}
	return nil
}

func deleteEnded(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM waits WHERE ended_at < $1`, before.UTC())
	return err
}

// byIDs are those of the ids that are waits.
func byIDs(ctx context.Context, tx *db.Tx, ids []string) (list []Wait, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if err = tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM waits WHERE id IN (?)`, ids); err != nil {
		return nil, fmt.Errorf("waits by id: %w", err)
	}
	return list, nil
}

// joinedLast is when somebody last began to wait at a meeting.
func joinedLast(line []Wait) (at time.Time) {
	for _, w := range line {
		if w.CreatedAt.After(at) {
			at = w.CreatedAt
		}
	}
	return at
}
