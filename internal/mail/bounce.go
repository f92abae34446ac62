package mail

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// Bounce is a mail that came back.
type Bounce struct {
	ID      string // Message-ID of the mail, without brackets; empty when the report does not tell
	To      string // whom it was for, small letters; may be empty
	Status  string // RFC 3463: "5.1.1". That of a mail that was given up may begin with 4, too
	Hard    bool   // the address does not exist; otherwise it may be better later
	Delayed bool   // it is still being tried, and may arrive (RFC 3464 §2.3.3)
}

const (
	maxReport = 1 << 20 // bytes of a report that are read
	maxParts  = 40      // parts of it, in all
	maxDepth  = 5
)

// ParseBounce reads a report of a mail that did not arrive: RFC 3464, as Postfix,
// Exchange and Gmail send it, and the plain letters of older servers. ok is false
// for everything else: answers, holiday replies, receipts of delivery.
func ParseBounce(raw []byte) (b Bounce, ok bool) {
	msg, err := netmail.ReadMessage(bytes.NewReader(raw[:min(len(raw), maxReport)]))
	if err != nil {
		return b, false
	}
	r := report{}
	media, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		media = "text/plain"
	}
	r.read(media, params["boundary"], part{msg.Header.Get, msg.Body}, 0)
	if r.bounce.ID == "" {
		r.bounce.ID = firstID(msg.Header.Get("X-Original-Message-Id"), msg.Header.Get("In-Reply-To"), msg.Header.Get("References"))
	}
	switch {
	case r.found:
		b, ok = r.bounce, true
	case media != "multipart/report" && fromMachine(msg.Header):
		b, ok = plainBounce(msg.Header, r)
	}
	if ok {
		b.Hard = Hard(b.Status)
	}
	return b, ok && b.Status != ""
}

// report is what has been read of one.
type report struct {
	parts  int
	found  bool // a group about a recipient whom it did not reach
	bounce Bounce
	text   string // of the part for people
}

func (r *report) read(media, boundary string, p part, depth int) {
	if r.parts++; r.parts > maxParts || depth > maxDepth {
		return
	}
	switch {
	case strings.HasPrefix(media, "multipart/") && boundary != "":
		parts := multipart.NewReader(p.body, boundary)
		for {
			next, err := parts.NextRawPart()
			if err != nil {
				return
			}
			kind, params, err := mime.ParseMediaType(next.Header.Get("Content-Type"))
			if err != nil {
				kind = "text/plain"
			}
			r.read(kind, params["boundary"], part{next.Header.Get, next}, depth+1)
		}
	case media == "message/delivery-status" || media == "message/global-delivery-status":
		r.status(decoded(p))
	case media == "message/rfc822" || media == "text/rfc822-headers" || media == "message/rfc822-headers" || media == "message/global-headers":
		head := headers(bufio.NewReader(decoded(p)))
		if id := firstID(head.Get("Message-Id")); id != "" {
			r.bounce.ID = id
		}
	case media == "text/plain" && r.text == "":
		text, _ := io.ReadAll(decoded(p))
		r.text = string(text)
	}
}

// status reads the groups of a delivery status: the message's own, and one for
// each recipient. Ours go to one.
func (r *report) status(body io.Reader) {
	in := bufio.NewReader(body)
	for range maxParts {
		group := headers(in)
		if len(group) == 0 {
			if _, err := in.Peek(1); err != nil {
				return
			}
			continue
		}
		if id := firstID(group.Get("X-Original-Message-Id"), group.Get("Original-Message-Id")); id != "" && r.bounce.ID == "" {
			r.bounce.ID = id
		}
		action := strings.ToLower(strings.TrimSpace(group.Get("Action")))
		if r.found || action != "failed" && action != "delayed" {
			continue
		}
		r.found, r.bounce.Delayed = true, action == "delayed"
		r.bounce.To = addressOf(group.Get("Original-Recipient"), group.Get("Final-Recipient"))
		r.bounce.Status = enhanced.FindString(group.Get("Status"))
		if said := enhanced.FindString(group.Get("Diagnostic-Code")); said != "" && (r.bounce.Status == "" || strings.HasSuffix(r.bounce.Status, ".0.0")) {
			r.bounce.Status = said
		}
		if action == "delayed" && !strings.HasPrefix(r.bounce.Status, "4.") {
			r.bounce.Status = "4.0.0"
		}
		if r.bounce.Status == "" {
			r.bounce.Status = "5.0.0"
		}
	}
}

// headers reads one block of header lines, and the blank line after it. What is
// no header line is passed over: reports are not all well made.
func headers(in *bufio.Reader) textproto.MIMEHeader {
	found := textproto.MIMEHeader{}
	last := ""
	for {
		line, err := in.ReadString('\n')
		text := strings.TrimRight(line, "\r\n")
		if text == "" {
			return found
		}
		if name, value, ok := strings.Cut(text, ":"); ok && !strings.ContainsAny(name, " \t") {
			last = textproto.CanonicalMIMEHeaderKey(name)
			found.Add(last, strings.TrimSpace(value))
		} else if all := found[last]; len(all) > 0 && (text[0] == ' ' || text[0] == '\t') {
			all[len(all)-1] += " " + strings.TrimSpace(text)
		}
		if err != nil {
			return found
		}
	}
}

var messageIDs = regexp.MustCompile(`<([^<>\s]{3,250})>`)

// firstID is the first Message-ID in some headers, without brackets.
func firstID(all ...string) string {
	for _, one := range all {
		if m := messageIDs.FindStringSubmatch(one); m != nil {
			return m[1]
		}
	}
	return ""
}

// addressOf reads "rfc822; somebody@kommune.example".
func addressOf(all ...string) string {
	for _, one := range all {
		if _, bare, ok := strings.Cut(one, ";"); ok {
			one = bare
		}
		if a, err := netmail.ParseAddress(strings.TrimSpace(one)); err == nil {
			return strings.ToLower(a.Address)
		}
	}
	return ""
}

// fromMachine tells whether a letter is a mail server's, and no holiday reply.
func fromMachine(h netmail.Header) bool {
	if strings.HasPrefix(strings.ToLower(h.Get("Auto-Submitted")), "auto-replied") && h.Get("X-Failed-Recipients") == "" {
		return false
	}
	from, err := netmail.ParseAddress(h.Get("From"))
	if err != nil {
		return false
	}
	local, _, _ := strings.Cut(strings.ToLower(from.Address), "@")
	return local == "mailer-daemon" || local == "postmaster"
}

var copiedID = regexp.MustCompile(`(?im)^message-id:\s*<([^<>\s]{3,250})>`)

// plainBounce reads the letters of servers that know no reports, Exim among them:
// a status in the text, and a copy of the mail's headers below.
func plainBounce(h netmail.Header, r report) (Bounce, bool) {
	b := r.bounce
	if m := copiedID.FindStringSubmatch(r.text); m != nil {
		b.ID = m[1]
	}
	b.To = addressOf(h.Get("X-Failed-Recipients"))
	if b.Status = enhanced.FindString(r.text); b.Status == "" {
		if code := reply.FindString(r.text); code != "" {
			b.Status = code[:1] + ".0.0"
		}
	}
	b.Delayed = strings.HasPrefix(b.Status, "4") && b.To == "" // Exim names whom it failed to reach, but not whom it still tries
	return b, !strings.HasPrefix(b.Status, "2")
}

// Hard tells whether a status says that the mailbox or its domain does not exist
// (RFC 3463 §3.2), and will not tomorrow.
func Hard(status string) bool { return strings.HasPrefix(status, "5.1.") }
