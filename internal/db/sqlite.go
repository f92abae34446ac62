package db

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a savepoint may have to take back is kept in memory, not in a file, and
// the writer keeps 16 MB of pages instead of 2.
const (
	sqliteSettings = "_time_format=sqlite&_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)" +
		"&_pragma=synchronous(full)&_pragma=foreign_keys(1)&_pragma=temp_store(memory)"
	writerSettings = "_txlock=immediate&_pragma=cache_size(-16000)&" + sqliteSettings
	readerSettings = "_txlock=deferred&_pragma=query_only(1)&" + sqliteSettings
)

// readers is how many snapshots are read at the same time.
const readers = 8

// openSQLite gives one connection to the writer: commands queue here instead of
// colliding in the file. Readers go on beside it, each on its own snapshot.
func openSQLite(file string) (*DB, error) {
	uri := (&url.URL{Scheme: "file", Opaque: url.PathEscape(file)}).String() // a name may hold # or ?
	writer, err := sql.Open("sqlite", uri+"?"+writerSettings)
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite", uri+"?"+readerSettings)
	if err != nil {
		return nil, err
	}
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers) // the default of 2 would open the file all the time
	d := &DB{
		// sqlx asks the driver's name only how parameters are written: $1, as pgx does.
		writer: sqlx.NewDb(writer, "pgx"),
		reader: sqlx.NewDb(reader, "pgx"),
		engine: engine{
			reading:  &sql.TxOptions{ReadOnly: true},
			lock:     func(context.Context, *sqlx.Tx, []int64) error { return nil },
			conflict: busy,
			migrate: func(ctx context.Context, db *sql.DB) error {
				return migrate(ctx, db, goose.DialectSQLite3)
			},
		},
	}
	d.read, d.write = newStatements(d.reader), newStatements(d.writer)
	d.group = newGroup(d)
	return d, nil
}

// busy: another process, such as a backup, has the file.
func busy(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqlite3.SQLITE_BUSY
}
