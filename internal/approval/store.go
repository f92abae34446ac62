package approval

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

const columns = `id, programme, org, person, field, request, quote, limit_minor, hold, state, asked_at, until, decided_at, decided_by, reason, registration`

func insert(ctx context.Context, tx *db.Tx, a Approval) error {
	r, err := a.row()
	if err != nil {
		return err
	}
	_, err = tx.Named(ctx, `
		INSERT INTO approvals (`+columns+`)
		VALUES (:id, :programme, :org, :person, :field, :request, :quote, :limit_minor, :hold, :state, :asked_at, :until, :decided_at,
			:decided_by, :reason, :registration)`, r)
	if err != nil {
		return fmt.Errorf("insert approval %s: %w", a.ID, err)
	}
	return nil
}

func update(ctx context.Context, tx *db.Tx, a Approval) error {
	_, err := tx.Exec(ctx, `
		UPDATE approvals SET state = $1, decided_at = $2, decided_by = $3, reason = $4, registration = $5 WHERE id = $6`,
		a.State, a.DecidedAt, a.DecidedBy, a.Reason, a.Registration, a.ID)
	if err != nil {
		return fmt.Errorf("update approval %s: %w", a.ID, err)
	}
	return nil
}

// byID: sql.ErrNoRows when there is none.
func byID(ctx context.Context, tx *db.Tx, one id.Approval) (Approval, error) {
	var r row
	if err := tx.Get(ctx, &r, `SELECT `+columns+` FROM approvals WHERE id = $1`, one); err != nil {
		return Approval{}, err
	}
	return r.approval()
}

// waitingIn are an organisation's requests in a programme that can still be
// answered, the oldest first.
func waitingIn(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) ([]Approval, error) {
	return where(ctx, tx, `org = $1 AND programme = $2 AND state = 'waiting' AND until > $3 ORDER BY id`, org, p, tx.Now)
}

// where lists requests; it is one of this package's own texts.
func where(ctx context.Context, tx *db.Tx, where string, args ...any) ([]Approval, error) {
	var rows []row
	if err := tx.Select(ctx, &rows, `SELECT `+columns+` FROM approvals WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("approvals: %w", err)
	}
	list := make([]Approval, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.approval(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func byIDs(ctx context.Context, tx *db.Tx, ids []string) (list []Approval, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []row
	if err := tx.SelectIn(ctx, &rows, `SELECT `+columns+` FROM approvals WHERE id IN (?)`, ids); err != nil {
		return nil, fmt.Errorf("approvals: %w", err)
	}
	for _, r := range rows {
		a, err := r.approval()
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// link is the secret of one signer's mail, as its hash.
type link struct {
	Hash     string
	Approval id.Approval
	Person   id.Person
}

func insertLink(ctx context.Context, tx *db.Tx, l link) error {
	_, err := tx.Named(ctx, `INSERT INTO approval_links (hash, approval, person) VALUES (:hash, :approval, :person)`, l)
	return err
}

// linkByHash: sql.ErrNoRows when there is none.
func linkByHash(ctx context.Context, tx *db.Tx, hash string) (l link, err error) {
	return l, tx.Get(ctx, &l, `SELECT hash, approval, person FROM approval_links WHERE hash = $1`, hash)
}

func deleteLinks(ctx context.Context, tx *db.Tx, of id.Approval) error {
	_, err := tx.Exec(ctx, `DELETE FROM approval_links WHERE approval = $1`, of)
	return err
}

func deleteDecided(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM approvals WHERE decided_at < $1`, before)
	return err
}

// listOf is the latest first, from the latest of all when after is empty; of all
// organisations when org is.
func listOf(ctx context.Context, tx *db.Tx, org id.Org, after id.Approval, limit int) ([]Approval, error) {
	switch {
	case org == "" && after == "":
		return where(ctx, tx, `true ORDER BY id DESC LIMIT $1`, limit)
	case org == "":
		return where(ctx, tx, `id < $1 ORDER BY id DESC LIMIT $2`, after, limit)
	case after == "":
		return where(ctx, tx, `org = $1 ORDER BY id DESC LIMIT $2`, org, limit)
	}
	return where(ctx, tx, `org = $1 AND id < $2 ORDER BY id DESC LIMIT $3`, org, after, limit)
}
