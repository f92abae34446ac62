package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// openPostgres reads committed rows in a Write, where Lock orders the commands,
// and one snapshot in a Read.
func openPostgres(url string) (*DB, error) {
	pool, err := sqlx.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16) // the default of 2 would reconnect all the time
	return &DB{
		writer: pool,
		reader: pool,
		engine: engine{
			postgres: true,
			writing:  &sql.TxOptions{Isolation: sql.LevelReadCommitted},
			reading:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
			lock:     advisoryLocks,
			conflict: deadlocked,
			migrate:  migratePostgres,
		},
	}, nil
}

// advisoryLocks are taken in the order of keys, in one trip, and held until the
// transaction ends.
func advisoryLocks(ctx context.Context, tx *sqlx.Tx, keys []int64) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key`, keys)
	return err
}

// deadlocked: serialization_failure and deadlock_detected, both rolled back.
func deadlocked(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// migratePostgres lets one of several starting nodes migrate while the others
// look again each second, for at most five minutes.
func migratePostgres(ctx context.Context, db *sql.DB) error {
	one, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return err
	}
	return migrate(ctx, db, goose.DialectPostgres, goose.WithSessionLocker(one))
}
