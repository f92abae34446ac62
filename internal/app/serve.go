package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/mail"
	"faelled/internal/people"
)

// How long a client may take; a slow one holds a connection, not the house.
const (
	headerTime   = 5 * time.Second
	readTime     = 30 * time.Second
	writeTime    = 60 * time.Second
	idleTime     = 2 * time.Minute
	shutdownTime = 20 * time.Second
	headerBytes  = 64 << 10
)

// Serve runs the configured house until ctx ends, and then lets requests and
// jobs under way finish.
func Serve(ctx context.Context, c Config, log *slog.Logger) error {
	d, err := openMigrated(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	secret, err := trailKey(ctx, d, c.SecretFile)
	if err != nil {
		return err
	}
	send, err := sender(c, log)
	if err != nil {
		return err
	}
	if err := firstStart(ctx, d); err != nil {
		return err
	}
	h, err := New(Options{Config: c, Log: log, DB: d, Send: send, Secret: secret})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	log.Info("ready", "addr", ln.Addr().String(), "base", c.BaseURL)
	return h.Serve(ctx, ln, h.Handler())
}

// sender is the mail server, or a refusal that keeps mail in the queue until
// one is set; what waits longer than mail is tried is the secretariat's to see.
func sender(c Config, log *slog.Logger) (mail.Send, error) {
	if c.SMTPURL == "" {
		log.Warn("no mail server is set (FAELLED_SMTP_URL): mail waits in the queue")
		return mail.NoServer, nil
	}
	s, err := mail.Open(c.SMTPURL, c.MailFrom)
	if err != nil {
		return nil, fmt.Errorf("smtp-url: %w", err)
	}
	return s.Send, nil
}

// firstStart fills an empty house with the country's municipalities.
func firstStart(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, access.System(""), people.LoadMunicipalities)
}

// Serve answers on ln and works on jobs until ctx ends.
func (h *House) Serve(ctx context.Context, ln net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(h.Log.Handler(), slog.LevelWarn),
	}
	metrics, err := h.serveMetrics()
	if err != nil {
		return err
	}
	defer metrics.Close()
	var work sync.WaitGroup
	working, stop := context.WithCancel(ctx)
	work.Go(func() { h.Runner.Run(working) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(ln) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		patience, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer done()
		err = server.Shutdown(patience)
	}
	stop()
	work.Wait()
	return err
}
