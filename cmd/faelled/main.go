// Command faelled is the whole program: the site, its jobs, and what an
// operator needs beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"faelled/internal/app"
	"faelled/internal/app/demo"

	"github.com/alecthomas/kong"
)

// commands are all that can be said on the command line.
type commands struct {
	ConfigFile kong.ConfigFlag `name:"config" help:"Settings as JSON; flags and environment win." env:"FAELLED_CONFIG"`

	Serve   serveCmd   `cmd:"" help:"Run the site and its jobs."`
	Demo    demoCmd    `cmd:"" help:"Run a complete made-up world in a temporary folder."`
	Migrate migrateCmd `cmd:"" help:"Bring the tables up to date and stop."`
	Check   checkCmd   `cmd:"" help:"Verify what the house promises: the trail, invoices, seats, files."`
	Admin   adminCmd   `cmd:"" help:"Give a person the administrator's role, as the first one needs."`
	Bounce  bounceCmd  `cmd:"" help:"Read a mail that came back from standard input, for a mail server's pipe."`
	Config  configCmd  `cmd:"" help:"Print the settings without passwords."`
}

type serveCmd struct{ app.Config }

func (c serveCmd) Run(ctx context.Context, log *slog.Logger) error {
	return app.Serve(ctx, c.Config, log)
}

type demoCmd struct {
	Addr string    `help:"Address to listen on, HOST:PORT; port 0 takes a free one." default:"127.0.0.1:8080"`
	Now  time.Time `help:"When the visit takes place; the story moves with it. The real time when left out." placeholder:"2026-04-27T10:12:00+02:00"`
}

func (c demoCmd) Run(ctx context.Context, log *slog.Logger) error {
	if c.Now.IsZero() {
		c.Now = time.Now()
	}
	return demo.Run(ctx, demo.Options{Addr: c.Addr, Now: c.Now, Out: os.Stdout, Log: log})
}

type migrateCmd struct{ app.Config }

func (c migrateCmd) Run(ctx context.Context) error { return app.Migrate(ctx, c.Config) }

type checkCmd struct{ app.Config }

func (c checkCmd) Run(ctx context.Context) error { return app.Check(ctx, c.Config, os.Stdout) }

type adminCmd struct {
	app.Config
	Email string `arg:"" help:"Work mail of the administrator."`
	Name  string `help:"Full name, when the person is new."`
	Org   string `help:"The organisation a new person belongs to; made when there is none of that name."`
}

func (c adminCmd) Run(ctx context.Context) error {
	return app.MakeAdmin(ctx, c.Config, c.Name, c.Email, c.Org)
}

// temporary is the exit status that has a mail server try again (sysexits.h,
// EX_TEMPFAIL). Any other would have it send the report back.
const temporary = 75

type bounceCmd struct{ app.Config }

func (c bounceCmd) Run(ctx context.Context) error {
	if err := app.Bounce(ctx, c.Config, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "faelled:", err)
		os.Exit(temporary)
	}
	return nil
}

type configCmd struct{ app.Config }

func (c configCmd) Run() error {
	fmt.Print(c.Config)
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	line := kong.Parse(&commands{},
		kong.Name("faelled"),
		kong.Description("Fælled: what municipalities develop together."),
		kong.Configuration(kong.JSON),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(log),
		kong.UsageOnError(),
	)
	if err := line.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "faelled:", err)
		os.Exit(1)
	}
}
