package mail

import (
	"strings"
	"testing"
)

// crlf makes a mail of a text, as servers send it.
func crlf(text string) []byte {
	return []byte(strings.ReplaceAll(strings.TrimPrefix(text, "\n"), "\n", "\r\n"))
}

const letterBack = `
Return-Path: <>
From: MAILER-DAEMON@relay.example (Mail Delivery System)
To: moede@faelled.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host relay.example.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example
Arrival-Date: Mon, 27 Apr 2026 10:12:00 +0200

Final-Recipient: rfc822; Carlo@Egelund.example
Original-Recipient: rfc822;carlo@egelund.example
Action: ACTION
Status: STATUS
Remote-MTA: dns; mx.egelund.example
Diagnostic-Code: smtp; DIAGNOSTIC

--b1
Content-Type: message/rfc822

From: moede@faelled.example
To: carlo@egelund.example
Message-ID: <TOKEN123@faelled.example>
Subject: Praktisk

Hej
--b1--
`

func postfix(action, status, diagnostic string) []byte {
	return crlf(strings.NewReplacer("ACTION", action, "STATUS", status, "DIAGNOSTIC", diagnostic).Replace(letterBack))
}

// Gmail tells the Message-ID in the status, and puts all in parts of parts.
const gmail = `
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: moede@faelled.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <TOKEN123@faelled.example>
In-Reply-To: <TOKEN123@faelled.example>
X-Failed-Recipients: carlo@egelund.example
Content-Type: multipart/report; boundary="g1"; report-type=delivery-status

--g1
Content-Type: multipart/related; boundary="g2"

--g2
Content-Type: multipart/alternative; boundary="g3"

--g3
Content-Type: text/plain; charset="UTF-8"

Address not found
--g3--
--g2--
--g1
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Received-From-MTA: dns; moede@faelled.example
X-Original-Message-ID: <TOKEN123@faelled.example>

Final-Recipient: rfc822; carlo@egelund.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does
 not exist.

--g1--
`

// Exchange says 5.1.10 for an address it does not know.
const exchange = `
From: <postmaster@egelund.example>
To: <moede@faelled.example>
Subject: Undeliverable: Praktisk
Content-Type: multipart/report; report-type=delivery-status; boundary="e1"
In-Reply-To: <TOKEN123@faelled.example>
Auto-Submitted: auto-replied

--e1
Content-Type: multipart/alternative; boundary="e2"

--e2
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to carlo@egelund.example couldn't be delivered.
--e2--
--e1
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.egelund.example
Received-From-MTA: dns;relay.example

Original-Recipient: rfc822;carlo@egelund.example
Final-Recipient: rfc822;carlo@egelund.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--e1
Content-Type: text/rfc822-headers

Message-ID: <TOKEN123@faelled.example>
From: Fælled <moede@faelled.example>

--e1--
`

// Exim writes a letter.
const exim = `
From: Mail Delivery System <Mailer-Daemon@relay.example>
To: moede@faelled.example
X-Failed-Recipients: carlo@egelund.example
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  carlo@egelund.example
    host mx.egelund.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<carlo@egelund.example>:
    550 5.1.1 No such user

------ This is a copy of the message, including all the headers. ------

Message-ID: <TOKEN123@faelled.example>
From: moede@faelled.example
`

func TestParseBounce(t *testing.T) {
	for name, c := range map[string]struct {
		raw    []byte
		status string
		hard   bool
		late   bool
	}{
		"postfix":          {postfix("failed", "5.1.1", "550 5.1.1 <carlo@egelund.example>: Recipient address rejected"), "5.1.1", true, false},
		"full":             {postfix("failed", "5.2.2", "552 5.2.2 mailbox full"), "5.2.2", false, false},
		"delayed":          {postfix("delayed", "4.4.1", "connect timed out"), "4.4.1", false, true},
		"given up":         {postfix("failed", "4.4.1", "connect timed out"), "4.4.1", false, false},
		"vague":            {postfix("failed", "5.0.0", "550 5.1.1 unknown user"), "5.1.1", true, false},
		"unnumbered":       {postfix("failed", "", ""), "5.0.0", false, false},
		"late, as 5.":      {postfix("delayed", "5.1.1", ""), "4.0.0", false, true},
		"gmail":            {crlf(gmail), "5.1.1", true, false},
		"exchange":         {crlf(exchange), "5.1.10", true, false},
		"exim":             {crlf(exim), "5.1.1", true, false},
		"exim, after days": {crlf(strings.Replace(exim, "550 5.1.1 No such user", "451 4.4.1 retry timeout exceeded", 1)), "4.4.1", false, false},
	} {
		b, ok := ParseBounce(c.raw)
		want := Bounce{"TOKEN123@faelled.example", "carlo@egelund.example", c.status, c.hard, c.late}
		if !ok || b != want {
			t.Errorf("%s: %+v %v, want %+v", name, b, ok, want)
		}
	}
}

func TestWhatIsNoBounce(t *testing.T) {
	for name, raw := range map[string][]byte{
		"delivered":             postfix("delivered", "2.0.0", "250 ok"),
		"relayed":               postfix("relayed", "2.0.0", "250 ok"),
		"holiday":               crlf("\nFrom: Carlo <carlo@egelund.example>\nTo: moede@faelled.example\nAuto-Submitted: auto-replied\nIn-Reply-To: <TOKEN123@faelled.example>\nSubject: Jeg holder ferie\n\nTilbage i uge 30. Ring til 550 5.1.1\n"),
		"answer":                crlf("\nFrom: Carlo <carlo@egelund.example>\nIn-Reply-To: <TOKEN123@faelled.example>\nSubject: Sv: Praktisk\n\nTak!\n"),
		"postmaster on holiday": crlf("\nFrom: postmaster@egelund.example\nAuto-Submitted: auto-replied\nSubject: Ferie\n\n550 5.1.1\n"),
		"read":                  crlf("\nFrom: Carlo <carlo@egelund.example>\nContent-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n--x\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;carlo@egelund.example\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--x--\n"),
		"empty":                 nil,
		"words":                 []byte("hello"),
	} {
		if b, ok := ParseBounce(raw); ok {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// Anybody can send anything to the address that reports come to.
func FuzzParseBounce(f *testing.F) {
	for _, seed := range [][]byte{postfix("failed", "5.1.1", "x"), crlf(gmail), crlf(exchange), crlf(exim), []byte("a: b\n\n"), nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, ok := ParseBounce(raw)
		if !ok {
			return
		}
		if b.Status == "" || b.Status[0] != '4' && b.Status[0] != '5' {
			t.Fatalf("status %q", b.Status)
		}
		if strings.ContainsAny(b.ID+b.To, "\r\n") || len(b.ID) > 250 {
			t.Fatalf("%+v", b)
		}
		if b.Hard != Hard(b.Status) {
			t.Fatalf("%+v", b)
		}
	})
}
