// Package audit chains what was done, so that a later edit or deletion shows.
//
// Commands insert unsealed rows (tx.Audit): a chain head inside every command
// would make them all wait for each other. One sealer, a job, runs Seal every
// second; `check` runs Verify. Whoever holds the key can still forge, and a
// whole old backup verifies: so the head is also sent out of the house.
package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"faelled/internal/db"
)

// row is all that a seal covers.
type row struct {
	Seq      int64
	Before   string `db:"-"` // the seal before this one
	ID       string
	At       time.Time
	Actor    string
	OnBehalf string `db:"on_behalf"`
	Code     string
	Object   string
	Details  string
	Seal     string `json:"-"`
}

func (r row) sealed(key []byte, before string) string {
	r.Before, r.At = before, r.At.UTC()
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // a struct of strings, a number and a time
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return hex.EncodeToString(mac.Sum(nil))
}

// Seal chains the oldest unsealed rows, at most n, and tells how many it did.
func Seal(ctx context.Context, tx *db.Tx, key []byte, n int) (int, error) {
	if err := tx.Lock(ctx, db.Chain, "audit"); err != nil {
		return 0, err
	}
	end, err := headOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	head := row{Seq: end.Seq, Seal: end.Seal}
	var rows []row
	if err := tx.Select(ctx, &rows, `
		SELECT id, at, actor, on_behalf, code, object, details
		FROM audit WHERE seq IS NULL ORDER BY id LIMIT $1`, n); err != nil {
		return 0, fmt.Errorf("unsealed rows: %w", err)
	}
	for _, r := range rows {
		r.Seq = head.Seq + 1
		r.Seal = r.sealed(key, head.Seal)
		if _, err := tx.Named(ctx, `UPDATE audit SET seq = :seq, seal = :seal WHERE id = :id`, r); err != nil {
			return 0, fmt.Errorf("seal %s: %w", r.ID, err)
		}
		head = r
	}
	_, err = tx.Named(ctx, `UPDATE audit_head SET seq = :seq, seal = :seal`, head)
	return len(rows), err
}

// Verify walks the chain in a Read and names the first break.
func Verify(ctx context.Context, tx *db.Tx, key []byte) error {
	head, err := headOf(ctx, tx)
	if err != nil {
		return err
	}
	if head.Mark != "" && head.Mark != mark(key) {
		return ErrOtherKey
	}
	var last row
	for {
		var rows []row
		if err := tx.Select(ctx, &rows, `
			SELECT seq, id, at, actor, on_behalf, code, object, details, seal
			FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000`, last.Seq); err != nil {
			return fmt.Errorf("sealed rows: %w", err)
		}
		for _, r := range rows {
			if r.Seq != last.Seq+1 || r.Seal != r.sealed(key, last.Seal) {
				return fmt.Errorf("audit: the chain breaks after row %d", last.Seq)
			}
			last = r
		}
		if len(rows) == 0 {
			break
		}
	}
	if last.Seq != head.Seq || last.Seal != head.Seal {
		return fmt.Errorf("audit: the chain ends at row %d, its head says %d", last.Seq, head.Seq)
	}
	return nil
}

// Waiting tells whether there is anything to seal.
func Waiting(ctx context.Context, tx *db.Tx) (some bool, err error) {
	err = tx.Get(ctx, &some, `SELECT EXISTS (SELECT 1 FROM audit WHERE seq IS NULL)`)
	return some, err
}
