package app

import (
	"context"
	"fmt"
	"io"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/mail"
	"faelled/internal/message"
)

// maxBounce is how many bytes of a report are read; those we need stand first.
const maxBounce = 1 << 20

// Bounce reads one mail, as a mail server hands it to a program, and notes it when
// it reports that a message came back. All other mail is passed over. An error is a
// house that does not answer: the server should try again.
func Bounce(ctx context.Context, c Config, in io.Reader, out io.Writer) error {
	raw, err := io.ReadAll(io.LimitReader(in, maxBounce))
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, in) // a pipe that is closed early is a fault to some servers
	b, ok := mail.ParseBounce(raw)
	if !ok {
		fmt.Fprintln(out, "no report of a mail that came back")
		return nil
	}
	d, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	ours := false
	err = d.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		ours, err = message.Returned(ctx, tx, b)
		return err
	})
	switch {
	case err != nil:
		return err
	case ours:
		fmt.Fprintln(out, "noted:", b.Status)
	default:
		fmt.Fprintln(out, "a report about no message of ours")
	}
	return nil
}
