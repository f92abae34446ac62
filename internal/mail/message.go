package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"unicode"

	"github.com/wneessen/go-mail"
)

// Message is one mail to one person. Text is always there; HTML and Calendar
// are other forms of it.
type Message struct {
	To      string // bare address
	ToName  string
	ReplyTo string // bare address; answers go to the sender when empty
	Subject string
	Text    string
	HTML    string

	Calendar       []byte // iCalendar, shown by mail programs and attached as moede.ics
	CalendarMethod string // REQUEST, CANCEL or PUBLISH, as in the calendar itself
	CalendarOut    []byte // a second iCalendar, METHOD CANCEL, for what leaves the calendar; attached as afmeldt.ics

	Key string // names the message for ever: the same key is the same message

	// Unsubscribe is an address of our own where one POST ends such mails, without
	// asking anything (RFC 8058). Empty when the mail is about a service.
	Unsubscribe string

	// Handing, when set, runs when the server has all of the message but the final
	// dot: from here on we may not know whether it was taken. An error stops the
	// message, which the server then throws away (RFC 5321 §4.1.1.4).
	Handing func(ctx context.Context) error
}

// Send hands a message on. Sender.Send and Box.Send are of this type.
type Send func(ctx context.Context, m Message) error

// errMessage: the message itself is wrong, and will be the next time too.
var errMessage = errors.New("mail: not a message")

var method = regexp.MustCompile(`^[A-Z]+$`)

// render checks the message and makes it MIME. Its errors are permanent.
func render(from *netmail.Address, m Message) (*mail.Msg, error) {
	msg, err := compose(from, m)
	return msg, judged(err)
}

func compose(from *netmail.Address, m Message) (*mail.Msg, error) {
	to, err := address(m.To, m.ToName)
	if err != nil {
		return nil, err
	}
	if m.Text == "" || m.Key == "" {
		return nil, fmt.Errorf("%w: without a text or a key", errMessage)
	}
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if m.ReplyTo != "" {
		reply, err := address(m.ReplyTo, "")
		if err != nil {
			return nil, err
		}
		msg.ReplyToMailAddress(reply)
	}
	msg.SetMessageIDWithValue(messageID(m.Key, from))
	msg.Subject(oneLine(m.Subject))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies
	if m.Unsubscribe != "" {
		msg.SetGenHeader(mail.HeaderListUnsubscribe, "<"+oneLine(m.Unsubscribe)+">")
		msg.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(mail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	}
	if len(m.Calendar) > 0 {
		if err := addCalendar(msg, m); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// addCalendar puts the calendar in twice: Outlook and Gmail show the one with a
// method as an invitation (RFC 6047), others open the attached file.
func addCalendar(msg *mail.Msg, m Message) error {
	if !method.MatchString(m.CalendarMethod) {
		return fmt.Errorf("%w: calendar method %q", errMessage, m.CalendarMethod)
	}
	kind := mail.ContentType("text/calendar; method=" + m.CalendarMethod)
	msg.AddAlternativeString(kind, string(m.Calendar), mail.WithPartEncoding(mail.EncodingB64))
	if err := msg.AttachReader("moede.ics", bytes.NewReader(m.Calendar), mail.WithFileContentType("application/ics")); err != nil {
		return err
	}
	if len(m.CalendarOut) == 0 {
		return nil
	}
	return msg.AttachReader("afmeldt.ics", bytes.NewReader(m.CalendarOut), mail.WithFileContentType("text/calendar; method=CANCEL"))
}

// address accepts a bare address only, so that nothing can be smuggled in.
func address(bare, name string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(bare)
	if err != nil || a.Address != bare || strings.ContainsFunc(bare, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return nil, fmt.Errorf("%w: not an address", errMessage)
	}
	a.Name = oneLine(name)
	return a, nil
}

// oneLine makes a header of any text: line breaks would begin another header.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// messageID is the key at the sender's host; a key that may not stand there is
// hashed.
func messageID(key string, from *netmail.Address) string {
	if !plain.MatchString(key) || len(key) > 100 {
		sum := sha256.Sum256([]byte(key))
		key = hex.EncodeToString(sum[:16])
	}
	return key + from.Address[strings.LastIndex(from.Address, "@"):]
}
