package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// secretBytes is the length of the key that seals the audit trail.
const secretBytes = 32

// ensureSecret reads the key, and makes one when there is no file yet. The file
// is readable by its owner only, and must not lie in the database: whoever has
// both can forge the trail.
func ensureSecret(file string) ([]byte, error) {
	key, err := readSecret(file)
	if errors.Is(err, fs.ErrNotExist) {
		return makeSecret(file)
	}
	return key, err
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
