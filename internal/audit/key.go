package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"faelled/internal/db"
)

// ErrOtherKey: the trail was sealed with another key than the one given. Sealing
// on with this one would break it for good.
var ErrOtherKey = errors.New("audit: this is not the key that seals the trail")

// mark tells a key from others, and nothing about it.
func mark(key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("faelled: which key is this"))
	return hex.EncodeToString(mac.Sum(nil))
}

// head is where the chain ends.
type head struct {
	Seq  int64
	Seal string
	Mark string `db:"key_mark"`
}

func headOf(ctx context.Context, tx *db.Tx) (h head, err error) {
	if err = tx.Get(ctx, &h, `SELECT seq, seal, key_mark FROM audit_head`); err != nil {
		return h, fmt.Errorf("audit head: %w", err)
	}
	return h, nil
}

// Keyed tells whether the trail has a key already, so that none is made anew.
func Keyed(ctx context.Context, tx *db.Tx) (bool, error) {
	h, err := headOf(ctx, tx)
	return h.Seq > 0 || h.Mark != "", err
}

// Bind ties the trail to its key when nothing has, and otherwise refuses any
// other: ErrOtherKey. Whoever seals calls it once before.
func Bind(ctx context.Context, tx *db.Tx, key []byte) error {
	if err := tx.Lock(ctx, db.Chain, "audit"); err != nil {
		return err
	}
	h, err := headOf(ctx, tx)
	if err != nil {
		return err
	}
	if err := h.fits(ctx, tx, key); err != nil || h.Mark != "" {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE audit_head SET key_mark = $1`, mark(key))
	return err
}

// fits refuses a key that is not the trail's. One from before keys were marked
// shows by its last seal.
func (h head) fits(ctx context.Context, tx *db.Tx, key []byte) error {
	switch {
	case h.Mark != "" && h.Mark != mark(key):
		return ErrOtherKey
	case h.Mark != "" || h.Seq == 0:
		return nil
	}
	var last []row
	if err := tx.Select(ctx, &last, `
		SELECT seq, id, at, actor, on_behalf, code, object, details, seal
		FROM audit WHERE seq > $1 ORDER BY seq`, h.Seq-2); err != nil {
		return fmt.Errorf("last seal: %w", err)
	}
	before := ""
	for _, r := range last {
		if r.Seq == h.Seq && r.Seal == r.sealed(key, before) {
			return nil
		}
		before = r.Seal
	}
	return ErrOtherKey
}
