package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
)

var invitation = Message{
	To: "birgit@lillekommune.example", ToName: "Birgit Ærø Åkjær", ReplyTo: "moede@faelled.example",
	Subject: "Vi ses på fællesdagen: dagsorden og øvelser til den 2. juni 2021",
	Text:    "Hej Birgit\n\nVi ses kl.\u00a09.30 på Søndergård.\n.\n..to prikker\nFrom her og nu\n" + strings.Repeat("En lang linje med æøå. ", 60),
	HTML:    "<p>Vi ses på <b>Søndergård</b></p>",
	Calendar: []byte("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Fællesdag på " +
		"Søndergård\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
	CalendarMethod: "REQUEST",
	Key:            "018f3a2e-7b1c-7c3d-9a55-0123456789ab",
}

func open(t *testing.T, scheme string, s *server, rest string) *Sender {
	t.Helper()
	sender, err := Open(scheme+s.Addr().String()+rest, "Fælled <post@faelled.example>")
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

func TestWhatArrivesIsWhatWasSent(t *testing.T) {
	s, box := listen(t, nil, nil), NewBox()
	for name, send := range map[string]Send{"server": open(t, "smtp://", s, "").Send, "box": box.Send} {
		if err := send(t.Context(), invitation); err != nil {
			t.Fatal(name, err)
		}
	}
	commands, messages := s.got()
	for _, want := range []string{"MAIL FROM:<post@faelled.example>", "RCPT TO:<birgit@lillekommune.example>"} {
		if !strings.Contains(commands, want) {
			t.Errorf("no %s in:\n%s", want, commands)
		}
	}
	arrived, err := Parse(messages[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]Received{"server": arrived, "box": box.Messages()[0]} {
		for what, pair := range map[string][2]string{
			"from": {got.From, "post@faelled.example"}, "to": {got.To, invitation.To}, "name": {got.ToName, invitation.ToName},
			"reply-to": {got.ReplyTo, invitation.ReplyTo}, "subject": {got.Subject, invitation.Subject},
			"id":   {got.ID, "018f3a2e-7b1c-7c3d-9a55-0123456789ab@faelled.example"},
			"text": {got.Text, invitation.Text}, "html": {got.HTML, invitation.HTML},
			"calendar": {string(got.Calendar), string(invitation.Calendar)}, "method": {got.CalendarMethod, "REQUEST"},
			"file": {string(got.Attachments["moede.ics"]), string(invitation.Calendar)},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %q, want %q", name, what, pair[0], pair[1])
			}
		}
	}
	header, err := mail.ReadMessage(strings.NewReader(string(messages[0])))
	if err != nil {
		t.Fatal(err)
	}
	if header.Header.Get("Auto-Submitted") != "auto-generated" || header.Header.Get("Date") == "" {
		t.Errorf("headers are %v", header.Header)
	}
	for line := range strings.Lines(string(messages[0])) {
		if len(line) > 998 {
			t.Errorf("a line of %d bytes", len(line))
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("not ASCII: %q", line)
		}
	}
}

func TestAPlainMessageIsPlain(t *testing.T) {
	box := NewBox()
	err := box.Send(t.Context(), Message{To: "ada@kommune.example", Subject: "Hej", Text: "Hej Ada", Key: "k.1"})
	if err != nil {
		t.Fatal(err)
	}
	got := box.Messages()[0]
	if got.Text != "Hej Ada" || got.ToName != "" || got.ReplyTo != "" || got.HTML != "" || got.Calendar != nil || got.Attachments != nil || got.ID != "k.1@faelled.example" {
		t.Errorf("got %+v", got)
	}
	if strings.Contains(string(got.Raw), "multipart") {
		t.Errorf("one part is enough:\n%s", got.Raw)
	}
}

func TestNothingIsSmuggledIntoHeaders(t *testing.T) {
	evil := "Hej\r\nBcc: alle@kommune.example\r\n\r\nny tekst\n\u2028\x00x"
	for name, c := range map[string]struct {
		m     Message
		taken bool
	}{
		"subject":       {Message{To: "ada@kommune.example", Subject: evil, Text: "t", Key: "k"}, true},
		"name":          {Message{To: "ada@kommune.example", ToName: evil, Text: "t", Key: "k"}, true},
		"quoted name":   {Message{To: "ada@kommune.example", ToName: `A" <x@y.example>, "B`, Text: "t", Key: "k"}, true},
		"key":           {Message{To: "ada@kommune.example", Text: "t", Key: "k>\r\nBcc: alle@kommune.example"}, true},
		"address":       {Message{To: "ada@kommune.example\r\nBcc: alle@kommune.example", Text: "t", Key: "k"}, false},
		"two addresses": {Message{To: "ada@kommune.example, alle@kommune.example", Text: "t", Key: "k"}, false},
		"a name inside": {Message{To: "Ada <ada@kommune.example>", Text: "t", Key: "k"}, false},
		"in brackets":   {Message{To: "<ada@kommune.example>", Text: "t", Key: "k"}, false},
		"quoted local":  {Message{To: "\"a\r\n b\"@kommune.example", Text: "t", Key: "k"}, false},
		"reply":         {Message{To: "ada@kommune.example", ReplyTo: "x@y.example\nBcc: z@y.example", Text: "t", Key: "k"}, false},
		"method":        {Message{To: "ada@kommune.example", Text: "t", Key: "k", Calendar: []byte("x"), CalendarMethod: "REQUEST\r\nX: y"}, false},
		"no key":        {Message{To: "ada@kommune.example", Text: "t"}, false},
		"no text":       {Message{To: "ada@kommune.example", Key: "k"}, false},
	} {
		box := NewBox()
		err := box.Send(t.Context(), c.m)
		if (err == nil) != c.taken || err != nil && !Permanent(err) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, got := range box.Messages() {
			raw, err := mail.ReadMessage(strings.NewReader(string(got.Raw)))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if raw.Header.Get("Bcc") != "" || got.To != "ada@kommune.example" || got.Text != "t" || strings.ContainsAny(got.Subject+got.ToName, "\r\n\x00") || !plain.MatchString(strings.TrimSuffix(got.ID, "@faelled.example")) {
				t.Errorf("%s: smuggled:\n%s", name, got.Raw)
			}
		}
	}
}

func TestPermanentErrors(t *testing.T) {
	for name, c := range map[string]struct {
		says map[string]string
		want bool
	}{
		"unknown recipient":  {map[string]string{"RCPT": "550 5.1.1 no such mailbox"}, true},
		"full mailbox":       {map[string]string{"RCPT": "452 4.2.2 mailbox full"}, false},
		"greylisted":         {map[string]string{"RCPT": "451 4.7.1 later"}, false},
		"refused content":    {map[string]string{".": "554 5.7.1 spam"}, true},
		"busy":               {map[string]string{".": "451 later"}, false},
		"too large":          {map[string]string{"DATA": "552 too large"}, true},
		"sender not allowed": {map[string]string{"MAIL": "553 not yours"}, false}, // settings, not the message
		"not let in":         {map[string]string{"AUTH": "535 wrong password"}, false},
		"closing":            {map[string]string{"EHLO": "421 closing", "HELO": "421 closing"}, false},
		"cut off":            {map[string]string{"DATA": "close"}, false},
	} {
		s := listen(t, nil, c.says)
		rest := ""
		if c.says["AUTH"] != "" {
			rest = "clerk:secret@"
		}
		err := open(t, "smtp://"+rest, s, "").Send(t.Context(), invitation)
		if err == nil || Permanent(err) != c.want {
			t.Errorf("%s: permanent %v, %v", name, Permanent(err), err)
		}
		if f, ok := errors.AsType[failure](err); !ok || f.Patience() < 72*time.Hour {
			t.Errorf("%s: it is not tried for days: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the password is in %v", name, err)
		}
	}
	s := listen(t, nil, nil)
	s.Close()
	if err := open(t, "smtp://", s, "").Send(t.Context(), invitation); err == nil || Permanent(err) {
		t.Errorf("nobody there: %v", err)
	}
	if Permanent(nil) || Permanent(errors.New("x")) {
		t.Error("other errors are not ours")
	}
}

// The log may say what the server said in numbers; only staff may read whom it
// was for.
func TestErrorsNameNobody(t *testing.T) {
	for verb, answer := range map[string]string{
		"RCPT": `451 4.7.1 <birgit@lillekommune.example> later`, "DATA": "552 5.3.4 birgit@lillekommune.example", ".": "554 no birgit@lillekommune.example",
		"MAIL": "553 not for birgit@lillekommune.example",
	} {
		s := listen(t, nil, map[string]string{verb: answer})
		err := open(t, "smtp://", s, "").Send(t.Context(), invitation)
		f, ok := errors.AsType[failure](err)
		if !ok || strings.Contains(err.Error(), "birgit") || !strings.Contains(err.Error(), answer[:3]) || !strings.Contains(f.ForStaff(), "birgit@lillekommune.example") {
			t.Errorf("%s: the log says %v, staff %q", verb, err, f.ForStaff())
		}
	}
}

// Once the server has said yes, the message is sent, and sending it again would
// be a second one.
func TestAYesIsAYes(t *testing.T) {
	for _, verb := range []string{"RSET", "QUIT"} {
		s := listen(t, nil, map[string]string{verb: "close"})
		if err := open(t, "smtp://", s, "").Send(t.Context(), invitation); err != nil {
			t.Errorf("%s: %v", verb, err)
		}
		if _, messages := s.got(); len(messages) != 1 {
			t.Errorf("%s: %d messages", verb, len(messages))
		}
	}
}

func TestTheLineIsEncryptedWhenItCanBe(t *testing.T) {
	cert, pool := certificate(t)
	s := listen(t, cert, nil)
	sender := open(t, "smtp://clerk:secret@", s, "")
	if err := sender.Send(t.Context(), invitation); err == nil {
		t.Error("a stranger's certificate was trusted")
	}
	sender.options = append(sender.options, gomail.WithTLSConfig(&tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}))
	if err := sender.Send(t.Context(), invitation); err != nil {
		t.Fatal(err)
	}
	commands, messages := s.got()
	if before, after, _ := strings.Cut(commands, "STARTTLS"); strings.Contains(before, "AUTH") || !strings.Contains(after, "AUTH PLAIN") || len(messages) != 1 {
		t.Errorf("said:\n%s", commands)
	}

	s = listen(t, cert, map[string]string{"TLS": "yes"})
	sender = open(t, "smtps://clerk:secret@", s, "")
	sender.options = append(sender.options, gomail.WithTLSConfig(&tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}))
	if err := sender.Send(t.Context(), invitation); err != nil {
		t.Error("TLS from the start:", err)
	}
	if commands, messages := s.got(); len(messages) != 1 || !strings.Contains(commands, "AUTH PLAIN") {
		t.Errorf("said:\n%s", commands)
	}

	s = listen(t, nil, nil)
	if err := open(t, "smtp://", s, "/?tls=required").Send(t.Context(), invitation); err == nil || Permanent(err) {
		t.Errorf("in the clear, although it must not: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for server, from := range map[string]string{
		"http://mail.example": "a@b.example", "smtp://": "a@b.example", "mail.example:25": "a@b.example",
		"smtp://u:secret@mail.example:port": "a@b.example", "smtp://mail.example": "nobody", "smtps://mail.example:99999": "a@b.example",
	} {
		if _, err := Open(server, from); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s, %s: %v", server, from, err)
		}
	}
	for _, server := range []string{"smtp://mail.example", "smtps://u:p%40ss@mail.example", "smtp://u:p@mail.example:2525", "smtp://[::1]:25"} {
		if _, err := Open(server, "Fælled <a@b.example>"); err != nil {
			t.Errorf("%s: %v", server, err)
		}
	}
}

