package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// dotPatience is how long a server may take to answer the final dot (RFC 5321
// §4.5.3.2.6): one that scans a mail before it takes it over is not silent.
const dotPatience = 10 * time.Minute

// goodbye is how long it may take to part: nothing depends on it any more.
const goodbye = 2 * time.Second

// hand sends a message word by word, so that Handing can be called just before
// the final dot. Up to there the server must throw away what it has when we are
// gone; after it, only its answer tells.
func (s *Sender) hand(ctx context.Context, client *mail.Client, msg *mail.Msg, m Message) error {
	line, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return refused("hello", err, false)
	}
	defer line.Close()
	if err := line.Mail(s.from.Address); err != nil {
		return refused("sender", err, false)
	}
	if err := line.Rcpt(m.To); err != nil {
		return refused("recipient", err, true)
	}
	text, err := line.Data()
	if err != nil {
		return refused("data", err, true)
	}
	if _, err := msg.WriteTo(text); err != nil {
		return refused("text", err, false)
	}
	if err := m.Handing(ctx); err != nil {
		return err // the line is closed without the dot
	}
	if err := line.UpdateDeadline(dotPatience); err != nil {
		return refused("dot", err, false)
	}
	if err := text.Close(); err != nil {
		f := refused("dot", err, true)
		_, answered := errors.AsType[*textproto.Error](err)
		f.silent = !answered
		return f
	}
	_ = line.UpdateDeadline(goodbye)
	_ = client.CloseWithSMTPClient(line) // it is taken, whatever goes wrong while saying goodbye
	return nil
}

// refused is what went wrong at one word. final tells whether a 5xx there is
// about this recipient or this text, and not about us.
func refused(word string, err error, final bool) failure {
	f := failure{error: fmt.Errorf("send mail: %s: %w", word, err), said: "mail: " + word + ": no answer"}
	if e, ok := errors.AsType[*textproto.Error](err); ok {
		f.said = "mail: " + word + ": " + strconv.Itoa(e.Code) + " " + enhanced.FindString(e.Msg)
		f.forever = final && e.Code >= 500 && e.Code <= 599
	}
	return f
}

// enhanced is a status code of RFC 3463.
var enhanced = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)

// Silent tells that a server had all of a message and never said whether it took
// it: it may arrive, and sending it again may be once too often.
func Silent(err error) bool {
	f, ok := errors.AsType[failure](err)
	return ok && f.silent
}

// StatusOf is the status in a refusal, such as "5.1.1", or "550" when there is no
// finer one. Empty when the error has none.
func StatusOf(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if f, ok := errors.AsType[failure](err); ok {
		text = f.error.Error()
	}
	if status := enhanced.FindString(text); status != "" {
		return status
	}
	return reply.FindString(text)
}

var reply = regexp.MustCompile(`\b[45]\d\d\b`)
