// Package dbtest runs a test against every engine the house supports.
//
// FAELLED_TEST_POSTGRES is the URL of a PostgreSQL that may create databases.
// FAELLED_REQUIRE=postgres fails, instead of skipping, where it is not set.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
)

// Noon is the moment at which every test takes place.
var Noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// Each runs fn on a fresh database of each engine.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite copies a file that was migrated once.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	migrated, err := template()
	must(t, err)
	file := filepath.Join(t.TempDir(), "house.db")
	must(t, os.WriteFile(file, migrated, 0o600))
	return open(t, file)
}

// Postgres copies a database that was migrated once for each set of migrations.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	server := os.Getenv("FAELLED_TEST_POSTGRES")
	if server == "" {
		if strings.Contains(os.Getenv("FAELLED_REQUIRE"), "postgres") {
			t.Fatal("FAELLED_REQUIRE says postgres, but FAELLED_TEST_POSTGRES is not set")
		}
		t.Skip("FAELLED_TEST_POSTGRES is not set")
	}
	from, err := templateIn(server)
	must(t, err)
	admin, err := sql.Open("pgx", server)
	must(t, err)
	name := fmt.Sprintf("faelled_%d_%d", os.Getpid(), databases.Add(1))
	_, err = admin.Exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + from)
	must(t, err)
	t.Cleanup(func() {
		_, err := admin.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`)
		if err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	return open(t, at(server, name))
}

// Unlocked switches locks off and makes the first n commands wait for each
// other just before their first change: all have loaded, none has saved. What
// then goes wrong is what Lock is for; a negative control fails if nothing does.
func Unlocked(d *db.DB, n int) {
	var arrived atomic.Int64
	all := make(chan struct{})
	start := sync.OnceFunc(func() { close(all) })
	d.NoLocks = true
	d.BeforeWrite = func() {
		if arrived.Add(1) == int64(n) {
			start()
		}
		late := time.AfterFunc(2*time.Second, start)
		defer late.Stop()
		<-all
	}
}

// Warm opens n connections, so that a crowd really arrives at once: while
// connections are still being made, the first commands are long done.
func Warm(t testing.TB, d *db.DB, n int) {
	t.Helper()
	var open, done sync.WaitGroup
	open.Add(n)
	for range n {
		done.Go(func() {
			if err := d.Read(t.Context(), access.System(""), func(context.Context, *db.Tx) error {
				open.Done()
				open.Wait()
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
}

var databases atomic.Int64

// template is a migrated SQLite file, made once in each test program.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "faelled")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.db")
	if err := migrate(file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// templateIn names a migrated PostgreSQL database. It stays on the server, named
// after the migrations it holds, and test programs side by side share it.
func templateIn(server string) (name string, err error) {
	ctx := context.Background()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer admin.Close()
	one, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer one.Close() // lets the lock go as well
	if _, err := one.ExecContext(ctx, `SELECT pg_advisory_lock(20260302)`); err != nil {
		return "", err
	}
	hash := sha256.New()
	texts, err := fs.Glob(db.Migrations, "*.sql")
	if err != nil {
		return "", err
	}
	for _, file := range texts {
		text, err := fs.ReadFile(db.Migrations, file)
		if err != nil {
			return "", err
		}
		hash.Write(text)
	}
	name = fmt.Sprintf("faelled_template_%x", hash.Sum(nil)[:6])
	var found bool
	err = one.QueryRowContext(ctx, `SELECT count(*) = 1 FROM pg_database WHERE datname = $1 AND datistemplate`, name).Scan(&found)
	if err != nil || found {
		return name, err
	}
	for _, step := range []func() error{
		func() error { return exec(one, `DROP DATABASE IF EXISTS `+name) }, // half made
		func() error {
			return exec(one, `CREATE DATABASE `+name+` TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`)
		},
		func() error { return migrate(at(server, name)) },
		func() error {
			return exec(one, `ALTER DATABASE `+name+` WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`)
		},
	} {
		if err := step(); err != nil {
			return "", err
		}
	}
	return name, nil
}

func exec(c *sql.Conn, query string) error {
	_, err := c.ExecContext(context.Background(), query)
	return err
}

func migrate(name string) error {
	d, err := db.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Migrate(context.Background())
}

// at is the same server, another database.
func at(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

func open(t testing.TB, name string) *db.DB {
	t.Helper()
	d, err := db.Open(name)
	must(t, err)
	t.Cleanup(func() { d.Close() })
	var n atomic.Int64
	d.Now = func() time.Time { return Noon }
	d.NewID = func() string { return fmt.Sprintf("id-%04d", n.Add(1)) }
	d.Strict = true
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
