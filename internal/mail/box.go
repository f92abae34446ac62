package mail

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
)

// kept is how many messages a Box remembers.
const kept = 1000

// Box keeps what is sent to it in memory, for the demo and for tests. It may be
// used by many at once.
type Box struct {
	mu       sync.Mutex
	last     int
	received []Received
}

// Received is a message as it arrived.
type Received struct {
	N       int    // counts from 1 for the whole life of the box
	Raw     []byte // the MIME text a mail server would have got
	From    string // bare addresses
	To      string
	ToName  string
	ReplyTo string
	Subject string
	ID      string // Message-ID, without brackets
	Text    string
	HTML    string

	Calendar       []byte
	CalendarMethod string
	Attachments    map[string][]byte // by file name
}

// NewBox is an empty box.
func NewBox() *Box { return &Box{} }

// Send renders the message, reads it again, and keeps it.
func (b *Box) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	msg, err := render(&netmail.Address{Name: "Fælled", Address: "post@faelled.example"}, m)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return err
	}
	r, err := Parse(raw.Bytes())
	if err != nil {
		return err
	}
	if m.Handing != nil {
		if err := m.Handing(ctx); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	r.N = b.last
	b.received = append(b.received, r)
	b.received = slices.Delete(b.received, 0, max(0, len(b.received)-kept))
	return nil
}

// Messages are those kept, the latest first.
func (b *Box) Messages() []Received {
	b.mu.Lock()
	defer b.mu.Unlock()
	latest := slices.Clone(b.received)
	slices.Reverse(latest)
	return latest
}

// To are the messages to one address, the latest first.
func (b *Box) To(address string) []Received {
	return slices.DeleteFunc(b.Messages(), func(r Received) bool { return !strings.EqualFold(r.To, address) })
}

// Message is the one with a number, while it is kept.
func (b *Box) Message(n int) (Received, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.received, func(r Received) bool { return r.N == n })
	if i < 0 {
		return Received{}, false
	}
	return b.received[i], true
}

// Parse reads a message such as this package renders.
func Parse(raw []byte) (Received, error) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Received{}, err
	}
	r := Received{Raw: raw, ID: strings.Trim(msg.Header.Get("Message-ID"), "<>")}
	if r.Subject, err = new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil {
		return Received{}, err
	}
	r.From, _ = bare(msg.Header, "From")
	r.To, r.ToName = bare(msg.Header, "To")
	r.ReplyTo, _ = bare(msg.Header, "Reply-To")
	return r, r.read(part{msg.Header.Get, msg.Body})
}

func bare(h netmail.Header, key string) (address, name string) {
	list, err := h.AddressList(key)
	if err != nil || len(list) == 0 {
		return "", ""
	}
	return list[0].Address, list[0].Name
}

// part is a message or a part of one.
type part struct {
	header func(string) string
	body   io.Reader
}

func (r *Received) read(p part) error {
	media, params, err := mime.ParseMediaType(p.header("Content-Type"))
	if err != nil {
		return err
	}
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(p.body, params["boundary"])
		for {
			next, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := r.read(part{next.Header.Get, next}); err != nil {
				return err
			}
		}
	}
	content, err := io.ReadAll(decoded(p))
	if err != nil {
		return err
	}
	_, disposition, _ := mime.ParseMediaType(p.header("Content-Disposition"))
	switch {
	case disposition["filename"] != "":
		if r.Attachments == nil {
			r.Attachments = map[string][]byte{}
		}
		r.Attachments[disposition["filename"]] = content
	case media == "text/plain":
		r.Text = lines(content)
	case media == "text/html":
		r.HTML = lines(content)
	case media == "text/calendar":
		r.Calendar, r.CalendarMethod = content, params["method"]
	}
	return nil
}

func decoded(p part) io.Reader {
	switch strings.ToLower(p.header("Content-Transfer-Encoding")) {
	case "quoted-printable":
		return quotedprintable.NewReader(p.body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p.body)
	}
	return p.body
}

// lines undoes the line ends of the mail format.
func lines(text []byte) string { return strings.ReplaceAll(string(text), "\r\n", "\n") }
