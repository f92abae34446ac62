// Package files keeps uploads and issued documents in the database, under the
// hash of their bytes: one backup holds everything, and a file never changes.
//
// The same bytes are kept once, with the media type and name of whoever came
// first. A capability that shows a name, or trusts a media type, keeps its own
// beside the id.File.
package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// File is what is kept. Size is in bytes.
type File struct {
	Media string
	Name  string
	Size  int64
	Bytes []byte
}

var (
	// ErrMissing: no file has this hash. A capability that holds the id has
	// checked who may see it, so this is a fault of ours, not a person's.
	ErrMissing = errors.New("files: no such file")
	// ErrBroken: the bytes are no longer those that the hash was made from.
	ErrBroken = errors.New("files: not the bytes that were kept")
)

const chunk = 256 << 10

// Put keeps the bytes and tells their id. The same bytes again change nothing.
func Put(ctx context.Context, tx *db.Tx, media, name string, bytes []byte) (id.File, error) {
	sum := sha256.Sum256(bytes)
	hash := id.File(hex.EncodeToString(sum[:]))
	fresh, err := insert(ctx, tx, hash, media, name, int64(len(bytes)))
	if err != nil || !fresh {
		return hash, err
	}
	for n := 0; n*chunk < len(bytes); n++ {
		if err := insertChunk(ctx, tx, hash, n, bytes[n*chunk:min(len(bytes), (n+1)*chunk)]); err != nil {
			return "", err
		}
	}
	return hash, nil
}

// Get is the file with its bytes, which are those that were put. Errors:
// ErrMissing, ErrBroken.
func Get(ctx context.Context, tx *db.Tx, hash id.File) (File, error) {
	f, err := head(ctx, tx, hash)
	if err != nil {
		return File{}, err
	}
	f.Bytes = make([]byte, 0, f.Size)
	err = verify(ctx, tx, hash, f.Size, func(part []byte) { f.Bytes = append(f.Bytes, part...) })
	if err != nil {
		return File{}, err
	}
	return f, nil
}

// verify reads the chunks in order, and then whether they were the whole file.
func verify(ctx context.Context, tx *db.Tx, hash id.File, size int64, each func([]byte)) error {
	sum, seen := sha256.New(), int64(0)
	for n := 0; seen < size; n++ {
		part, err := chunkOf(ctx, tx, hash, n)
		if err != nil {
			return err
		}
		if len(part) == 0 {
			break // cut short: the hash will tell
		}
		sum.Write(part)
		seen += int64(len(part))
		each(part)
	}
	if seen != size || hex.EncodeToString(sum.Sum(nil)) != string(hash) {
		return fmt.Errorf("%w: %s", ErrBroken, hash)
	}
	return nil
}

// Check reads every file, and names those that are broken (ErrBroken).
func Check(ctx context.Context, tx *db.Tx) error {
	var broken []error
	last := id.File("")
	for {
		page, err := after(ctx, tx, last, 100)
		if err != nil {
			return err
		}
		for _, f := range page {
			if err := verify(ctx, tx, f.Hash, f.Size, func([]byte) {}); errors.Is(err, ErrBroken) {
				broken = append(broken, err)
			} else if err != nil {
				return err
			}
			last = f.Hash
		}
		if len(page) == 0 {
			return errors.Join(broken...)
		}
	}
}
