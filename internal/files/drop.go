package files

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
)

// Left asks for a file to be deleted when nothing points at it any more. The
// same bytes may be somebody else's too: the foreign keys know.
func Left(ctx context.Context, tx *db.Tx, hash id.File) error {
	return tx.Enqueue(ctx, "files.left", hash, db.Once(string(hash)))
}

// Drop is the job that Left asks for. A file that is still pointed at stays.
func Drop(ctx context.Context, d *db.DB, j jobs.Job) error {
	var hash id.File
	if err := j.Into(&hash); err != nil {
		return err
	}
	err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return drop(ctx, tx, hash) })
	if db.Referenced(err) {
		return nil
	}
	return err
}

func drop(ctx context.Context, tx *db.Tx, hash id.File) error {
	if _, err := tx.Exec(ctx, `DELETE FROM file_chunks WHERE hash = $1`, hash); err != nil {
		return fmt.Errorf("delete chunks of %s: %w", hash, err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM files WHERE hash = $1`, hash); err != nil {
		return fmt.Errorf("delete file %s: %w", hash, err)
	}
	return nil
}
