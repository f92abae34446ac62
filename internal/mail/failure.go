package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// failure is why a message did not leave. Error goes to the log and names
// nobody; ForStaff has the server's own words, and those often name whom the mail
// was for.
type failure struct {
	error          // in full
	said    string // for the log
	forever bool
	silent  bool // see Silent
}

func (f failure) Error() string { return f.said }

func (f failure) Unwrap() error { return f.error }

// ForStaff, Permanent and Patience are what package jobs asks, which does not
// know mail.
func (f failure) ForStaff() string { return f.error.Error() }

func (f failure) Permanent() bool { return f.forever }

// patience is how long a mail is tried while the server is down, full or not let
// in to: three days, as mail servers try (RFC 5321 §4.5.4.1 asks for four or five;
// a message about a meeting is stale by then).
const patience = 72 * time.Hour

func (failure) Patience() time.Duration { return patience }

// Permanent tells whether sending again would fail again: the message is wrong,
// or the server refused this recipient or this content for good. A server that
// does not let us in is not that: somebody will mend the settings.
//
// A handler may hand the error on as it is: package jobs asks it the same.
func Permanent(err error) bool {
	f, ok := errors.AsType[failure](err)
	return ok && f.forever
}

// NoServer is the Send of a house without a mail server: mail waits until there
// is one.
func NoServer(context.Context, Message) error {
	err := errors.New("mail: no server is set")
	return failure{error: err, said: err.Error()}
}

// judged tells the errors that another try would not mend from those it may, and
// what the log may say of them.
func judged(err error) error {
	if err == nil {
		return nil
	}
	f := failure{error: err, said: err.Error(), forever: errors.Is(err, errMessage)}
	e, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return f
	}
	f.said = strings.TrimSpace(fmt.Sprintf("mail: %s: %d %s", e.Reason, e.ErrorCode(), e.EnhancedStatusCode()))
	switch e.Reason {
	case mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose:
		f.forever = f.forever || e.ErrorCode() >= 500 && e.ErrorCode() <= 599
	}
	return f
}
