package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"faelled/internal/access"
	"faelled/internal/audit"
	"faelled/internal/db"
)

// secretBytes is the length of the key that seals the audit trail.
const secretBytes = 32

// trailKey is the key of the house's trail, and the house's for good from its
// first start on. Without a file one is made, but only for a trail that has none:
// a new key would seal on from where the old one ended, and then no key verifies
// the trail any more. The file is readable by its owner only, and must not lie in
// the database: whoever has both can forge the trail.
func trailKey(ctx context.Context, d *db.DB, file string) ([]byte, error) {
	where, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	keyed := false
	if err := d.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		keyed, err = audit.Keyed(ctx, tx)
		return err
	}); err != nil {
		return nil, err
	}
	key, err := readSecret(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && keyed:
		return nil, fmt.Errorf("the audit trail has a key, and it is not at %s: put it there, or say where it is (FAELLED_SECRET_FILE)", where)
	case errors.Is(err, fs.ErrNotExist):
		key, err = makeSecret(file)
	}
	if err != nil {
		return nil, err
	}
	err = d.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error { return audit.Bind(ctx, tx, key) })
	if err != nil {
		return nil, fmt.Errorf("secret: %s: %w", where, err)
	}
	return key, nil
}

// readSecret reads the key, which must be there: a new one would find every
// trail broken.
func readSecret(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < secretBytes {
		return nil, fmt.Errorf("secret: %s does not hold %d bytes in hexadecimal", file, secretBytes)
	}
	return key, nil
}

func makeSecret(file string) ([]byte, error) {
	key := make([]byte, secretBytes)
	rand.Read(key)
	// O_EXCL: two that start at once must not each keep a key of their own.
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	return key, errors.Join(err, f.Sync(), f.Close())
}