func TestTheBoxKeepsTheLatest(t *testing.T) {
	box := NewBox()
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range kept/4 + 10 {
				if err := box.Send(t.Context(), Message{To: fmt.Sprintf("p%d@kommune.example", i), Text: "t", Key: fmt.Sprint(i, "-", n)}); err != nil {
					t.Error(err)
				}
				box.Messages()
			}
		})
	}
	all.Wait()
	list := box.Messages()
	if len(list) != kept || list[0].N != kept+40 || list[kept-1].N != 41 {
		t.Errorf("%d messages, %d to %d", len(list), list[len(list)-1].N, list[0].N)
	}
	if _, ok := box.Message(40); ok {
		t.Error("the oldest are gone")
	}
	if m, ok := box.Message(41); !ok || m.N != 41 {
		t.Error(m, ok)
	}
	for i := range 4 {
		mine := box.To(fmt.Sprintf("P%d@kommune.example", i))
		if len(mine) < kept/4-40 {
			t.Errorf("%d to %d", len(mine), i)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("ada@kommune.example", "Ada", "Emne", "tekst\n", "key")
	f.Add("x@y.example\r\nBcc: z", "a\nb", "=?utf-8?q?a?=", ".\r\n.", "<>")
	f.Fuzz(func(t *testing.T, to, name, subject, text, key string) {
		box := NewBox()
		err := box.Send(t.Context(), Message{To: to, ToName: name, Subject: subject, Text: text, Key: key})
		if err != nil {
			if !Permanent(err) {
				t.Fatal(err)
			}
			return
		}
		got := box.Messages()[0]
		raw, err := mail.ReadMessage(strings.NewReader(string(got.Raw)))
		if err != nil {
			t.Fatal(err)
		}
		for header := range raw.Header {
			switch header {
			case "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To":
			default:
				t.Fatalf("where does %s come from?\n%s", header, got.Raw)
			}
		}
		if got.Subject != oneLine(subject) {
			t.Fatalf("subject %q became %q", subject, got.Subject)
		}
	})
}
