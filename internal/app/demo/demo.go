// Package demo makes a complete world of made-up people and municipalities and
// lets anybody walk about in it: the network of the news of 22 April 2021, moved
// in time so that its story happens now. Nothing in it exists, and every page says so.
package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"faelled/internal/app"
	"faelled/internal/db"
	"faelled/internal/mail"
)

// Options is where and when the demo takes place.
type Options struct {
	Addr string
	Now  time.Time // the visitor's present
	Out  io.Writer // where the address and the sign-ins are printed
	Log  *slog.Logger
}

// Run makes the world in a temporary folder, serves it until ctx ends, and
// leaves nothing behind.
func Run(ctx context.Context, o Options) error {
	folder, err := os.MkdirTemp("", "faelled-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	ln, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	w, err := Make(ctx, filepath.Join(folder, "faelled.db"), "http://"+ln.Addr().String(), o.Now, o.Log)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer w.House.DB.Close()
	w.welcome(o.Out, ln.Addr())
	return w.House.Serve(ctx, ln, w.Handler())
}

// World is the demo's house and who can be played in it.
type World struct {
	House *app.House
	Box   *mail.Box // where all mail ends
	Cast  []Role

	clock *clock
	story story
	now   time.Time // when the visitor comes
	sent  sentAt
}

// Make builds the world in a database file: everything in it is done by the
// same commands that people use, at the time the story says.
func Make(ctx context.Context, file, baseURL string, now time.Time, log *slog.Logger) (*World, error) {
	d, err := db.Open(file)
	if err != nil {
		return nil, err
	}
	w := &World{Box: mail.NewBox(), clock: &clock{at: now.UTC()}, story: storyOf(now), now: now.UTC()}
	d.Now, d.NewID = w.clock.now, (&ids{clock: w.clock}).next
	if err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	secret := sha256.Sum256([]byte("the demo has no secrets"))
	w.House, err = app.New(app.Options{
		Config: app.Config{BaseURL: baseURL, Workers: 2}, Log: log, DB: d, Send: w.deliver, Secret: secret[:], Sample: true,
	})
	if err == nil {
		err = w.live(ctx)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	w.clock.start(now.UTC())
	return w, nil
}

// welcome prints where to go and whom to be.
func (w *World) welcome(out io.Writer, at net.Addr) {
	base := w.House.Site.BaseURL
	fmt.Fprintf(out, "Fælled, eksempeldata: %s\n\nVælg, hvem du vil være:\n", base)
	for _, r := range w.Cast {
		fmt.Fprintf(out, "  %s/demo/%s  %s\n", base, r.Slug, r.Line)
	}
	fmt.Fprintf(out, "Mails, der er sendt: %s/demo/post\n", base)
	if a, err := netip.ParseAddrPort(at.String()); err == nil && !a.Addr().IsLoopback() {
		fmt.Fprintln(out, "Pas på: alle, der kan nå adressen, kan være hvem som helst i eksemplet.")
	}
}
