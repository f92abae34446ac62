package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"faelled/internal/access"
	"faelled/internal/approval"
	"faelled/internal/audit"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/registration"
	"faelled/internal/waiting"
)

// check is one promise that can be verified.
type check struct {
	name string
	run  func(ctx context.Context, tx *db.Tx) error
}

func checks(secret []byte) []check {
	return []check{
		{"audit trail", func(ctx context.Context, tx *db.Tx) error { return audit.Check(ctx, tx, secret) }},
		{"invoices", billing.Check},
		{"seats", registration.Check},
		{"approvals", approval.Check},
		{"waiting lists", waiting.Check},
		{"files", files.Check},
	}
}

// Check verifies what the configured house promises, a line for each promise,
// and returns an error when one is broken.
func Check(ctx context.Context, c Config, out io.Writer) error {
	d, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	secret, err := readSecret(c.SecretFile)
	if err != nil {
		return err
	}
	return verify(ctx, d, secret, out)
}

// Verify is Check for a house that is running, at its own time.
func (h *House) Verify(ctx context.Context, out io.Writer) error {
	return verify(ctx, h.DB, h.secret, out)
}

func verify(ctx context.Context, d *db.DB, secret []byte, out io.Writer) error {
	broken := 0
	for _, one := range checks(secret) {
		// One snapshot each: a long check must not keep the others' data alive.
		err := d.Read(ctx, access.System(""), one.run)
		if err != nil {
			broken++
			fmt.Fprintf(out, "FAULT %s: %v\n", one.name, err)
			continue
		}
		fmt.Fprintf(out, "ok    %s\n", one.name)
	}
	if broken > 0 {
		return errors.New("something is not as promised")
	}
	return nil
}
