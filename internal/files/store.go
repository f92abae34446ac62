package files

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
)

// insert tells whether the file is new. On PostgreSQL it waits for whoever is
// putting the same bytes right now, so that the chunks are theirs or ours.
func insert(ctx context.Context, tx *db.Tx, hash id.File, media, name string, size int64) (fresh bool, err error) {
	done, err := tx.Exec(ctx, `
		INSERT INTO files (hash, media, name, size, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (hash) DO NOTHING`, hash, media, name, size, tx.Now)
	if err != nil {
		return false, fmt.Errorf("insert file %s: %w", hash, err)
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

func insertChunk(ctx context.Context, tx *db.Tx, hash id.File, n int, part []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO file_chunks (hash, n, bytes) VALUES ($1, $2, $3)`, hash, n, part)
	if err != nil {
		return fmt.Errorf("insert chunk %d of %s: %w", n, hash, err)
	}
	return nil
}

func head(ctx context.Context, tx *db.Tx, hash id.File) (f File, err error) {
	err = tx.Get(ctx, &f, `SELECT media, name, size FROM files WHERE hash = $1`, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return f, fmt.Errorf("%w: %s", ErrMissing, hash)
	}
	if err != nil {
		return f, fmt.Errorf("file %s: %w", hash, err)
	}
	return f, nil
}

// chunkOf is empty past the end.
func chunkOf(ctx context.Context, tx *db.Tx, hash id.File, n int) (part []byte, err error) {
	err = tx.Get(ctx, &part, `SELECT bytes FROM file_chunks WHERE hash = $1 AND n = $2`, hash, n)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("chunk %d of %s: %w", n, hash, err)
	}
	return part, nil
}

type entry struct {
	Hash id.File
	Size int64
}

// after lists the next files in the order of their hashes.
func after(ctx context.Context, tx *db.Tx, last id.File, limit int) (page []entry, err error) {
	err = tx.Select(ctx, &page, `SELECT hash, size FROM files WHERE hash > $1 ORDER BY hash LIMIT $2`, last, limit)
	if err != nil {
		return nil, fmt.Errorf("files after %s: %w", last, err)
	}
	return page, nil
}
