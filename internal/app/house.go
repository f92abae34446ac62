// Package app puts the house together: which doors, which jobs, which checks,
// and the settings they run with. It is the only room that knows all others.
package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/overview"
	"faelled/internal/signin"
	"faelled/internal/web"
)

// House is the program before it listens: a migrated database, its pages and
// its jobs.
type House struct {
	DB     *db.DB
	Site   *web.Site
	Runner *jobs.Runner
	Log    *slog.Logger

	config Config
	secret []byte // seals the audit trail
}

// Options are what the demo does otherwise than a real house.
type Options struct {
	Config Config
	Log    *slog.Logger
	DB     *db.DB    // migrated
	Send   mail.Send // how mail leaves
	Secret []byte    // seals the audit trail; 32 bytes or more
	Sample bool      // everything is made up, and every page and PDF says so
}

// New puts a house together.
func New(o Options) (*House, error) {
	words, err := Words()
	if err != nil {
		return nil, err
	}
	proxies, err := o.Config.proxies()
	if err != nil {
		return nil, err
	}
	base := strings.TrimRight(o.Config.BaseURL, "/")
	h := &House{DB: o.DB, Log: o.Log, config: o.Config, secret: o.Secret}
	h.Site = &web.Site{
		DB: o.DB, Log: o.Log, Words: words, BaseURL: base, Sample: o.Sample, Secure: o.Config.secure(),
		TrustedProxies: proxies, Identify: signin.Identify(o.DB, o.Config.secure()), Menu: overview.Menu, Local: overview.LocalMenu,
	}
	post := mail.Post{Send: o.Send, BaseURL: base, Words: words, Sample: o.Sample}
	h.Runner = &jobs.Runner{DB: o.DB, Log: o.Log, Handlers: h.handlers(post), Clocks: clocks(), Prompt: prompt, Bulk: bulk, Workers: o.Config.Workers, Crowded: h.Site.Crowded}
	o.DB.OnEnqueue = h.Runner.Wake
	return h, nil
}

// Words are those of the whole house.
func Words() (*i18n.Words, error) { return i18n.Load(locales...) }

// Migrate brings the tables of the configured database up to date.
func Migrate(ctx context.Context, c Config) error {
	d, err := openMigrated(ctx, c)
	if err != nil {
		return err
	}
	return d.Close()
}

// openMigrated connects and migrates.
func openMigrated(ctx context.Context, c Config) (*db.DB, error) {
	return connect(c, func(d *db.DB) error {
		if err := d.Migrate(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		return nil
	})
}

// open connects for what works beside a server: the tables are the server's to
// change, so a newer program than that refuses to begin.
func open(ctx context.Context, c Config) (*db.DB, error) {
	return connect(c, func(d *db.DB) error {
		if err := d.Migrated(ctx); err != nil {
			return fmt.Errorf("%w; faelled migrate and faelled serve bring them up to date", err)
		}
		return nil
	})
}

func connect(c Config, prepare func(*db.DB) error) (*db.DB, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	d, err := db.Open(c.DSN)
	if err != nil {
		return nil, err
	}
	if err := prepare(d); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}
